"""Zip archives of other tools, read in memory and within bounds.

Nothing is unpacked to the disk, so no name in an archive can lead out of a folder. What is
read is bounded by what it unpacks to, whatever the archive says of itself; what is not
asked for, such as films, is never unpacked.
"""

from __future__ import annotations

import contextlib
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from csreader.exchange.interface import FormatError
from csreader.text.characters import one_line

MOST_FILES = 100_000
LARGEST = 256 << 20
"""How many bytes one file may unpack to."""
LARGEST_TOGETHER = 512 << 20
"""How many bytes all that is read may unpack to."""
MOST_RATIO = 200
"""How many times as large as it is packed a file may get; text gets 20 times as large at most
where it is no trick."""
SMALL = 4 << 20
"""Files that unpack to less may have any ratio."""

_PART = 1 << 20


class Archive:
    """An archive that is open."""

    def __init__(self, zipped: zipfile.ZipFile, name: str) -> None:
        self._zip = zipped
        self._name = name
        self._left = LARGEST_TOGETHER
        self._names = {_plain(one.filename): one for one in zipped.infolist() if not one.is_dir()}

    @property
    def names(self) -> list[str]:
        """The paths of its files, with / between parts."""
        return list(self._names)

    def find(self, path: str) -> str | None:
        """The name of the file that a path means, whatever its case; None where there is none.

        A path that leads out of the archive means none.
        """
        plain = _plain(path)
        if plain in self._names:
            return plain
        folded = plain.casefold()
        return next((name for name in self._names if name.casefold() == folded), None)

    def read(self, name: str) -> bytes:
        """A file's bytes.

        Raises:
            FormatError: If it is too large, packed beyond reason, encrypted or broken.
        """
        entry = self._names[name]
        shown = f"{self._name}: {one_line(name)}"
        parts, size = [], 0
        try:
            with self._zip.open(entry) as stream:
                while part := stream.read(_PART):
                    parts.append(part)
                    size += len(part)
                    self._left -= len(part)
                    if size > LARGEST or self._left < 0:
                        raise FormatError(
                            f"{shown} unpacks to more than is read; export it in parts."
                        )
                    if size > SMALL and size > MOST_RATIO * max(entry.compress_size, 1):
                        raise FormatError(
                            f"{shown} unpacks to more than {MOST_RATIO} times its size, "
                            "as archives do that are made to do harm; it is not read."
                        )
        except RuntimeError as error:
            raise FormatError(f"{shown} is encrypted; export it without a password.") from error
        except NotImplementedError as error:
            raise FormatError(f"{shown} is packed in a way that is not read.") from error
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            if isinstance(error, FormatError):
                raise
            raise FormatError(f"{shown} is damaged; export it again.") from error
        return b"".join(parts)


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """An archive, for as long as it is read.

    Raises:
        FormatError: If it is no zip archive or has too many files.
        OSError: If the file cannot be read.
    """
    name = one_line(str(path))
    with path.open("rb") as stream:
        try:
            zipped = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
            raise FormatError(f"{name} is no zip archive, or a damaged one.") from error
        with zipped:
            if len(zipped.infolist()) > MOST_FILES:
                raise FormatError(f"{name} has more than {MOST_FILES:,} files; export it in parts.")
            yield Archive(zipped, name)


def _plain(path: str) -> str:
    # Some programs on Windows write \ between parts. What would lead upwards keeps its dots
    # and so matches nothing but a file of that very name.
    return posixpath.normpath(path.replace("\\", "/").lstrip("/"))
