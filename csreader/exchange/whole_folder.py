"""Writes an export of several files whole or not at all: as a folder, or as a zip of one.

A folder that is written has a hidden file that lists what csreader put there, with each
file's hash. So it can be written anew, as long as nobody else put or changed a file there.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from csreader.exchange.interface import OpenFile
from csreader.exchange.whole_file import new_mode
from csreader.text.characters import one_line

LISTING = ".csreader-export.json"
"""The file that lists what was written: from each name to the SHA-256 of the content."""
_IN_MEMORY = 1 << 20
_NEW_FOLDER_MODE = 0o777
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""The least that a zip can say: two exports of the same data are the same bytes."""


class ForeignFolderError(ValueError):
    """A folder with files in it that are not csreader's; its text is a clause that says so."""


@contextlib.contextmanager
def making_folder(target: Path) -> Iterator[OpenFile]:
    """What opens the files of a folder that takes its place when all of it is on the disk.

    After an error the folder is as it was.

    Raises:
        ForeignFolderError: If there is such a folder, with files that csreader did not write.
        OSError: If it cannot be written.
    """
    expect_own(target)
    temporary = Path(tempfile.mkdtemp(prefix=".csreader-", dir=target.parent))
    written: dict[str, str] = {}

    @contextlib.contextmanager
    def opened(name: str) -> Iterator[BinaryIO]:
        path = temporary.joinpath(*_parts(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        written[name] = _hash(path)

    try:
        yield opened
        with opened(LISTING) as stream:
            stream.write(json.dumps(written, indent=1).encode() + b"\n")
        temporary.chmod(new_mode(_NEW_FOLDER_MODE))
        _take_place(temporary, target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


@contextlib.contextmanager
def making_zip(stream: BinaryIO) -> Iterator[OpenFile]:
    """What opens the files of a zip that is written to a stream."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:

        @contextlib.contextmanager
        def opened(name: str) -> Iterator[BinaryIO]:
            # A zip takes one file at a time; a format may have several open.
            with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as content:
                yield content  # type: ignore[misc]
                content.seek(0)
                entry = zipfile.ZipInfo("/".join(_parts(name)), _ZIP_TIME)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                with archive.open(entry, "w") as inside:
                    shutil.copyfileobj(content, inside)

        yield opened


def expect_own(target: Path) -> None:
    """Makes sure that nothing but an earlier export is lost when a folder is written.

    Raises:
        ForeignFolderError: If something else is there.
        OSError: If it cannot be read.
    """
    if not target.exists() and not target.is_symlink():
        return
    if not target.is_dir():
        raise ForeignFolderError("is a file; name a folder")
    files = {
        path.relative_to(target).as_posix()
        for path in target.rglob("*")
        if not path.is_dir() or path.is_symlink()
    }
    if not files:
        return
    try:
        listed = json.loads((target / LISTING).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise ForeignFolderError("has files that csreader did not write; name another") from None
    listed = listed if isinstance(listed, dict) else {}
    for name in sorted(files - {LISTING}):
        if name not in listed:
            shown = one_line(name)
            raise ForeignFolderError(f"has a file that csreader did not write ({shown})")
        if _hash(target / name) != listed[name]:
            shown = one_line(name)
            raise ForeignFolderError(f"has a file that was changed since it was written ({shown})")


def _parts(name: str) -> list[str]:
    """The parts of a file's name below the folder.

    Raises:
        ValueError: If it leads out of it.
    """
    parts = name.split("/")
    if any(part in ("", ".", "..") or "\\" in part or "\0" in part for part in parts):
        raise ValueError(f"{one_line(name)} is no name of a file in a folder")
    return parts


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _take_place(temporary: Path, target: Path) -> None:
    if not target.exists():
        temporary.rename(target)
        return
    mode = target.stat().st_mode
    old = Path(tempfile.mkdtemp(prefix=".csreader-", dir=target.parent))
    try:
        target.rename(old / target.name)
        try:
            temporary.rename(target)
        except OSError:
            (old / target.name).rename(target)
            raise
        target.chmod(mode & 0o7777)
    finally:
        shutil.rmtree(old, ignore_errors=True)
