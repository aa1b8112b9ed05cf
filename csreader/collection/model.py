"""What a collection is made of: posts, their headers, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from csreader.text.model import Format, ReadingText


class CollectionError(Exception):
    """A path that cannot be read as a collection or a post; its text is one plain sentence."""


class Severity(StrEnum):
    """How bad a problem is; `csreader check` ends with 1 on a warning or an error."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a file."""

    path: str
    """From the collection's root, with / between parts."""
    line: int | None
    """From 1; None where the problem is the whole file's."""
    kind: str
    """A short stable word, such as `front-matter`."""
    severity: Severity
    message: str
    """One plain sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Header:
    """A post's front matter."""

    values: Mapping[str, object] = field(default_factory=dict)
    """As written: numbers, dates and booleans stay text."""
    kind: str = ""
    """`yaml`, `toml` or `json`; empty where the post has none."""
    repaired: bool = False
    """Whether it did not parse and was read line by line."""


@dataclass(frozen=True)
class Post:
    """One source file."""

    id: str
    """Its path below the posts folder, ending included; see the user guide."""
    path: Path
    relative_path: str
    """From the root, with / between parts."""
    title: str
    """On one line, control characters replaced."""
    date: str | None
    """The day as ISO 8601, as written whatever the time zone."""
    format: Format
    header: Header
    body: str
    """The file's text behind the header, line ends as LF."""
    body_line: int
    """The file's line, from 1, that the body begins on."""
    problems: tuple[Problem, ...] = ()
    """Of the file and its header; those of the body stand in `all_problems`."""
    encoding: str = "utf-8"
    language: str = "en"

    @cached_property
    def reading(self) -> ReadingText:
        """The body as reading text; made at the first call."""
        from csreader.text.reader import read_text

        return read_text(self.body, self.format, first_line=self.body_line, language=self.language)

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """The problems of the file, its header and its body."""
        return (
            *self.problems,
            *(
                Problem(self.relative_path, one.line, one.kind, Severity.WARNING, one.message)
                for one in self.reading.problems
            ),
        )
