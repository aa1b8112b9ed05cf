"""The rows of the app's lists: posts, marks and tags."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.style import Style

from csreader.annotations import Codebook, Mark, State, Status, Tag
from csreader.annotations.model import Summary
from csreader.collection import Post
from csreader.text.layout.widths import cells_of
from csreader.tui.paint import Part, clip, wrap
from csreader.tui.widgets.row_list import Look

_STATUS = {Status.DONE: "✓", Status.IN_PROGRESS: "◐", Status.UNREAD: " "}
_QUOTE_LINES = 2
_NOTE_LINES = 2
_STATES = {State.ORPHAN: "not found  ", State.CHANGED: "changed  "}
_TAG_CELLS = 40
"""What a tag's name takes at most."""


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post: its title, and below it day, status and how many marks it has."""

    post: Post
    summary: Summary
    status: Status
    is_open: bool
    is_gone: bool = False
    """Whether its file is not there any more."""
    height: int = 2

    def paint(self, width: int, look: Look) -> list[list[Part]]:
        """Two lines; see `RowList`."""
        title = look.strong if self.is_open else look.dim if self.is_gone else look.text
        sign = f" {_STATUS[self.status]} "
        count = self.summary.annotations
        day = self.post.date or "no date"
        facts = day if not count else f"{day} · {count} mark{'s' if count > 1 else ''}"
        if self.is_gone:
            facts = f"gone from the folder · {facts}"
        elif self.post.problems:
            facts += " · !"
        return [
            [(sign, look.dim), (clip(self.post.title, width - 4), title)],
            [("   ", look.dim), (clip(facts, width - 4), look.dim)],
        ]


@dataclass(frozen=True, slots=True)
class MarkRow:
    """A mark: its tags, its quote and its note."""

    mark: Mark
    codebook: Codebook
    own: bool
    tags: tuple[tuple[str, ...], ...]
    """The tags that stand on each line."""
    lines: tuple[tuple[str, str], ...]
    """What each line below them is, and its text."""

    @classmethod
    def make(cls, mark: Mark, codebook: Codebook, own: bool, width: int) -> MarkRow:
        """A row with its lines wrapped to a width in cells."""
        room = max(4, width - 3)
        lines = [("quote", line) for line in wrap(f"“{mark.quote}”", room, _QUOTE_LINES)]
        if mark.annotation.note:
            lines.extend(("note", line) for line in wrap(mark.annotation.note, room, _NOTE_LINES))
        lines.append(("", ""))
        first = cells_of(_STATES.get(mark.state, ""))
        tags = side_by_side(mark.annotation.tags, room, first)
        return cls(mark, codebook, own, tags, tuple(lines))

    @property
    def height(self) -> int:
        """Tags, quote, note and a blank line."""
        return len(self.tags) + len(self.lines)

    def paint(self, width: int, look: Look) -> list[list[Part]]:  # noqa: ARG002
        """All lines; see `RowList`."""
        painted: list[list[Part]] = [
            [(" ", look.text), *tag_parts(tags, self.codebook, look)] for tags in self.tags
        ]
        if not self.mark.annotation.tags:
            painted[0].append(("note", look.dim))
        state = _STATES.get(self.mark.state, "")
        painted[0].insert(1, (state, look.strong if self.mark.state is State.ORPHAN else look.dim))
        if not self.own:
            painted[-1].append((f"  {clip(self.mark.coder, 16)}", look.dim))
        for kind, text in self.lines:
            style = look.text if kind == "quote" else look.dim + Style(italic=True)
            painted.append([("   ", look.text), (text, style)])
        return painted


@dataclass(frozen=True, slots=True)
class TagRow:
    """A tag of the codebook: its key, colour, name and how often it is used."""

    tag: Tag
    key: str
    count: int
    ticked: bool | None = None
    """Whether it is chosen, where it can be."""
    describe: bool = False
    height: int = 1

    def paint(self, width: int, look: Look) -> list[list[Part]]:
        """One line; see `RowList`."""
        count = str(self.count) if self.count else ""
        tick = "" if self.ticked is None else "✓ " if self.ticked else "  "
        room = width - 5 - len(tick) - (len(count) + 1 if count else 0) - 1
        name = clip(self.tag.name, room)
        parts: list[Part] = [
            (" ", look.text),
            (tick, look.strong),
            (f"{self.key or ' '} ", look.dim),
            ("█ ", Style(color=self.tag.color)),
            (name, look.strong if self.ticked else look.text),
        ]
        left = room - cells_of(name)
        if self.describe and self.tag.description and left > 8:
            described = clip(self.tag.description, left - 3)
            parts.append((f"  {described}", look.dim))
            left -= 2 + cells_of(described)
        parts.append((" " * (max(0, left) + bool(count)), look.text))
        parts.append((count, look.dim))
        return [parts]


@dataclass(frozen=True, slots=True)
class NewTagRow:
    """The offer of a new tag in the picker."""

    name: str
    height: int = 1

    def paint(self, width: int, look: Look) -> list[list[Part]]:
        """One line; see `RowList`."""
        return [[(" + new tag ", look.dim), (clip(self.name, width - 11), look.strong)]]


def tag_parts(tags: tuple[str, ...], codebook: Codebook, look: Look) -> list[Part]:
    """Tags side by side, each behind a block of its colour."""
    parts: list[Part] = []
    for number, name in enumerate(tags):
        if number:
            parts.append(("  ", look.text))
        parts.append(("█ ", Style(color=codebook.entry(name).color)))
        parts.append((clip(name, _TAG_CELLS), look.text))
    return parts


def side_by_side(tags: Sequence[str], width: int, before: int = 0) -> tuple[tuple[str, ...], ...]:
    """The tags that fit on each line; one line at least.

    Args:
        tags: Their names.
        width: The cells of a line.
        before: The cells that are taken on the first.
    """
    lines: list[list[str]] = [[]]
    used = before
    for name in tags:
        size = 2 + cells_of(clip(name, _TAG_CELLS))
        if lines[-1] and used + 2 + size > width:
            lines.append([])
            used = 0
        used += size + (2 if lines[-1] else 0)
        lines[-1].append(name)
    return tuple(map(tuple, lines))
