"""A store that takes in marks and tags from files, each coder's into their own."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from pathlib import Path

from csreader.annotations.anchoring import brought_up_to
from csreader.annotations.disk.sheet import Sheet
from csreader.annotations.errors import BrokenFileError, RefusedError, StoreError
from csreader.annotations.imports.joining import Joined, Wishes, joined
from csreader.annotations.imports.record import Record, hashed
from csreader.annotations.journal.files import read_lines
from csreader.annotations.model import Annotation, ChangeKind, Tag
from csreader.annotations.store import Store
from csreader.annotations.tags.codebook import Codebook
from csreader.annotations.views import refusal, renamed
from csreader.text.model import ReadingText


@dataclass(frozen=True, slots=True)
class Incoming:
    """What comes to one coder's marks of one post."""

    coder: str
    post: str
    reading: ReadingText
    marks: Sequence[Annotation]
    """In that text and by the codebook's names; orphans have a text of their own."""
    done: bool = False
    """Whether the coder is done with the post; counts where they have nothing there yet."""


class Importer(Store):
    """The annotations of a collection as one coder sees them, and others' to bring.

    Args: as `Store`.
    """

    def now(self) -> str:
        """The time, UTC, ISO 8601, to the second."""
        return self._now()

    def new_id(self) -> str:
        """A new id."""
        return self._new_id()

    def removed(self, coder: str) -> frozenset[str]:
        """The ids of a coder's marks that were removed here, as far as the journal tells.

        One that an undo took away was never wanted here, and does not count.
        """
        try:
            lines = read_lines(self.root, coder)
        except OSError:
            return frozenset()
        gone: set[str] = set()
        for line in lines:
            for mark in line.marks:
                if mark.after is None and line.label.kind != "undo":
                    gone.add(mark.id)
                else:
                    gone.discard(mark.id)
        return frozenset(gone)

    def preview(self, incoming: Incoming, removed: AbstractSet[str], wishes: Wishes) -> Joined:
        """What bringing marks would do; writes nothing.

        Raises:
            RefusedError: If the coder's file cannot be read.
        """
        files = self.of_coder(incoming.coder)._files
        path = files.path(incoming.coder, incoming.post)
        try:
            disk = files.read(path, incoming.coder, incoming.post)
        except BrokenFileError as error:
            raise RefusedError(refusal(files.problem(error)), path) from error
        return self._joined(disk, incoming, removed, wishes)

    def bring(
        self, incoming: Incoming, removed: AbstractSet[str], wishes: Wishes, record: Record
    ) -> Joined:
        """Brings marks to a coder's file, in one step.

        Args:
            incoming: What comes.
            removed: The ids of the coder's marks that were removed here.
            wishes: What is asked for.
            record: Is told what is done.

        Raises:
            RefusedError: If the coder's file cannot be read.
            StoreError: If it cannot be saved; it is as it was then.
        """
        store = self.of_coder(incoming.coder)
        path = store._files.path(incoming.coder, incoming.post)
        made: list[Joined] = []

        def apply(disk: Sheet) -> Sheet:
            result = self._joined(disk, incoming, removed, wishes)
            made[:] = [result]
            if result.sheet != disk:
                record.sheet(path, disk, result.sheet, result.rows)
            return result.sheet

        before = hashed(path)
        store._write(incoming.post, apply)
        after = hashed(path)
        # Another process may have changed it since: then it is not as it was written.
        if after != before and self._is(store, path, incoming, made[0].sheet, after):
            record.written(path)
        return made[0]

    def bring_tags(
        self, edit: Callable[[Codebook], tuple[Codebook, Sequence[Tag]]], record: Record
    ) -> tuple[Tag, ...]:
        """Brings tags to the codebook; those that are new.

        Args:
            edit: Makes of the codebook one with the tags, and tells which are new.
            record: Is told what is done.

        Raises:
            RefusedError: If the codebook cannot be read.
            StoreError: If it cannot be saved.
        """
        path = self._files.codebook_path
        made: list[tuple[Codebook, Sequence[Tag]]] = []

        def apply(disk: Codebook) -> Codebook:
            after, new = edit(disk)
            made[:] = [(after, new)]
            if new:
                record.codebook(path, new)
            return after if new else disk

        self._edit_codebook(apply)
        book, added = made[0]
        sha256 = hashed(path)
        # Another process may have changed it since: then it is not as it was written.
        if added and self.codebook() == book and hashed(path) == sha256:
            record.written(path)
        return tuple(added)

    @contextlib.contextmanager
    def one_step(self, message: str, coders: Sequence[str]) -> Iterator[None]:
        """All that is brought within is one change in the journals of the coders."""
        with contextlib.ExitStack() as stack:
            for coder in dict.fromkeys((self.coder, *coders)):
                journal = self.of_coder(coder).journal
                stack.enter_context(journal.change(lambda: (ChangeKind.IMPORT, message)))
            yield

    def _joined(
        self, disk: Sheet, incoming: Incoming, removed: AbstractSet[str], wishes: Wishes
    ) -> Joined:
        current = brought_up_to(renamed(disk, self.codebook()), incoming.reading)
        found = joined(current, incoming.marks, removed=removed, wishes=wishes, now=self._now())
        is_new = not disk.annotations and not disk.done and not disk.text.sha256
        done = incoming.done and is_new
        if not found.rows and not done:
            return replace(found, sheet=disk)
        return replace(found, sheet=replace(found.sheet, done=current.done or done))

    def _is(self, store: Store, path: Path, incoming: Incoming, sheet: Sheet, sha256: str) -> bool:
        """Whether a file holds a sheet, and nothing changed it while that was looked at."""
        try:
            there = store._files.read(path, incoming.coder, incoming.post)
        except StoreError:
            return False
        return there == sheet and hashed(path) == sha256
