"""The records of a collection's imports: the next one, the last one, one at a path."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from csreader.annotations.coder import state_folder
from csreader.annotations.imports.record import (
    ENDING,
    KEPT,
    UNDONE,
    Record,
    append,
    as_line,
    keeping_failed,
)
from csreader.annotations.model import Change, ChangeKind

_FOLDER = "imports"
MOST_BYTES = 256 << 20
"""How much all records may take, more than `LEAST` of them."""
LEAST = 3
"""How many are kept, however large they are."""


def begun(root: Path, message: str, source: str) -> Record:
    """The record of an import that begins, or goes on where one of the same was broken off.

    Args:
        root: The collection's root.
        message: What is imported, as a phrase.
        source: The SHA-256 of what is imported.

    Raises:
        StoreError: If it cannot be written.
    """
    last = last_record(root)
    if last is not None and _goes_on(last, source):
        last.mend()
        return last
    folder = _folder(root)
    there = _files(folder)
    for old in _outdated(there):
        with contextlib.suppress(OSError):
            old.unlink()
    number = max((int(path.stem) for path in there), default=0) + 1
    line = as_line({"message": message, "source": source})
    while True:
        path = folder / f"{number:06}{ENDING}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            append(path, line, os.O_EXCL)
        except FileExistsError:  # another process's, begun just now
            number += 1
        except OSError as error:
            raise keeping_failed(path, error) from error
        else:
            return Record(path, root)


def opened(path: Path, root: Path) -> Record:
    """The record at a path, also where it was taken back or done again since."""
    names = (path.with_suffix(one) for one in (ENDING, UNDONE))
    return Record(next(filter(os.path.exists, names), path), root)


def last_record(root: Path) -> Record | None:
    """The record of the user's last import that was not taken back; None without one.

    Raises:
        StoreError: If the folder of the records cannot be read.
    """
    left = [path for path in _files(_folder(root)) if path.suffix == ENDING]
    return Record(left[-1], root) if left else None


def last_import(root: Path) -> Change | None:
    """The user's last import that was not taken back, as undo takes it; None without one.

    Raises:
        StoreError: If it cannot be read.
    """
    record = last_record(root)
    if record is None:
        return None
    return Change(ChangeKind.IMPORT, record.message, record=record.path)


def extent(change: Change, root: Path) -> str:
    """How much an import brought, such as `3 marks, 1 tag`.

    Raises:
        StoreError: If its record cannot be read.
    """
    steps = opened(change.record, root).steps() if change.record is not None else ()
    counts = {
        "mark": sum(len(step.rows) for step in steps),
        "tag": sum(len(step.tags) for step in steps),
        "new post": sum(step.after is not None for step in steps),
    }
    told = [
        f"{count:,} {word}{'' if count == 1 else 's'}" for word, count in counts.items() if count
    ]
    return ", ".join(told) or "nothing"


def is_unfinished(root: Path, source: str) -> bool:
    """Whether the user's last import is of this source and was broken off."""
    last = last_record(root)
    return last is not None and _goes_on(last, source)


def _goes_on(last: Record, source: str) -> bool:
    return last.source == source and not last.is_complete


def _outdated(there: list[Path]) -> Iterator[Path]:
    """Which of the records, of which one more is to come, are kept no longer."""
    size = 0
    for number, path in enumerate(reversed(there), 2):
        with contextlib.suppress(OSError):
            size += path.stat().st_size
        if number > KEPT or (size > MOST_BYTES and number > LEAST):
            yield path


def _folder(root: Path) -> Path:
    return state_folder(root) / _FOLDER


def _files(folder: Path) -> list[Path]:
    try:
        found = [path for path in folder.iterdir() if path.suffix in (ENDING, UNDONE)]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise keeping_failed(folder, error) from error
    return sorted(path for path in found if path.stem.isascii() and path.stem.isdecimal())
