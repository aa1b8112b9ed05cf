"""Faults at each call that a save makes of the system, one after the other.

What a disk can do to a process is a failure of one of these calls; what a power cut or a
kill can do is that the calls from one of them on never happen.
"""

from __future__ import annotations

import fcntl
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

CALLS = {
    os: (
        "open", "close", "read", "write", "fsync", "replace", "rename", "unlink", "remove",
        "mkdir", "rmdir", "fchmod", "fchown", "fstat", "stat", "lstat", "listdir", "link",
    ),
    fcntl: ("flock",),
}  # fmt: skip
"""All that csreader, pathlib and filelock call on the way of a save, by the module they are in."""

CHANGING = frozenset(
    ["open for writing", "write", "fsync", "replace", "rename", "unlink", "mkdir", "rmdir", "link",
     "fchmod", "flock"]
)  # fmt: skip
"""Those that change what is on disk, or that end a step of it."""

Act = Callable[[str], None]
"""What is done before a call; given its name, as in CHANGING."""


class Watched:
    """Counts calls below a folder, and acts before one of them."""

    def __init__(self, below: str, number: int | None = None, act: Act | None = None) -> None:
        self.names: list[str] = []
        """The calls that were made, in order."""
        self._below = below
        self._number = number
        self._act = act
        self._descriptors: set[int] = set()

    def concerns(self, args: tuple[Any, ...]) -> bool:
        """Whether a call is about the folder."""
        first = args[0] if args else None
        if isinstance(first, int):
            return first in self._descriptors
        path = os.fspath(first) if isinstance(first, str | os.PathLike) else ""
        return str(path).startswith(self._below)

    def wrapped(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        """A call that is counted, and acted before."""

        def call(*args: Any, **more: Any) -> Any:
            if not self.concerns(args):
                return real(*args, **more)
            writes = name == "open" and args[1] & (os.O_WRONLY | os.O_RDWR)
            self.names.append("open for writing" if writes else name)
            its_turn = self._number in (None, len(self.names) - 1)
            if its_turn and self._act is not None:
                if name == "write" and self._act is die:
                    # A write can be half done.
                    real(args[0], bytes(args[1])[: len(args[1]) // 2])
                self._act(self.names[-1])
            result = real(*args, **more)
            if name == "open":
                self._descriptors.add(result)
            elif name == "close":
                self._descriptors.discard(args[0])
            return result

        return call


@contextmanager
def watching(below: object, number: int | None = None, act: Act | None = None) -> Iterator[Watched]:
    """Watches the calls about what is below a folder.

    Args:
        below: The folder.
        number: Which call, from 0, something is done before; None for each.
        act: What is done.
    """
    watched = Watched(str(below), number, act)
    kept = [(module, name, getattr(module, name)) for module, ns in CALLS.items() for name in ns]
    for module, name, real in kept:
        setattr(module, name, watched.wrapped(name, real))
    try:
        yield watched
    finally:
        for module, name, real in kept:
            setattr(module, name, real)


def die(_name: str) -> None:
    """Kills this process, as nothing can be told of beforehand."""
    os.kill(os.getpid(), signal.SIGKILL)


def refusing(below: object, number: int) -> AbstractContextManager[Watched]:
    """Lets every write below a folder fail with an error number, as a full disk does."""
    fail = failing(number)
    return watching(
        below, act=lambda name: fail(name) if name in ("open for writing", "write") else None
    )


def failing(number: int) -> Act:
    """Makes a call fail as the system would with this error number."""

    def act(_name: str) -> None:
        raise OSError(number, os.strerror(number))

    return act
