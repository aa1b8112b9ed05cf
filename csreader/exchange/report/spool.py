"""Holds parts of the page on disk until their place in it comes."""

from __future__ import annotations

import shutil
import tempfile
from array import array
from collections import defaultdict
from types import TracebackType
from typing import BinaryIO

_IN_MEMORY = 1 << 22


class Spool:
    """Parts that are put in as they come, each under a key, and taken out key by key."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed by __exit__
        self._places: defaultdict[str, array[int]] = defaultdict(lambda: array("Q"))
        self._length = 0

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def put(self, key: str, part: str) -> None:
        """Puts a part behind those of its key."""
        data = part.encode("utf-8")
        self._file.write(data)
        self._places[key].extend((self._length, len(data)))
        self._length += len(data)

    def copy(self, key: str, stream: BinaryIO) -> None:
        """Writes all parts of a key to a stream; nothing is put in any more."""
        places = self._places.get(key, array("Q"))
        for at in range(0, len(places), 2):
            self._file.seek(places[at])
            stream.write(self._file.read(places[at + 1]))

    def copy_all(self, stream: BinaryIO) -> None:
        """Writes all parts to a stream, in the order they came."""
        self._file.seek(0)
        shutil.copyfileobj(self._file, stream)
