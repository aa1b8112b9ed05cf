"""Reads and writes the files of an annotations folder as values."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from tinydb import TinyDB
from tinydb.table import Document

from csreader.annotations.codebook import Codebook, read_codebook, tag_row
from csreader.annotations.errors import BrokenFileError, StoreError
from csreader.annotations.jsonfile import Tables, read_tables
from csreader.annotations.model import FileProblem
from csreader.annotations.paths import CODEBOOK, ENDING, annotation_path, same_name
from csreader.annotations.sheet import (
    FORMAT,
    NewerFormatError,
    ShapeError,
    Sheet,
    annotation_row,
    meta_row,
    read_sheet,
    row_number,
)
from csreader.annotations.storage import AnnotationsFolder, AtomicStorage
from csreader.text.characters import one_line

Value = TypeVar("Value")


class AnnotationFiles:
    """The files below one annotations folder.

    Args:
        folder: The folder; it need not exist.
    """

    def __init__(self, folder: AnnotationsFolder) -> None:
        self.folder = folder

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
        return [path for path in entries if not path.name.startswith(".") and path.is_dir()]

    def sheet_paths(self, folder: Path) -> Iterator[Path]:
        """The annotation files in a coder's folder, in order."""
        for path in sorted(folder.rglob(f"*{ENDING}")):
            if not path.name.startswith("."):
                yield path

    def read(self, path: Path, coder: str, post_id: str) -> Sheet:
        """What an annotation file holds; an empty sheet where there is none.

        Raises:
            BrokenFileError: If it is no annotation file, or one of another post or coder.
            StoreError: If it cannot be read.
        """
        tables = self._tables(path)
        sheet = self._checked(path, lambda: read_sheet(tables, coder, post_id))
        self._expect(path, sheet, coder, post_id)
        return sheet

    def read_any(self, path: Path) -> Sheet:
        """What an annotation file holds, whatever coder and post it names.

        Raises:
            BrokenFileError: If it is no annotation file.
            StoreError: If it cannot be read.
        """
        tables = self._tables(path)
        return self._checked(path, lambda: read_sheet(tables, path.parent.name, path.stem))

    def codebook(self) -> Codebook:
        """The codebook on disk; an empty one where there is none.

        Raises:
            BrokenFileError: If the file is no codebook.
            StoreError: If it cannot be read.
        """
        tables = self._tables(self.codebook_path)
        return self._checked(self.codebook_path, lambda: read_codebook(tables))

    def edit(self, path: Path, coder: str, post_id: str, edit: Callable[[Sheet], Sheet]) -> None:
        """Changes an annotation file as it is on disk, in one atomic step.

        Raises:
            StoreError: If it is broken or cannot be saved; the old file is whole then.
        """
        with self._transaction(path) as (db, tables):
            sheet = self._checked(path, lambda: read_sheet(tables or None, coder, post_id))
            self._expect(path, sheet, coder, post_id)
            after = edit(sheet)
            if after != sheet:
                _write(db, meta_row(after), "annotations", map(annotation_row, after.annotations))

    def edit_codebook(self, edit: Callable[[Codebook], Codebook]) -> None:
        """Changes the codebook as it is on disk, in one atomic step.

        Raises:
            StoreError: If it is broken or cannot be saved; the old file is whole then.
        """
        path = self.codebook_path
        with self._transaction(path) as (db, tables):
            before = self._checked(path, lambda: read_codebook(tables or None))
            after = edit(before)
            if after != before:
                _write(db, {"format": FORMAT}, "tags", map(tag_row, after.tags))

    @contextlib.contextmanager
    def _transaction(self, path: Path) -> Iterator[tuple[TinyDB, Tables]]:
        with TinyDB(path, folder=self.folder, arrange=_arranged, storage=AtomicStorage) as db:
            storage = db.storage
            assert isinstance(storage, AtomicStorage)
            with storage.transaction():
                yield db, storage.read() or {}

    def problem(self, error: StoreError) -> FileProblem:
        """An error as an entry of a list of problems."""
        path = error.path or self.folder.path
        if isinstance(error, BrokenFileError):
            return FileProblem(path, error.line, error.column, error.kind, error.message)
        return FileProblem(path, None, None, "unreadable", error.message)

    def _tables(self, path: Path) -> Tables | None:
        try:
            return read_tables(path, self.folder.root)
        except OSError as error:
            reason = error.strerror or str(error)
            message = f"{self.folder.shown(path)} cannot be read: {reason}."
            raise StoreError(message, path) from error

    def _checked(self, path: Path, read: Callable[[], Value]) -> Value:
        try:
            return read()
        except NewerFormatError as error:
            raise BrokenFileError(
                str(error), path, self.folder.shown(path), kind="newer"
            ) from error
        except ShapeError as error:
            raise BrokenFileError(str(error), path, self.folder.shown(path)) from error

    def _expect(self, path: Path, sheet: Sheet, coder: str, post_id: str) -> None:
        if same_name(sheet.coder, coder) and same_name(sheet.post, post_id):
            return
        raise BrokenFileError(
            f"it holds {one_line(sheet.coder)}'s annotations of {one_line(sheet.post)}",
            path,
            self.folder.shown(path),
            kind="foreign",
        )


def _write(
    db: TinyDB, meta: Mapping[str, Any], name: str, rows: Iterable[Mapping[str, Any]]
) -> None:
    """Puts rows into a table in their order; fields and rows' numbers that exist are kept."""
    db.table("meta").upsert(Document(dict(meta), doc_id=1))
    table = db.table(name)
    stored = {row.get("id"): row for row in table}
    table.truncate()
    taken: set[int] = set()
    documents = []
    for row in rows:
        known = stored.get(row["id"])
        number = known.doc_id if known is not None else row_number(row["id"])
        while number in taken:
            number += 1
        taken.add(number)
        documents.append(Document({**(known or {}), **row}, doc_id=number))
    table.insert_multiple(documents)


def _arranged(tables: Tables) -> Mapping[str, Mapping[str, Any]]:
    return {name: tables[name] for name in sorted(tables, key=lambda name: (name != "meta", name))}
