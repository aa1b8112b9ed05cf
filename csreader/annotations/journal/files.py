"""The journal's files: appended to, rotated, read.

A coder's journal of a collection is a folder of numbered files, `000001.jsonl` and so on,
of which the last is written to. Nothing is ever renamed: who reads while another process
begins a new file sees each line once. Lines are appended with one write each, by the
process that holds the annotations folder's lock.

Nothing is fsynced: a mark is safe on the disk before csreader says so, and its line only
tells how it came about. A power cut may cost the last seconds' lines; a kill costs none.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from csreader.annotations.coder import state_folder
from csreader.annotations.disk.jsonfile import read_regular
from csreader.annotations.disk.paths import FOLDER, coder_folder
from csreader.annotations.journal.lines import Line, loaded

STATE, BESIDE, OFF = "state", "beside", "off"
"""Where the journal is, as csreader.toml says it."""

LIMIT = 4 << 20
"""The most bytes of a file that holds more than one line."""
KEPT = 8
"""How many files are kept."""

_NAME = "journal"
_ENDING = ".jsonl"  # not .json: nothing takes it for an annotation file


@dataclass(frozen=True, slots=True)
class Appended:
    """Where lines were put, so that they can be taken back."""

    path: Path
    before: int
    """How long the file was, in bytes."""
    after: int


def folder_of(root: Path, coder: str, place: str) -> Path:
    """Where a coder's journal of a collection is kept.

    Args:
        root: The collection's root.
        coder: Whose journal.
        place: `STATE` (the user's state folder) or `BESIDE` (the coder's annotations).
    """
    if place == BESIDE:
        return coder_folder(root / FOLDER, coder) / f".{_NAME}"
    return coder_folder(state_folder(root) / _NAME, coder)


def read_lines(root: Path, coder: str) -> tuple[Line, ...]:
    """All lines of a coder's journal, from both places, by time.

    Lines of the same time keep their order; one that stands twice (a merge of branches can
    do that to a journal beside the marks) counts once.

    Raises:
        OSError: If a file is there and cannot be read.
    """
    parts: dict[bytes, None] = {}
    for place in (STATE, BESIDE):
        for path in _files(folder_of(root, coder, place)):
            # Another process may just have removed the oldest.
            with contextlib.suppress(FileNotFoundError):
                parts.update(dict.fromkeys(read_regular(path).split(b"\n")))
    return tuple(sorted(loaded(b"\n".join(parts)), key=lambda line: line.label.time))


def append(folder: Path, data: bytes, *, private: bool) -> Appended:
    """Puts lines at the end of a journal; the annotations folder's lock is held.

    Args:
        folder: The journal's folder; it need not exist.
        data: Whole lines.
        private: Whether only the user may read a file that is made.

    Raises:
        OSError: If they cannot be written; then none of them is there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    there = _files(folder)
    path = there[-1] if there else folder / _numbered(1)
    with contextlib.suppress(FileNotFoundError):
        size = path.stat().st_size
        if size and size + len(data) > LIMIT:
            path = folder / _numbered(int(path.stem) + 1)
    appended = _append(path, data, 0o600 if private else 0o666)
    if path not in there:
        for old in there[: max(0, len(there) + 1 - KEPT)]:
            with contextlib.suppress(OSError):
                old.unlink()
    return appended


def take_back(appended: Appended) -> None:
    """Takes lines back that were put at the end last; the lock has been held since.

    Raises:
        OSError: If it cannot be done.
    """
    if appended.path.stat().st_size == appended.after:
        os.truncate(appended.path, appended.before)


def _append(path: Path, data: bytes, mode: int) -> Appended:
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT
    flags |= getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(path, flags, mode)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "not a regular file", str(path))
        size = status.st_size
        if size:
            os.lseek(descriptor, -1, os.SEEK_END)
            if os.read(descriptor, 1) != b"\n":
                # A line torn by a kill: what comes next is no part of it.
                data = b"\n" + data
        written = os.write(descriptor, data)
        if written < len(data):
            os.truncate(path, size)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
    finally:
        os.close(descriptor)
    return Appended(path, size, size + len(data))


def _files(folder: Path) -> list[Path]:
    """A journal's files, the oldest first."""
    try:
        names = os.listdir(folder)  # noqa: PTH208 - names only
    except (FileNotFoundError, NotADirectoryError):
        return []
    stems = (name.removesuffix(_ENDING) for name in names if name.endswith(_ENDING))
    return [folder / _numbered(number) for number in _numbers(stems)]


def _numbers(stems: Iterable[str]) -> list[int]:
    return sorted(int(one) for one in stems if one.isascii() and one.isdecimal() and len(one) == 6)


def _numbered(number: int) -> str:
    return f"{number:06}{_ENDING}"
