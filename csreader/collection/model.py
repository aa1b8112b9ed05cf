"""What a collection is made of: posts, their headers, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from csreader.text.model import Format, ReadingText

if TYPE_CHECKING:
    from csreader.collection.about import About


class CollectionError(Exception):
    """A path that cannot be read as a collection or a post; its text is one plain sentence."""


class Severity(StrEnum):
    """How bad a problem is; `csreader check` ends with 1 on a warning or an error."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong in a file, told by a part that does not know the file's name."""

    line: int | None
    """From 1; None where it is the whole file's."""
    kind: str
    """A short stable word, such as `front-matter`."""
    severity: Severity
    message: str
    """One plain sentence, without control characters."""


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
    """Text, None, lists and mappings; numbers, dates and booleans are text as typed."""
    kind: str = ""
    """`yaml`, `toml` or `json`, `html` for a page's own head; empty where the post has none."""
    repaired: bool = False
    """Whether it did not parse and was read line by line."""

    def get(self, *keys: str) -> object:
        """The value of the first of some keys that has one, in any case; None without."""
        for key in keys:
            if self.values.get(key) is not None:
                return self.values[key]
        lower = {name.lower(): value for name, value in reversed([*self.values.items()])}
        return next((lower[key] for key in keys if lower.get(key) is not None), None)


@dataclass(frozen=True)
class Post:
    """One source file."""

    id: str
    """Its path below the posts folder, ending included; see the user guide."""
    path: Path
    """Absolute."""
    relative_path: str
    """From the root, with / between parts."""
    given_title: str
    """The title that the header gives, as typed; empty where the body gives it."""
    date: str | None
    """The day as ISO 8601, as written whatever the time zone."""
    format: Format
    header: Header = field(repr=False)
    body: str = field(repr=False)
    """The file's text behind the header, line ends as LF."""
    body_line: int
    """The file's line, from 1, that the body begins on."""
    problems: tuple[Problem, ...] = ()
    """Of the file and its header; those of the body stand in `all_problems`."""
    encoding: str = "utf-8"
    language: str = "en"
    """The ISO 639 code that sentences are found by."""

    @property
    def order(self) -> tuple[bool, str, str]:
        """What posts are sorted by: the date, undated last, then the id."""
        return self.date is None, self.date or "", self.id

    @cached_property
    def about(self) -> About:
        """What the header says of the post besides its title and date."""
        from csreader.collection.about import read_about

        return read_about(self.header)

    @cached_property
    def title(self) -> str:
        """On one line, control characters replaced; read from the body at the first call."""
        if self.given_title:
            return self.given_title
        # Deferred: most posts have a title in their header.
        from csreader.collection.titles import file_title, title_in_body

        return title_in_body(self.body, self.format, self.language) or file_title(self.path.name)

    @cached_property
    def reading(self) -> ReadingText:
        """The body as reading text; made at the first call and kept."""
        return self._read()

    def read(self) -> ReadingText:
        """The body as reading text, not kept: for going through many posts once."""
        kept = self.__dict__.get("reading")
        return kept if isinstance(kept, ReadingText) else self._read()

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """The problems of the file, its header and its body, which is read for that."""
        return self.problems_with(self.read())

    def problems_with(self, reading: ReadingText) -> tuple[Problem, ...]:
        """The problems of the file, its header and its body, given its reading text."""
        return (
            *self.problems,
            *(
                Problem(self.relative_path, one.line, one.kind, Severity.WARNING, one.message)
                for one in reading.problems
            ),
        )

    def _read(self) -> ReadingText:
        from csreader.text.reader import read_text

        return read_text(self.body, self.format, first_line=self.body_line, language=self.language)
