"""How a change is made to a coder's marks on the disk, and what is kept where that fails."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Self

from csreader.annotations import edits
from csreader.annotations.anchoring import brought_up_to
from csreader.annotations.coder import remember_coder
from csreader.annotations.disk.sheet import Sheet
from csreader.annotations.disk.storage import LOCK_TIMEOUT
from csreader.annotations.disk.waiting import Waiting
from csreader.annotations.errors import (
    BrokenFileError,
    RefusedError,
    StoreError,
    UnknownAnnotationError,
)
from csreader.annotations.journal.files import STATE
from csreader.annotations.journal.recording import Journal, Recorder
from csreader.annotations.model import Change, ChangeKind
from csreader.annotations.repair.upkeep import UpkeepStore
from csreader.annotations.tags.codebook import clean_tag_name
from csreader.annotations.tags.codebook_store import new_uuid
from csreader.annotations.views import refusal, renamed
from csreader.text.characters import one_line
from csreader.text.model import ReadingText


def _utc_now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


class SheetStore(UpkeepStore):
    """The annotations of a collection as one coder sees them, and marks to change.

    Args:
        root: The collection's root.
        coder: Who marks.
        clock: Gives the time of a change.
        new_id: Gives the id of a new annotation or tag.
        lock_timeout: How many seconds to wait for another process's save.
        journal: Where the journal of changes is kept; see `journal.files`.
    """

    def __init__(
        self,
        root: Path,
        coder: str,
        *,
        clock: Callable[[], datetime.datetime] = _utc_now,
        new_id: Callable[[], str] = new_uuid,
        lock_timeout: float = LOCK_TIMEOUT,
        journal: str = STATE,
    ) -> None:
        super().__init__(root, coder, clock=clock, new_id=new_id, lock_timeout=lock_timeout)
        self._journal_place = journal
        self._lock_timeout = lock_timeout
        self._files.journal = Journal(root, self.coder, journal)
        self._remembered = False
        self._others: dict[str, Self] = {}

    @property
    def journal(self) -> Recorder:
        """What keeps the journal of changes, and tells where it could not."""
        return self._files.journal

    def of_coder(self, coder: str) -> Self:
        """The same collection's annotations, with another coder's files to change."""
        if coder == self.coder:
            return self
        if coder not in self._others:
            self._others[coder] = type(self)(
                self.root,
                coder,
                clock=self._clock,
                new_id=self._new_id,
                lock_timeout=self._lock_timeout,
                journal=self._journal_place,
            )
        return self._others[coder]

    def hold(self, waiting: Waiting) -> None:
        """From now on counts what waits to be saved as if it were on disk."""
        self._files.waiting = waiting

    def _edit_with_tags(
        self,
        post_id: str,
        reading: ReadingText,
        tags: Sequence[str],
        edit: Callable[[list[str], Sheet, edits.Stamp], edits.Result],
    ) -> Change:
        """Edits a sheet once the codebook has the tags; `edit` gets their names there."""
        try:
            names = self._listed(post_id, tags)
        except StoreError as error:
            if error.unsaved:
                names = list(self.codebook().resolved(map(clean_tag_name, tags)))
                made = self._unsaved(post_id, self._applying(reading, partial(edit, names)))
                error.unsaved += made
            raise
        return self._edit(post_id, reading, partial(edit, names))

    def _edit(
        self,
        post_id: str,
        reading: ReadingText | None,
        edit: Callable[[Sheet, edits.Stamp], edits.Result],
    ) -> Change:
        apply, made = self._applying(reading, edit)
        try:
            with self._files.journal.change(lambda: (made[0].kind, made[0].message)):
                self._write(post_id, apply)
        except RefusedError:
            raise
        except UnknownAnnotationError as error:
            raise self._told_whose(error, post_id) from error
        except StoreError as error:
            error.unsaved = self._unsaved(post_id, (apply, made))
            raise
        if not self._remembered and made[0].kind is not ChangeKind.NOTHING:
            remember_coder(self.root, self.coder)
            self._remembered = True
        return made[0]

    def _write(self, post_id: str, apply: Callable[[Sheet], Sheet]) -> None:
        """Makes another sheet of the coder's own of a post, as it is on the disk."""
        path = self._files.path(self.coder, post_id)
        try:
            self._files.edit(path, self.coder, post_id, apply)
        except BrokenFileError as error:
            raise RefusedError(refusal(self._files.problem(error)), path) from error

    def _applying(
        self, reading: ReadingText | None, edit: Callable[[Sheet, edits.Stamp], edits.Result]
    ) -> tuple[Callable[[Sheet], Sheet], list[Change]]:
        """What to do to a sheet as it is on disk, and where the change is put that it makes."""
        stamp = edits.Stamp(self._now(), self._new_id)
        book = self.codebook()
        made: list[Change] = []

        def apply(sheet: Sheet) -> Sheet:
            current = renamed(sheet, book)
            if reading is not None:
                current = brought_up_to(current, reading)
            after, change = edit(current, stamp)
            made[:] = [change]
            # Nothing done, nothing written: not even places found anew.
            return sheet if after == current else after

        return apply, made

    def _unsaved(
        self, post_id: str, applying: tuple[Callable[[Sheet], Sheet], list[Change]]
    ) -> tuple[Change, ...]:
        """The change that could not be saved, made to what was read last."""
        apply, made = applying
        if not made:
            try:
                sheet = self._files.read(self._files.path(self.coder, post_id), self.coder, post_id)
            except StoreError:
                sheet = Sheet(self.coder, post_id)
            with contextlib.suppress(StoreError):
                apply(sheet)
        return tuple(change for change in made if change.kind is not ChangeKind.NOTHING)

    def _told_whose(self, error: UnknownAnnotationError, post_id: str) -> UnknownAnnotationError:
        owner = self.owner(post_id, error.annotation_id)
        if owner is None:
            return error
        message = f"{error.annotation_id} is {one_line(owner)}'s; only they can change it."
        return UnknownAnnotationError(message, error.annotation_id)
