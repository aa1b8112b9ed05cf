"""Tables become one block: cells apart by a tab, rows by a newline.

That is for tables whose cells hold a line of text each. A table that only lays a page out,
told by lists, several paragraphs or the like in its cells, is read as the blocks it holds.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from csreader.text.html.builder import Builder
from csreader.text.html.tree import attributes_of
from csreader.text.html.whitespace import PLAIN, Styled, collapse
from csreader.text.model import BlockKind, Decoration

_CELLS = frozenset(("td", "th"))
_SIDES = ("left", "right", "center")


@dataclass(slots=True)
class Grid:
    """A table that is being read; its cells' text is collected as the builder's runs."""

    builder: Builder
    line: int = 0
    rows: list[str] = field(default_factory=list)
    spans: list[Styled] = field(default_factory=list)
    marks: list[tuple[int, Decoration]] = field(default_factory=list)
    align: list[str] = field(default_factory=list)
    head: int = 0
    in_head: bool = False
    cells: list[str] = field(default_factory=list)
    """Of the row that is being read."""
    all_heads: bool = True
    cell_start: int = 0
    """Where the next cell begins in the table's text."""
    row_start: int = 0
    row_spans: int = 0
    row_marks: int = 0

    def __post_init__(self) -> None:
        self.line = self.builder.line

    def enter(self, name: str, tag: str) -> None:
        """Begin a part of the table, or something within a cell."""
        if name == "thead":
            self.in_head = True
        elif name == "tr":
            self.cells, self.all_heads = [], True
            self.cell_start = self.row_start
            self.row_spans, self.row_marks = len(self.spans), len(self.marks)
        elif name in _CELLS:
            self.builder.runs.clear()
            if not self.rows:
                self.align.append(_align(tag))
            self.all_heads = self.all_heads and name == "th"
        else:
            self.builder.runs.append((" ", PLAIN))

    def leave(self, name: str) -> None:
        """End a part of the table, or something within a cell."""
        if name == "thead":
            self.in_head = False
        elif name == "tr":
            self._end_row()
        elif name in _CELLS:
            self._end_cell()
        else:
            self.builder.runs.append((" ", PLAIN))

    def finish(self) -> None:
        """Give the table to the builder."""
        builder = self.builder
        builder.runs.clear()
        builder.line = self.line
        builder.add_block(
            BlockKind.TABLE,
            "\n".join(self.rows),
            self.spans,
            self.marks,
            align=tuple(self.align),
            header_rows=self.head,
        )

    def _end_cell(self) -> None:
        builder = self.builder
        text, styled, places = collapse(builder.runs)
        start = self.cell_start
        self.cell_start += len(text) + 1
        self.cells.append(text)
        self.spans += ((start + begin, start + end, style) for begin, end, style in styled)
        for run, mark in builder.marks:
            place = places[run] if run < len(places) else len(text)
            self.marks.append((start + place, mark))
        builder.runs.clear()
        builder.marks.clear()

    def _end_row(self) -> None:
        """Keep a row, unless nothing stands in it."""
        if not any(self.cells):
            if not self.rows:
                self.align.clear()
            marks = self.marks[self.row_marks :]
            end = max(0, self.row_start - 1)
            self.marks[self.row_marks :] = [(end, mark) for _, mark in marks]
            return
        if self.in_head or (not self.rows and self.all_heads):
            self.head = len(self.rows) + 1
        row = "\t".join(self.cells)
        self.rows.append(row)
        self.row_start += len(row) + 1


def _align(tag: str) -> str:
    """How a cell's start tag aligns its text."""
    if " " not in tag:
        return ""
    attributes = attributes_of(tag)
    declared = attributes.get("style", "").replace(" ", "").lower()
    for side in _SIDES:
        if f"text-align:{side}" in declared or attributes.get("align", "").lower() == side:
            return side
    return ""
