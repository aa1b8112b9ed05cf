"""Reads and writes the files of an annotations folder as values."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from tinydb import TinyDB

from csreader.annotations.disk.formats import MIGRATIONS, Migration, upgraded
from csreader.annotations.disk.jsonfile import Tables, read_tables
from csreader.annotations.disk.listing import FolderListing
from csreader.annotations.disk.outlines import outlines_of
from csreader.annotations.disk.paths import same_name
from csreader.annotations.disk.rows import NewerFormatError, ShapeError
from csreader.annotations.disk.sheet import (
    FORMAT,
    Sheet,
    annotation_row,
    meta_row,
    read_sheet,
)
from csreader.annotations.disk.storage import AnnotationsFolder, AtomicStorage
from csreader.annotations.disk.tables import arranged, put_outlines, put_rows
from csreader.annotations.disk.waiting import Waiting
from csreader.annotations.errors import BrokenFileError, StoreError, reading_failed
from csreader.annotations.journal.recording import Recorder
from csreader.annotations.model import FileProblem
from csreader.annotations.repair.locating import located
from csreader.annotations.tags.codebook import Codebook, read_codebook, tag_row
from csreader.text.characters import one_line

Value = TypeVar("Value")


Fingerprint = tuple[int, ...]
"""What a file's status says; another one after every save."""

_SETTLED_NS = 50_000_000
"""How old a file has to be, in nanoseconds, before its times tell that it is the same:
file systems count in steps, and two saves can fall into one."""


class AnnotationFiles(FolderListing):
    """The files below one annotations folder.

    Args:
        folder: The folder; it need not exist.
        migrations: The steps from older versions of the format to today's.

    Attributes:
        journal: What hears of every change.
        waiting: What could not be saved yet.
    """

    def __init__(
        self, folder: AnnotationsFolder, migrations: Mapping[int, Migration] = MIGRATIONS
    ) -> None:
        super().__init__(folder)
        self._migrations = migrations
        self.journal = Recorder()
        self.waiting = Waiting()
        self._known: dict[Path, tuple[Fingerprint, Sheet | StoreError]] = {}

    def read(self, path: Path, coder: str, post_id: str) -> Sheet:
        """What an annotation file holds, with what waits; an empty sheet where there is none.

        Raises:
            BrokenFileError: If it is no annotation file, or one of another post or coder.
            StoreError: If it cannot be read.
        """
        tables = self._tables(path)
        sheet = self._checked(path, lambda: read_sheet(tables, coder, post_id))
        self._expect(path, sheet, coder, post_id)
        return self.waiting.on_sheet(sheet)

    def read_any(self, path: Path) -> Sheet:
        """What an annotation file holds, whosever it is; read again only if it changed.

        Raises:
            BrokenFileError: If it is no annotation file, or does not lie where the coder
                and post that it names belong.
            StoreError: If it cannot be read.
        """
        seen = fingerprint(path)
        known = self._known.get(path)
        if known is None or known[0] != seen:
            known = seen, self._read_or_error(path)
            if seen and abs(time.time_ns() - seen[0]) > _SETTLED_NS:
                self._known[path] = known
        if isinstance(known[1], StoreError):
            raise known[1].with_traceback(None)
        return known[1]

    def read_once(self, path: Path) -> Sheet:
        """As `read_any`, but nothing is kept: for going through many files once.

        Raises:
            StoreError: As `read_any`.
        """
        sheet = self._read_or_error(path)
        if isinstance(sheet, StoreError):
            raise sheet
        return sheet

    def _read_or_error(self, path: Path) -> Sheet | StoreError:
        coder, post_id = self.named_by(path)
        try:
            tables = self._tables(path)
            sheet = self._checked(path, lambda: read_sheet(tables, coder, post_id))
            if not same_name(str(self.path(sheet.coder, sheet.post)), str(path)):
                raise self._foreign(path, sheet)
        except StoreError as error:
            return error
        return sheet

    def expect_broken(self, path: Path) -> None:
        """Makes sure that a file is one that is better set aside.

        Raises:
            StoreError: If it can be read, is of a newer csreader, another coder's or
                post's, or is none of this folder's.
        """
        shown = self.folder.shown(path)
        if self.folder.path not in path.parents:
            raise StoreError(f"{shown} is no annotation file of this collection.", path)
        try:
            if path == self.codebook_path:
                self.codebook()
            else:
                self._checked(path, lambda: read_sheet(self._tables(path), "", ""))
        except BrokenFileError as error:
            if error.kind == "broken":
                return
            raise
        raise StoreError(f"{shown} can be read, so it was not set aside.", path)

    def codebook(self) -> Codebook:
        """The codebook on disk, with what waits; an empty one where there is none.

        Raises:
            BrokenFileError: If the file is no codebook.
            StoreError: If it cannot be read.
        """
        tables = self._tables(self.codebook_path)
        book = self._checked(self.codebook_path, lambda: read_codebook(tables))
        return self.waiting.on_codebook(book)

    def edit(self, path: Path, coder: str, post_id: str, edit: Callable[[Sheet], Sheet]) -> None:
        """Changes an annotation file as it is on disk, in one atomic step.

        Raises:
            StoreError: If it is broken or cannot be saved, or a change before it waits;
                the old file is whole then.
        """
        if (error := self.waiting.before_sheet(post_id)) is not None:
            sheet = self.read(path, coder, post_id)
            if edit(sheet) != sheet:
                raise error
            return
        with self._transaction(path) as (db, storage):
            tables = storage.read()
            sheet = self._checked(path, lambda: read_sheet(tables or None, coder, post_id))
            self._expect(path, sheet, coder, post_id)
            after = edit(sheet)
            if after != sheet:
                put_rows(db, meta_row(after), "annotations", map(annotation_row, after.annotations))
                put_outlines(db, outlines_of(one.text for one in after.annotations))
                storage.noting = self.journal.sheet(sheet, after)

    def edit_codebook(self, edit: Callable[[Codebook], Codebook]) -> None:
        """Changes the codebook as it is on disk, in one atomic step.

        Raises:
            StoreError: If it is broken or cannot be saved, or a change before it waits;
                the old file is whole then.
        """
        if (error := self.waiting.before_codebook()) is not None:
            book = self.codebook()
            if edit(book) != book:
                raise error
            return
        path = self.codebook_path
        with self._transaction(path) as (db, storage):
            tables = storage.read()
            before = self._checked(path, lambda: read_codebook(tables or None))
            after = edit(before)
            if after != before:
                put_rows(db, {"format": FORMAT}, "tags", map(tag_row, after.tags))
                storage.noting = self.journal.codebook(before, after)

    @contextlib.contextmanager
    def _transaction(self, path: Path) -> Iterator[tuple[TinyDB, AtomicStorage]]:
        with TinyDB(
            path,
            folder=self.folder,
            arrange=arranged,
            upgrade=lambda tables: self._upgraded(path, tables),
            storage=AtomicStorage,
        ) as db:
            storage = db.storage
            assert isinstance(storage, AtomicStorage)
            with storage.transaction():
                yield db, storage

    def problem(self, error: StoreError) -> FileProblem:
        """An error as an entry of a list of problems."""
        path = error.path or self.folder.path
        if isinstance(error, BrokenFileError):
            return FileProblem(path, error.line, error.column, error.kind, error.message)
        return FileProblem(path, None, None, "unreadable", error.message)

    def _upgraded(self, path: Path, tables: Tables) -> Tables:
        return self._checked(path, lambda: upgraded(tables, self._migrations))

    def _tables(self, path: Path) -> Tables | None:
        try:
            tables = read_tables(path, self.folder.root)
        except BrokenFileError as error:
            raise located(error, self.folder.shown(path)) from error
        except OSError as error:
            raise reading_failed(error, path, self.folder.root) from error
        return None if tables is None else self._upgraded(path, tables)

    def _checked(self, path: Path, read: Callable[[], Value]) -> Value:
        try:
            return read()
        except NewerFormatError as error:
            raise BrokenFileError(
                str(error), path, self.folder.shown(path), kind="newer"
            ) from error
        except ShapeError as error:
            shown = self.folder.shown(path)
            raise located(BrokenFileError(str(error), path, shown), shown, error.row) from error

    def _expect(self, path: Path, sheet: Sheet, coder: str, post_id: str) -> None:
        if not (same_name(sheet.coder, coder) and same_name(sheet.post, post_id)):
            raise self._foreign(path, sheet)

    def _foreign(self, path: Path, sheet: Sheet) -> BrokenFileError:
        return BrokenFileError(
            f"it holds {one_line(sheet.coder)}'s annotations of {one_line(sheet.post)}",
            path,
            self.folder.shown(path),
            kind="foreign",
        )


def fingerprint(path: Path) -> Fingerprint:
    """What tells whether a file changed; empty for a file that is not there."""
    try:
        status = path.stat()
    except OSError:
        return ()
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino
