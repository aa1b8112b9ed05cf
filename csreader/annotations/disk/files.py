"""Reads and writes the files of an annotations folder as values."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Any, TypeVar

from tinydb import TinyDB
from tinydb.table import Document

from csreader.annotations.disk.formats import MIGRATIONS, Migration, upgraded
from csreader.annotations.disk.jsonfile import Tables, read_tables
from csreader.annotations.disk.outlines import OUTLINES, Outlines, outline_rows, outlines_of
from csreader.annotations.disk.paths import (
    CODEBOOK,
    ENDING,
    annotation_path,
    percent_decoded,
    post_file,
    same_name,
)
from csreader.annotations.disk.rows import NewerFormatError, ShapeError, row_number
from csreader.annotations.disk.sheet import (
    FORMAT,
    PASSING,
    Sheet,
    annotation_row,
    meta_row,
    read_sheet,
)
from csreader.annotations.disk.storage import AnnotationsFolder, AtomicStorage
from csreader.annotations.disk.waiting import Waiting
from csreader.annotations.errors import BrokenFileError, StoreError, reading_failed
from csreader.annotations.journal.recording import Recorder
from csreader.annotations.model import FileProblem
from csreader.annotations.repair.locating import located
from csreader.annotations.tags.codebook import Codebook, read_codebook, tag_row, unnamed_id
from csreader.text.characters import one_line

Value = TypeVar("Value")


Fingerprint = tuple[int, ...]
"""What a file's status says; another one after every save."""

_SETTLED_NS = 50_000_000
"""How old a file has to be, in nanoseconds, before its times tell that it is the same:
file systems count in steps, and two saves can fall into one."""


class AnnotationFiles:
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
        self.folder = folder
        self._migrations = migrations
        self.journal = Recorder()
        self.waiting = Waiting()
        self._known: dict[Path, tuple[Fingerprint, Sheet | StoreError]] = {}

    def path(self, coder: str, post_id: str) -> Path:
        """Where a coder's annotations of a post are kept."""
        return annotation_path(self.folder.path, coder, post_id)

    @property
    def codebook_path(self) -> Path:
        """Where the codebook is kept."""
        return self.folder.path / CODEBOOK

    def coder_folders(self) -> list[Path]:
        """The coders' folders, in order."""
        try:
            entries = sorted(self.folder.path.iterdir())
        except OSError:
            return []
        return [
            path for path in entries if not path.name.startswith(".") and _may_be(path, S_ISDIR)
        ]

    def sheet_paths(self) -> Iterator[Path]:
        """All annotation files, in order."""
        for folder in self.coder_folders():
            unreadable: list[OSError] = []
            for parent, folders, names in os.walk(folder, onerror=unreadable.append):
                folders.sort()
                for name in sorted(names):
                    if name.endswith(ENDING):
                        yield Path(parent, name)
            # Reading them says why they cannot be read.
            yield from (Path(error.filename) for error in unreadable)

    def others(self, coder: str, post_id: str) -> list[Path]:
        """The files of a post's other coders, in order."""
        mine = self.path(coder, post_id)
        return [path for path in self.of_post(post_id) if path != mine]

    def of_post(self, post_id: str) -> list[Path]:
        """The files of all coders of a post, in order."""
        relative = post_file(post_id)
        paths = (folder / relative for folder in self.coder_folders())
        return [path for path in paths if _may_be(path, S_ISREG)]

    def of_other_posts(self, posts: Iterable[str]) -> Iterator[Path]:
        """All annotation files but those of some posts, in order."""
        known = {post_file(post) for post in posts}
        for path in self.sheet_paths():
            if Path(*path.relative_to(self.folder.path).parts[1:]) not in known:
                yield path

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

    def named_by(self, path: Path) -> tuple[str, str]:
        """The coder and the post that a path names, where it is not a shortened one."""
        coder, *parts = path.relative_to(self.folder.path).parts
        post_id = "/".join(percent_decoded(part) for part in parts).removesuffix(ENDING)
        return percent_decoded(coder), post_id

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
                _write(db, meta_row(after), "annotations", map(annotation_row, after.annotations))
                _write_outlines(db, outlines_of(one.text for one in after.annotations))
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
                _write(db, {"format": FORMAT}, "tags", map(tag_row, after.tags))
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


def _write(
    db: TinyDB, meta: Mapping[str, Any], name: str, rows: Iterable[Mapping[str, Any]]
) -> None:
    """Puts rows into a table in their order; fields and rows' numbers that exist are kept."""
    described = db.table("meta")
    if len(described):
        described.update(dict(meta))
    else:
        described.insert(Document(dict(meta), doc_id=1))
    table = db.table(name)
    stored = {row.get("id") or unnamed_id(str(row.doc_id)): row for row in table}
    taken = {row.doc_id for row in stored.values()}
    table.truncate()
    documents = []
    for row in rows:
        known = stored.pop(row["id"], None)
        number = row_number(row["id"]) if known is None else known.doc_id
        while known is None and number in taken:
            number += 1
        taken.add(number)
        kept = {name: value for name, value in (known or {}).items() if name not in PASSING}
        documents.append(Document({**kept, **row}, doc_id=number))
    table.insert_multiple(documents)


def _write_outlines(db: TinyDB, outlines: Outlines) -> None:
    """Keeps the outlines of the former texts that rows count in, and no others."""
    if not outlines and OUTLINES not in db.tables():
        return
    table = db.table(OUTLINES)
    rows = outline_rows(outlines, {str(row.doc_id): row for row in table})
    if rows:
        table.truncate()
        table.insert_multiple(Document(row, doc_id=int(number)) for number, row in rows.items())
    else:
        db.drop_table(OUTLINES)


def arranged(tables: Tables) -> Mapping[str, Mapping[str, Any]]:
    """The tables in the order in which they are stored: `meta` first."""
    return {name: tables[name] for name in sorted(tables, key=lambda name: (name != "meta", name))}


def _may_be(path: Path, kind: Callable[[int], bool]) -> bool:
    """Whether a path is of a kind; also where that cannot be told: reading it says why."""
    try:
        return kind(os.stat(path).st_mode)  # noqa: PTH116
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
