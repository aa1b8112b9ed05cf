"""Painted lines: what a layout gives, and how cells and offsets meet within a line."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from csreader.text.clusters import cell_width, cluster_starts, is_narrow
from csreader.text.layout.widths import cells_of


class Role(StrEnum):
    """What a piece of a line is."""

    TEXT = "text"
    BAR = "bar"
    """A quotation's bar."""
    MARKER = "marker"
    """A list item's bullet or number."""
    RULE = "rule"
    IMAGE = "image"
    """The placeholder of an image, a medium or a checkbox."""
    PADDING = "padding"
    """Blanks of an indent, and what stands between a table's columns."""
    LABEL = "label"
    """A column's head, painted before a cell where a table is too wide for columns."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a line that is painted alike.

    A text piece has one painted character for each offset, so that it can be sliced by
    offsets, but for a tab (one offset, painted as blanks) and for a newline or a table's
    separator (one offset, nothing painted), each of which is a piece of its own.
    """

    text: str
    """As painted: tabs expanded, controls and bidi overrides replaced."""
    start: int
    end: int
    """Offsets; equal where the piece is decoration."""
    cell: int
    """The cell of the line that it begins at."""
    cells: int
    """The cells that it takes."""
    role: Role = Role.TEXT

    def cell_of(self, offset: int) -> int:
        """The cell of the line at which the cluster of an offset begins.

        An offset without cells of its own has the cell of what follows it.
        """
        inside = offset - self.start
        if inside <= 0 or not self.cells or len(self.text) != self.end - self.start:
            return self.cell if inside <= 0 or offset < self.end else self.cell + self.cells
        if is_narrow(self.text):
            return self.cell + min(inside, self.cells)
        bounds = [*cluster_starts(self.text), len(self.text)]
        return self.cell + sum(
            cell_width(self.text[start:end]) for start, end in pairwise(bounds) if end <= inside
        )

    def offset_at(self, cell: int) -> int:
        """The start of the cluster painted at a cell of the line, clamped to the piece."""
        inside = max(0, min(cell - self.cell, self.cells - 1))
        if len(self.text) != self.end - self.start:
            return self.start
        if is_narrow(self.text):
            return self.start + inside
        bounds = [*cluster_starts(self.text), len(self.text)]
        right = 0
        for start, end in pairwise(bounds):
            right += cell_width(self.text[start:end])
            if right > inside:
                return self.start + start
        return self.start

    def cut(self, start: int, end: int) -> Piece:
        """The part of a text piece between two offsets that no cluster reaches over.

        What lies outside the piece is left out, so that the part may be empty.
        """
        start, end = max(start, self.start), min(end, self.end)
        if (start, end) == (self.start, self.end) or self.role is not Role.TEXT:
            return self
        cell = self.cell_of(start)
        if start >= end:
            return Piece("", start, start, cell, 0, self.role)
        text = self.text[start - self.start : end - self.start]
        return Piece(text, start, end, cell, cells_of(text), self.role)


@dataclass(frozen=True, slots=True)
class Line:
    """A painted line. Its text pieces follow each other without a gap from start to end."""

    start: int
    end: int
    """Offsets of the text on it; equal where it has none."""
    block: int
    """Index of the block whose text it shows; -1 where it is blank or decoration only."""
    pieces: tuple[Piece, ...] = ()

    def cell_of(self, offset: int) -> int:
        """The cell at which the cluster of an offset begins, or that after the line's text."""
        cell = 0
        for piece in self.pieces:
            if piece.role is Role.TEXT:
                if offset < piece.end:
                    return piece.cell_of(offset)
                cell = piece.cell + piece.cells
            elif piece.start == piece.end == self.start and self.start == self.end:
                cell = piece.cell + piece.cells
        return cell

    def offset_at(self, cell: int) -> int | None:
        """The start of the cluster painted at a cell, clamped to the line's text.

        Decoration counts as the text after it, or as the last of the line; None where
        the line shows no text.
        """
        last: Piece | None = None
        for piece in self.pieces:
            if piece.role is Role.TEXT and piece.cells:
                if cell < piece.cell + piece.cells:
                    return piece.offset_at(cell)
                last = piece
        return None if last is None else last.offset_at(last.cell + last.cells - 1)
