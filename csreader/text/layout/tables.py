"""Lays out tables: in columns where they fit, else each row as a record of its cells."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from csreader.text.characters import one_line
from csreader.text.layout.flow import Flow, Insert
from csreader.text.layout.lines import Line, Piece, Role
from csreader.text.layout.prefixes import Part, Prefix
from csreader.text.layout.rows import FlowRows, Rows, decoration
from csreader.text.layout.widths import room_of
from csreader.text.layout.wrapping import wrap
from csreader.text.model import Block
from csreader.text.sentences import Range

GAP = " │ "
HANG = 2
"""The indent, in cells, of a record's lines that go on."""


def table_rows(
    flow: Flow, block: Block, index: int, prefix: Prefix, width: int, inserts: Sequence[Insert]
) -> Rows:
    """The lines of a table.

    Args:
        flow: The whole reading text.
        block: The table.
        index: The block's.
        prefix: What stands before each line.
        width: The cells of a line after the prefix.
        inserts: What is painted within the table; a table that has any is laid out as records.
    """
    rows = _cells(flow.painted, block)
    if not inserts:
        grid = _grid(flow, block, index, rows, prefix, width)
        if grid is not None:
            return grid
    return _records(flow, block, index, rows, prefix, width, inserts)


def _cells(text: str, block: Block) -> list[list[Range]]:
    """The ranges of the cells, row by row."""
    rows: list[list[Range]] = []
    at = block.start
    for row in text[block.start : block.end].split("\n"):
        cells: list[Range] = []
        for cell in row.split("\t"):
            cells.append((at, at + len(cell)))
            at += len(cell) + 1
        rows.append(cells)
    return rows


@dataclass(frozen=True, slots=True)
class GridRows:
    """A table in columns, a line each row, with a rule below its head."""

    flow: Flow
    index: int
    cells: Sequence[Sequence[Range]]
    widths: Sequence[int]
    align: Sequence[str]
    prefix: Prefix
    rule_at: int
    """The line that is the rule, or -1."""
    starts: Sequence[int]
    end: int

    def line(self, index: int) -> Line:
        """One of the lines."""
        offset = self.starts[index]
        if index == self.rule_at:
            rule = "─┼─".join("─" * width for width in self.widths)
            part = Part(rule, len(rule), Role.RULE)
            return Line(offset, offset, -1, decoration(self.prefix, offset, False, (part,)))
        end = self.starts[index + 1] if index + 1 < len(self.starts) else self.end
        row = self.cells[index - (0 <= self.rule_at < index)]
        pieces = self.prefix.pieces(offset, first=index == 0)
        cell = self.prefix.cells
        for column, (first, last) in enumerate(row):
            final = column + 1 == len(row)
            before, after = self._padding(column, first, last)
            if before:
                pieces.append(Piece(" " * before, first, first, cell, before, Role.PADDING))
                cell += before
            stop = end if final else row[column + 1][0]
            for piece in self.flow.pieces(first, stop, cell, 1, tabs=False):
                pieces.append(piece)
                cell += piece.cells
            if not final:
                gap = " " * after + GAP
                pieces.append(Piece(gap, stop, stop, cell, len(gap), Role.PADDING))
                cell += len(gap)
        return Line(offset, end, self.index, tuple(pieces))

    def _padding(self, column: int, start: int, end: int) -> tuple[int, int]:
        """The blanks before and after a cell's text."""
        spare = self.widths[column] - room_of(self.flow.painted[start:end])
        match self.align[column] if column < len(self.align) else "":
            case "right":
                return spare, 0
            case "center":
                return spare // 2, spare - spare // 2
            case _:
                return 0, spare


def _grid(
    flow: Flow,
    block: Block,
    index: int,
    rows: list[list[Range]],
    prefix: Prefix,
    width: int,
) -> GridRows | None:
    """The table in columns, or None where they do not fit."""
    widths = [0] * max(map(len, rows))
    for row in rows:
        for column, (start, end) in enumerate(row):
            widths[column] = max(widths[column], room_of(flow.painted[start:end]))
    if sum(widths) + len(GAP) * (len(widths) - 1) > width:
        return None
    starts = [row[0][0] for row in rows]
    rule_at = block.header_rows if 0 < block.header_rows < len(rows) else -1
    if rule_at >= 0:
        starts.insert(rule_at, starts[rule_at])
    return GridRows(flow, index, rows, widths, block.align, prefix, rule_at, starts, block.end)


def _records(
    flow: Flow,
    block: Block,
    index: int,
    rows: list[list[Range]],
    prefix: Prefix,
    width: int,
    inserts: Sequence[Insert],
) -> FlowRows:
    """The table with a line or more for each cell that shows something, after its label."""
    head = block.header_rows if 0 < block.header_rows < len(rows) else 0
    labels = [_label(flow.painted[start:end]) for start, end in rows[head - 1]] if head else []
    placed = [insert.offset for insert in inserts]
    records = [
        [
            (column, start, end)
            for column, (start, end) in enumerate(row)
            if start < end or placed[(at := bisect_left(placed, start)) : at + 1] == [start]
        ]
        for row in rows
    ]
    labelled = [
        Insert(start, labels[column], Role.LABEL)
        for record in records[head:]
        for column, start, _ in record
        if column < len(labels) and labels[column]
    ]
    # A label stands before what else is painted at the cell's start: sorting keeps the order.
    every = sorted([*labelled, *inserts], key=lambda insert: insert.offset)
    inner = Flow.with_inserts(flow.source, block.start, block.end, every)
    # A label begins a line and ends with a blank: only what else is painted divides words.
    joints = [
        joint
        for insert, start, end in zip(every, inner.starts, inner.ends, strict=True)
        if insert.role is not Role.LABEL
        for joint in (start, end)
    ]
    rule = Part("─" * width, width, Role.RULE)
    hang = HANG if width >= 6 * HANG else 0

    positions: list[int] = []
    hangs: dict[int, int] = {}
    blanks: dict[int, tuple[Part, ...]] = {}
    for number, (row, record) in enumerate(zip(rows, records, strict=True)):
        start = inner.position_before(row[0][0])
        if number > head or 0 < number == head:
            blanks[len(positions)] = (rule,) if number == head else ()
            positions.append(start)
        for _, first, last in record:
            # The separators of empty cells belong to the line before, or to the row's first.
            start = start if first == record[0][1] else inner.position_before(first)
            end = inner.position_before(last + 1) if last < block.end else len(inner.source)
            end -= last < block.end
            within = joints[bisect_right(joints, start) : bisect_left(joints, end)]
            lines = wrap(inner.painted, start, end, width, hang=hang, tabs=False, joints=within)
            hangs.update((len(positions) + more, hang) for more in range(1, len(lines)))
            positions += lines
        if not record:
            positions.append(start)
    return FlowRows.make(
        inner,
        index,
        positions,
        len(inner.source),
        prefix,
        width,
        hangs=hangs,
        blanks=blanks,
        tabs=False,
    )


def _label(head: str) -> str:
    text = one_line(head).strip().removesuffix(":")
    return f"{text}: " if text else ""
