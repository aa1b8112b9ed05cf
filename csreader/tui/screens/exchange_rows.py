"""The rows of the dialogs that export and import."""

from __future__ import annotations

from dataclasses import dataclass

from csreader.exchange.interface import Format
from csreader.text.layout.widths import cells_of
from csreader.tui.importing import Coming
from csreader.tui.paint import Part, clip
from csreader.tui.widgets.row_list import Look

_NAMES = 19
"""The cells that formats' names take."""


def room_for_description(width: int) -> int:
    """The cells for what a format is, in a row of so many."""
    return width - _NAMES - 2


@dataclass(frozen=True, slots=True)
class FormatRow:
    """A format that is written."""

    format: Format
    height: int = 1

    def paint(self, width: int, look: Look) -> list[list[Part]]:
        """The name and what it is; see `RowList`."""
        name = clip(self.format.name, _NAMES - 2)
        name += " " * (_NAMES - cells_of(name))
        described = clip(self.format.description, room_for_description(width))
        return [[(" ", look.text), (name, look.strong), (described, look.text)]]


@dataclass(frozen=True, slots=True)
class FileLine:
    """A line of the file that would be written."""

    text: str
    height: int = 1

    def paint(self, width: int, look: Look) -> list[list[Part]]:
        """A line of the file; see `RowList`."""
        return [[(" ", look.text), (clip(self.text, width - 2), look.text)]]


@dataclass(frozen=True, slots=True)
class Told:
    """Something that would be done, or cannot be."""

    lines: tuple[str, ...]
    is_strong: bool = False

    @property
    def height(self) -> int:
        """As many lines as it takes."""
        return len(self.lines)

    def paint(self, width: int, look: Look) -> list[list[Part]]:
        """See `RowList`."""
        style = look.strong if self.is_strong else look.text
        return [[(" ", look.text), (clip(line, width - 2), style)] for line in self.lines]


@dataclass(frozen=True, slots=True)
class MarkRow:
    """A mark that comes: its words, and below them its tags and its post."""

    coming: Coming
    height: int = 2

    def paint(self, width: int, look: Look) -> list[list[Part]]:
        """See `RowList`."""
        one = self.coming
        tags = ", ".join(one.tags) or one.note
        where = one.post if one.is_placed else f"{one.post}, without a place"
        return [
            [("  ", look.text), (clip(f"“{one.quote}”", width - 4), look.text)],
            [("    ", look.text), (clip(f"{tags}  ·  {where}", width - 6), look.dim)],
        ]
