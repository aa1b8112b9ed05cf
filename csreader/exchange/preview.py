"""The first lines of an export, as they would be written."""

from __future__ import annotations

import codecs
import contextlib
import io
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from csreader.exchange.interface import Format, Options
from csreader.exchange.registry import with_extra
from csreader.exchange.snapshot import Snapshot
from csreader.text.characters import one_line

_MOST_BYTES = 64 << 10
"""How much of a file is written for its first lines."""
_LINES_OF_EACH = 4
"""How many lines are shown of each of several files."""


class _Enough(Exception):  # noqa: N818 - nothing is wrong
    """The first lines are there."""


class _Beginning(io.BytesIO):
    """A file that ends its writer once its first lines are there."""

    def write(self, data: object, /) -> int:
        """As any file; see the class."""
        count = super().write(data)  # type: ignore[arg-type]
        if self.tell() > _MOST_BYTES:
            raise _Enough
        return count


def preview(one: Format, snapshot: Snapshot, options: Options, most: int) -> list[str]:
    """The first lines that a format writes; of an archive, the names of its files.

    Args:
        one: The format.
        snapshot: What is exported; a post or two are enough.
        options: What is asked for.
        most: How many lines.

    Returns:
        Lines that are safe to print.

    Raises:
        FormatError: If a package is missing that the format needs, or it cannot say something.
    """
    with with_extra(one):
        if one.write is None:
            return _of_folder(one, snapshot, options, most)
        stream = io.BytesIO() if _is_archive(one) else _Beginning()
        with contextlib.suppress(_Enough):
            one.write(snapshot, stream, options)
    return _shown(stream.getvalue(), most)


def _is_archive(one: Format) -> bool:
    """Whether its end has to be there before anything can be read of it."""
    return not one.streams or one.endings[0] in (".qdpx", ".zip")


def _of_folder(one: Format, snapshot: Snapshot, options: Options, most: int) -> list[str]:
    files: dict[str, io.BytesIO] = {}

    @contextlib.contextmanager
    def opened(name: str) -> Iterator[BinaryIO]:
        files[name] = _Beginning()
        with contextlib.suppress(_Enough):
            yield files[name]

    assert one.write_folder is not None
    one.write_folder(snapshot, opened, options)
    lines: list[str] = []
    for name, stream in files.items():
        lines.append(f"{one_line(name)}:")
        lines.extend(f"  {line}" for line in _shown(stream.getvalue(), _LINES_OF_EACH))
    return lines[:most]


def _shown(data: bytes, most: int) -> list[str]:
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [
                f"{one_line(one.filename)}, {one.file_size:,} bytes" for one in archive.infolist()
            ]
        return names[:most]
    if not _is_text(data):
        return [f"{len(data):,} bytes for programs, not for people"]
    lines = data.decode("utf-8-sig", "replace").splitlines()
    return [one_line(line.expandtabs(2)) for line in lines[:most]]


def _is_text(data: bytes) -> bool:
    """Whether bytes are UTF-8, of which the end may be missing."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return False
    return b"\0" not in data
