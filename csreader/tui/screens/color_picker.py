"""Chooses a tag's colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.style import Style

from csreader.annotations import Codebook, StoreError, Tag
from csreader.annotations.tags.codebook import PALETTE, clean_color
from csreader.text.layout.widths import cells_of
from csreader.tui.paint import Part, clip
from csreader.tui.screens.filter_picker import FilterPicker
from csreader.tui.widgets.row_list import Look, Row

NAMES = (
    "sky blue",
    "orange",
    "green",
    "pink",
    "yellow",
    "vermilion",
    "violet",
    "pale green",
    "blue",
    "cyan",
    "crimson",
    "dark teal",
)
"""What the palette's colours are called, in its order."""


@dataclass(frozen=True, slots=True)
class ColorRow:
    """A colour: a swatch, its name, and which tags have it."""

    color: str
    name: str
    tags: tuple[str, ...]
    height: int = 1

    def paint(self, width: int, look: Look) -> list[list[Part]]:
        """One line; see `RowList`."""
        facts = ", ".join(self.tags)
        parts: list[Part] = [
            (" ", look.text),
            ("██████", Style(color=self.color)),
            ("  ", look.text),
            (self.name.ljust(11), look.text),
            (f" {self.color}  ", look.dim),
        ]
        room = width - sum(cells_of(text) for text, _ in parts) - 1
        return [[*parts, (clip(facts, room), look.dim)]]


class ColorPicker(FilterPicker[str]):
    """Gives a colour as #rrggbb: one of the palette, or one that is typed.

    Args:
        tag: Whose colour.
        codebook: Tells which colours are taken.
    """

    def __init__(self, tag: Tag, codebook: Codebook) -> None:
        super().__init__(f"Colour of “{tag.name}”", "a colour's name, or #rrggbb")
        self._tag = tag
        self._codebook = codebook

    def rows(self, typed: str) -> Sequence[Row]:
        """The colours that fit; what is typed itself where it is one."""
        wanted = typed.casefold()
        rows = [
            self._row(color, name)
            for color, name in zip(PALETTE, NAMES, strict=True)
            if wanted in name or wanted in color
        ]
        try:
            own = clean_color(typed if typed.startswith("#") else f"#{typed}")
        except StoreError:
            return rows
        return [row for row in rows if row.color == own] or [self._row(own, "as typed")]

    def _row(self, color: str, name: str) -> ColorRow:
        tags = tuple(tag.name for tag in self._codebook.tags if tag.color == color)
        return ColorRow(color, name, tags)

    def first(self, rows: Sequence[Row]) -> int:
        """The tag's own colour, else the first."""
        mine = (
            number
            for number, row in enumerate(rows)
            if isinstance(row, ColorRow) and row.color == self._tag.color
        )
        return next(mine, 0)

    def result(self, row: Row) -> str:
        """The row's colour."""
        assert isinstance(row, ColorRow)
        return row.color
