"""Layout: a reading text as painted lines of a width, and the way from offsets to cells and back.

What each line holds is counted at once, its pieces are made when they are asked for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import overload

from csreader.text.layout.arrange import arrange
from csreader.text.layout.lines import Line, Piece, Role
from csreader.text.layout.rows import Rows
from csreader.text.model import ReadingText
from csreader.text.stops import nearest_stop, previous_stop

__all__ = ["Layout", "Line", "Piece", "Role", "lay_out"]


def lay_out(reading: ReadingText, width: int) -> Layout:
    """The reading text as lines of at most so many cells.

    No line is wider but for white space that hangs over its end, and where the width is
    less than a single cluster needs. A width below 1 is taken as 1.
    """
    width = max(1, width)
    return Layout(reading, width, arrange(reading, width))


class Layout:
    """The painted lines of a reading text. It never changes.

    Lines are numbered from 0, cells from the line's left edge. Each offset of a block
    is on exactly one line; what stands between two blocks counts to the first one's
    last line.
    """

    def __init__(
        self, reading: ReadingText, width: int, sections: Iterable[tuple[int, Rows]]
    ) -> None:
        self.reading = reading
        self.width = width
        self._rows: list[Rows] = []
        self._firsts: list[int] = []
        self._of_block: list[int] = []
        self.height = 0
        """How many lines there are."""
        for block, rows in sections:
            if block >= 0:
                self._of_block.append(len(self._rows))
            self._rows.append(rows)
            self._firsts.append(self.height)
            self.height += len(rows.starts)
        self.lines: Sequence[Line] = _Lines(self._rows, self._firsts, self.height)
        """All lines, each made when it is first asked for."""

    def line_of(self, offset: int) -> int:
        """The number of the line that an offset is on."""
        block = bisect_right(self.reading.block_starts, offset) - 1
        if not self._of_block:
            return 0
        section = self._of_block[max(0, block)]
        within = min(offset, self.reading.blocks[max(0, block)].end)
        return self._firsts[section] + max(0, bisect_right(self._rows[section].starts, within) - 1)

    def lines_of(self, start: int, end: int) -> range:
        """The numbers of the lines that a range of the text is on, and those between them."""
        return range(self.line_of(start), self.line_of(max(start, end - 1)) + 1)

    def position(self, offset: int) -> tuple[int, int]:
        """The line and the cell at which the cluster of an offset begins.

        The cell is the one after the line's text for an offset that is past it, such as
        that of a newline, and that of what follows for a cluster without cells.
        """
        if not self._of_block:
            return 0, 0
        number = self.line_of(offset)
        return number, self.lines[number].cell_of(offset)

    def offset_at(self, line: int, cell: int) -> int:
        """The start of the cluster at a cell of a line, both clamped.

        Each cell of a wide cluster gives its start, decoration what follows it on the
        line, and a line that shows no text the character nearest to it.
        """
        if not self.height:
            return 0
        there = self.lines[max(0, min(line, self.height - 1))]
        found = there.offset_at(cell)
        if found is not None:
            return found
        if there.block >= 0 and there.start == there.end:
            before = previous_stop(self.reading, there.start)
            return nearest_stop(self.reading, there.start) if before is None else before
        return nearest_stop(self.reading, there.start)


class _Lines(Sequence[Line]):
    """The lines of all rows, each made once."""

    def __init__(self, rows: Sequence[Rows], firsts: Sequence[int], count: int) -> None:
        self._rows = rows
        self._firsts = firsts
        self._count = count
        self._made: dict[int, Line] = {}

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> Line: ...
    @overload
    def __getitem__(self, index: slice) -> list[Line]: ...
    def __getitem__(self, index: int | slice) -> Line | list[Line]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(self._count))]
        line = self._made.get(index)
        if line is not None:
            return line
        number = index + self._count if index < 0 else index
        if not 0 <= number < self._count:
            raise IndexError(index)
        section = bisect_right(self._firsts, number) - 1
        line = self._rows[section].line(number - self._firsts[section])
        self._made[number] = line
        return line
