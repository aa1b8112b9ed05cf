"""What a post's header says, all of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual import on

from csreader.collection import Post
from csreader.collection.about import entries
from csreader.text.model import ReadingText
from csreader.tui.paint import Part, clip, wrap
from csreader.tui.screens.pages import Page
from csreader.tui.widgets.row_list import Look, RowList

_MOST_LINES = 6


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is known of a post."""

    name: str
    value: str
    lines: tuple[str, ...]
    column: int

    @classmethod
    def make(cls, name: str, value: str, width: int) -> Fact:
        """A row with its value wrapped to a width in cells."""
        column = min(18, width // 3)
        lines = wrap(value, max(8, width - column - 3), _MOST_LINES)
        return cls(name, value, tuple(lines) or ("",), column)

    @property
    def height(self) -> int:
        """The value's lines."""
        return len(self.lines)

    def paint(self, width: int, look: Look) -> list[list[Part]]:  # noqa: ARG002
        """See `RowList`."""
        name = clip(self.name, self.column - 1)
        first: list[Part] = [(f"  {name.ljust(self.column)}", look.dim), (self.lines[0], look.text)]
        blank = " " * (self.column + 2)
        return [first, *([(blank, look.text), (line, look.text)] for line in self.lines[1:])]


class AboutPage(Page):
    """All that is known of a post; gives the value that was chosen, an address perhaps.

    Args:
        post: The post.
        reading: Its text, where it has been read.
    """

    def __init__(self, post: Post, reading: ReadingText | None) -> None:
        super().__init__("About this post")
        self._post = post
        self._reading = reading

    def rows(self, width: int) -> Iterable[Fact]:
        """The file and its length first, then the header, a row for each value."""
        post = self._post
        facts = [("file", post.relative_path), ("title", post.title), ("date", post.date or "none")]
        if self._reading is not None:
            length, minutes = self._reading.length, self._reading.minutes
            facts.append(("length", f"{length}, {minutes} min to read"))
        facts.append(("written in", f"{post.format}, {post.encoding}"))
        yield from (Fact.make(name, value, width) for name, value in facts)
        said = [(name, value) for name, value in entries(post.header) if value]
        if said:
            yield Fact.make("", "", width)
            yield Fact.make("its header says", "", width)
        yield from (Fact.make(name, value, width) for name, value in said)

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        if isinstance(event.row, Fact):
            self.dismiss(event.row.value)
