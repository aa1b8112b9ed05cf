"""What a format is: the small interface that each module of `formats` fills in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from csreader.exchange.brought import Brought
from csreader.exchange.snapshot import Snapshot


class FormatError(ValueError):
    """A file that cannot be taken, in one line: which file, where in it, and what to do."""


class UnfitError(FormatError):
    """A wish that no format, or not this one, can fulfil as it is asked."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a user may ask of a writer; each takes those it `accepts`."""

    with_text: bool = False
    """Whether to write each post's reading text."""
    bom: bool = False
    """Whether to begin with a byte-order mark, which some spreadsheets need for UTF-8."""
    by: str = "post"
    """What quotes are grouped by: `post` or `tag`."""
    all_posts: bool = False
    """Whether posts without marks are written too, where a format would leave them out."""


WriteFile = Callable[[Snapshot, BinaryIO, Options], None]
"""Writes one file. It goes through `snapshot.posts` once, in order, and leaves the stream open."""

OpenFile = Callable[[str], AbstractContextManager[BinaryIO]]
"""Opens a new file of an export in several, by its name with / between parts."""

WriteFolder = Callable[[Snapshot, OpenFile, Options], None]
"""Writes several files. It goes through `snapshot.posts` once, in order."""

Read = Callable[[Path], Brought]
"""Reads a file, or a folder of a format in several files.

Raises:
    FormatError: If it is not of this format, or broken.
    OSError: If it cannot be read.
"""


@dataclass(frozen=True, slots=True)
class Format:
    """A format that marks are written in, read from, or both."""

    name: str
    """As `--format` takes it."""
    endings: tuple[str, ...]
    """Of its files, in small letters, with the dot; the first is the usual one."""
    description: str
    """What it is, in a phrase."""
    loses: str
    """What it cannot carry, in a sentence; empty where it carries everything."""
    accepts: frozenset[str] = frozenset()
    """The fields of `Options` that it takes."""
    needs_text: bool = False
    """Whether `write` and `write_folder` need each post's reading text."""
    write: WriteFile | None = None
    """None where it is not written, or is a folder."""
    write_folder: WriteFolder | None = None
    """For a format of several files, instead of `write`."""
    companions: Mapping[str, WriteFile] = field(default_factory=dict)
    """Files that go beside the one written: from what is put to its name without ending,
    such as `.labels.xml`, to what writes it."""
    read: Read | None = None
    """None where it is not read."""
    recognises: Callable[[Path], bool] | None = None
    """Whether a file or folder looks like this format, told by a glance at its beginning;
    asked where several formats have the same ending. Raises nothing."""
    leaves_out: frozenset[str] = frozenset()
    """Of what it cannot carry, what an export counts and tells: `orphans`, `notes`,
    `untagged` (marks with a note only), `unmarked` (posts without marks), `done`."""
    streams: bool = False
    """Whether it is written post by post, in the memory that one post takes."""
    extra: str = ""
    """The extra of csreader that it needs, where it needs one, such as `spacy`."""
