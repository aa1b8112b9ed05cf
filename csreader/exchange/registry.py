"""The formats that csreader writes, by name.

A format is a module with a `Writer` in it, named here; whatever offers formats to a
user takes them from `writers`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from csreader.exchange.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Options:
    """What a user may ask of a writer; each takes those it `accepts`."""

    with_text: bool = False
    """Whether to write each post's reading text."""
    bom: bool = False
    """Whether to begin with a byte-order mark, which some spreadsheets need for UTF-8."""


@dataclass(frozen=True, slots=True)
class Writer:
    """A format that a snapshot can be written in."""

    name: str
    endings: tuple[str, ...]
    """Of its files, in small letters, with the dot."""
    description: str
    """What it is, in a phrase."""
    loses: str
    """What it cannot carry, in a sentence; empty where it carries everything."""
    accepts: frozenset[str]
    """The fields of `Options` that it takes."""
    write: Callable[[Snapshot, BinaryIO, Options], None]


def writers() -> Mapping[str, Writer]:
    """All writers by name, in the order they are told of."""
    # Deferred: the formats' modules import this one.
    from csreader.exchange.csv_format import CSV
    from csreader.exchange.json_format import JSON

    return {writer.name: writer for writer in (JSON, CSV)}


def writer_for(file_name: str) -> Writer | None:
    """The writer whose files end like this one; None where none does."""
    for writer in writers().values():
        if file_name.lower().endswith(writer.endings):
            return writer
    return None
