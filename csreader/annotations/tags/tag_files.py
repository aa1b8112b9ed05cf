"""The coder's files as a change of tags goes through them, one after the other."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from csreader.annotations.disk.paths import coder_folder, same_name
from csreader.annotations.disk.sheet import Sheet
from csreader.annotations.disk.storage import LOCK_TIMEOUT
from csreader.annotations.errors import StoreError, UnfinishedError
from csreader.annotations.model import Change, MarkChange
from csreader.annotations.tags import codebook_tree, retagging
from csreader.annotations.tags.codebook_store import CodebookStore, new_uuid
from csreader.annotations.views import renamed

Progress = Callable[[int, int], None]
"""Is told how many files are done, of how many."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How many passages have some tags."""

    own: int = 0
    """The acting coder's."""
    others: int = 0
    alone: int = 0
    """Those of the coder's own that have nothing but these tags, not even a note."""
    posts: int = 0
    """In how many posts."""

    @property
    def all(self) -> int:
        """Over all coders."""
        return self.own + self.others


def no_progress(_done: int, _of: int) -> None:
    """Tell nobody."""


class TagFiles(CodebookStore):
    """The annotations of a collection as one coder sees them, and their own files to go through.

    Args:
        root: The collection's root.
        coder: Who marks.
        clock: Gives the time of a change.
        new_id: Gives the id of a new tag.
        lock_timeout: How many seconds to wait for another process's save.
    """

    def __init__(
        self,
        root: Path,
        coder: str,
        *,
        clock: Callable[[], datetime.datetime],
        new_id: Callable[[], str] = new_uuid,
        lock_timeout: float = LOCK_TIMEOUT,
    ) -> None:
        super().__init__(root, coder, new_id=new_id, lock_timeout=lock_timeout)
        self._clock = clock

    def reach(self, name: str, *, below: bool = False) -> Reach:
        """How many passages have a tag, or also one below it. For a thread where there are many."""
        book = self.codebook()
        own = others = alone = 0
        posts: set[str] = set()
        for path, sheet in self._sheets():
            counted = self._counted(path, sheet, book)
            names = {one for one in counted if one == name}
            if below:
                names.update(codebook_tree.below(name, counted))
            if not names:
                continue
            having = [one for one in renamed(sheet, book).annotations if names & set(one.tags)]
            posts.add(sheet.post)
            if not same_name(sheet.coder, self.coder):
                others += len(having)
                continue
            own += len(having)
            alone += sum(names.issuperset(one.tags) and not one.note for one in having)
        return Reach(own, others, alone, len(posts))

    def _each_file(
        self,
        edit: Callable[[Sheet], retagging.Result],
        marks: list[MarkChange],
        progress: Progress,
        change: Callable[[int], Change] | None,
    ) -> int:
        """Changes those of the coder's own files that an edit changes; how many they were.

        Args:
            edit: What it makes of a sheet.
            marks: Takes what was done to annotations.
            progress: Is told.
            change: Makes the change so far of how many files were written, for an error.

        Raises:
            UnfinishedError: If one cannot be saved, where `change` is given.
            StoreError: If one cannot be saved.
        """
        todo = [(path, sheet) for path, sheet in self._sheets(own=True) if edit(sheet)[0] != sheet]
        for number, (path, sheet) in enumerate(todo):
            progress(number, len(todo))
            done: list[MarkChange] = []

            def apply(disk: Sheet, done: list[MarkChange] = done) -> Sheet:
                after, found = edit(disk)
                done[:] = found
                return after

            try:
                self._files.edit(path, sheet.coder, sheet.post, apply)
            except StoreError as error:
                if change is None:
                    raise
                raise unfinished(error, change(number)) from error
            marks.extend(done)
        if todo:
            progress(len(todo), len(todo))
        return len(todo)

    def _sheets(self, *, own: bool = False) -> Iterator[tuple[Path, Sheet]]:
        """All files that can be read; with `own`, the acting coder's."""
        mine = coder_folder(self._folder.path, self.coder)
        for path in self._files.sheet_paths():
            if own and not same_name(path.relative_to(self._folder.path).parts[0], mine.name):
                continue
            try:
                sheet = self._files.read_any(path)
            except StoreError:
                continue
            if not own or same_name(sheet.coder, self.coder):
                yield path, sheet

    def _names_in_files(self) -> set[str]:
        """All names of tags as the files hold them."""
        return {tag for _, sheet in self._sheets() for one in sheet.annotations for tag in one.tags}

    def _now(self) -> str:
        return self._clock().astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def unfinished(error: StoreError, change: Change) -> StoreError:
    """The error with what was done, if anything was."""
    book = change.book
    if book is None or not (book.tags or book.marks or book.files):
        return error
    return UnfinishedError(error, change)
