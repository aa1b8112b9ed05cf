"""Writes a file whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

NEW_FILE_MODE = 0o666
"""Before the umask, as a shell's redirection has it."""


@contextlib.contextmanager
def replacing(target: Path) -> Iterator[BinaryIO]:
    """A stream whose content takes the file's place when all of it is on disk.

    After an error the file is as it was. What is no regular file, such as a pipe or a
    terminal, is written to as it is.

    Raises:
        OSError: If it cannot be written.
    """
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        mode = None
    if mode is not None and not stat.S_ISREG(mode):
        with target.open("wb") as stream:
            yield stream
        return
    handle, name = tempfile.mkstemp(prefix=".csreader-", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(new_mode() if mode is None else stat.S_IMODE(mode))
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def new_mode(wanted: int = NEW_FILE_MODE) -> int:
    """The permissions that something new gets: those wanted, less the umask."""
    umask = os.umask(0)
    os.umask(umask)
    return wanted & ~umask
