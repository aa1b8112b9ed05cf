"""Reads the file that shall be imported, by its own format or one that is named."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from csreader.exchange.brought import Brought
from csreader.exchange.interface import Format, UnfitError
from csreader.exchange.registry import format_named, reader_for, readers, with_extra


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that was read."""

    path: Path
    format: Format
    brought: Brought
    sha256: str
    """Of its content, or of all files of a folder."""


def open_file(
    path: Path, format_name: str | None = None, which: str = "say which with --format"
) -> Opened:
    """Reads a file, or a folder of a format in several files.

    Args:
        path: The file.
        format_name: The format's name; None where the file itself tells.
        which: What a person is told to do where it does not.

    Raises:
        FormatError: If it is of no format that is read, or broken.
        OSError: If it cannot be read.
    """
    path.stat()
    one = reader_for(path, which) if format_name is None else format_named(format_name)
    if one is None or one.read is None:
        raise UnfitError(f"{format_name} is none of the formats {', '.join(readers())}.")
    with with_extra(one):
        brought = one.read(path)
    return Opened(path, one, brought, _sha256(path))


def _sha256(path: Path) -> str:
    hashed = hashlib.sha256()
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file():
            with file.open("rb") as stream:
                hashed.update(hashlib.file_digest(stream, "sha256").digest())
    return hashed.hexdigest()
