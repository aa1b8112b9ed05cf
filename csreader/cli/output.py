"""What commands print: messages to stderr, JSON and bytes to stdout. Loads nothing but click."""

from __future__ import annotations

import contextlib
import datetime
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, TypeVar

import click

from csreader.text.characters import one_line

Item = TypeVar("Item")

_LONG_WORK = 200
"""How many posts make a progress bar worth its line."""


def say(message: str) -> None:
    """Prints a message on one line of stderr, safe for any terminal."""
    click.echo(f"csreader: {one_line(message)}", err=True)


def stdout_bytes() -> BinaryIO:
    """What is under stdout, for bytes, behind what was printed as text before."""
    sys.stdout.flush()
    return sys.stdout.buffer


def print_json(value: object) -> None:
    """Prints a value as JSON in UTF-8, whatever the locale."""
    from csreader.exchange.strict_json import write_json

    stream = stdout_bytes()
    write_json(value, stream)
    stream.flush()


def now() -> str:
    """The time in UTC, ISO 8601, to the second."""
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def with_progress(items: Sequence[Item], label: str) -> Iterable[Item]:
    """The items, with a progress bar on stderr where that is a terminal and they are many."""
    if len(items) < _LONG_WORK or not sys.stderr.isatty():
        return items
    return _Tracked(items, label)


@dataclass(frozen=True)
class _Tracked(Iterable[Item]):
    """Items with a progress bar each time that they are gone through."""

    items: Sequence[Item]
    label: str

    def __iter__(self) -> Iterator[Item]:
        from rich.console import Console
        from rich.progress import track

        console = Console(stderr=True)
        return iter(track(self.items, description=self.label, console=console, transient=True))


@contextlib.contextmanager
def working(label: str) -> Iterator[None]:
    """Shows on stderr, where that is a terminal, that something takes its time."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(one_line(label)):
        yield


@contextlib.contextmanager
def counting(label: str) -> Iterator[Callable[[int, int], None]]:
    """What is told how much is done, of how much (0 for unknown); a bar on a terminal's stderr."""
    if not sys.stderr.isatty():
        yield lambda _done, _of: None
        return
    from rich.console import Console
    from rich.progress import Progress
    from rich.text import Text

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(Text(one_line(label)).markup, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of or None)
