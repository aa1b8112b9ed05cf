"""What a file of another tool brings, as pure data that `importing` takes.

Readers say only what their file says: which post a document is, and where its passages
stand in today's text, is found out by `importing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from csreader.annotations.model import Status

SLASH = "\u2215"
"""What stands for a / within the name of a level."""


@dataclass(frozen=True, slots=True)
class BroughtTag:
    """A tag as a file names it."""

    name: str
    """The full path with / between levels; a / within a level's own name is ∕ (U+2215)."""
    color: str = ""
    """#rrggbb; empty where the file has none."""
    description: str = ""
    shortcut: str = ""
    id: str = ""
    """A UUID; empty where the file has none."""


@dataclass(frozen=True, slots=True)
class BroughtMark:
    """A passage as a file says it. At least one of offsets, quote and line is there."""

    id: str
    """The file's own id of it, or one made from what it says, the same at each reading."""
    tags: tuple[str, ...] = ()
    note: str = ""
    start: int | None = None
    """In code points of the document's text, start inclusive."""
    end: int | None = None
    """Exclusive."""
    quote: str = ""
    """Empty where the file has only offsets; then the document has its text."""
    prefix: str = ""
    suffix: str = ""
    line: int | None = None
    """Of the source or of the document's text, from 1; for formats that count in lines."""
    coder: str = ""
    """Empty where the file does not say."""
    created: str = ""
    """UTC, ISO 8601; empty where the file does not say."""
    modified: str = ""
    quote_was: str = ""
    is_lost: bool = False
    """Whether the file says that the words are not in the document's text any more."""


@dataclass(frozen=True, slots=True)
class BroughtDocument:
    """A text that a file marks."""

    name: str
    """A path, address or title: what the file calls it."""
    marks: tuple[BroughtMark, ...] = ()
    text: str | None = None
    """The text that offsets count in, with LF line ends; None where the file has none."""
    id: str = ""
    """The id of a post of csreader, where the file names one."""
    title: str = ""
    date: str = ""
    """ISO 8601."""
    text_sha256: str = ""
    """Of the reading text in UTF-8, where the file says it."""
    status: Mapping[str, Status] = field(default_factory=dict)
    """From coder to how far they are."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What a file brings."""

    documents: Iterable[BroughtDocument] = ()
    """Gone through once."""
    codebook: tuple[BroughtTag, ...] = ()
    remarks: tuple[str, ...] = ()
    """What of it csreader cannot carry, in sentences such as `3 relations are left out.`"""
