"""Text on its way to the screen: as it is painted, with what is painted within it.

Layout wraps a flow. Its positions are those of the reading text until something that is
no text (an image's placeholder, a column's label) is put into it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import attrgetter

from csreader.text.characters import screen_text
from csreader.text.clusters import is_narrow
from csreader.text.layout.lines import Piece, Role
from csreader.text.layout.widths import cells_of, tab_cells

# What is painted as another character, which joins with others where this one does not.
_APART = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")

_offset = attrgetter("offset")


@dataclass(frozen=True, slots=True)
class Insert:
    """Something painted within a text, at an offset between two clusters."""

    offset: int
    text: str
    role: Role


@dataclass(frozen=True, slots=True)
class Flow:
    """A text to wrap, and how its positions become offsets."""

    source: str
    painted: str
    """As long as the source."""
    base: int = 0
    """The offset of the first character that is no insert's."""
    inserts: tuple[Insert, ...] = ()
    starts: tuple[int, ...] = ()
    """The positions at which the inserts begin."""
    ends: tuple[int, ...] = ()
    """The positions at which the inserts end."""

    @classmethod
    def of(cls, text: str) -> Flow:
        """A whole reading text."""
        return cls(text, screen_text(text))

    @classmethod
    def with_inserts(cls, text: str, start: int, end: int, inserts: Sequence[Insert]) -> Flow:
        """A part of a reading text with inserts, which are sorted by offset and within it."""
        parts: list[str] = []
        ends = list(accumulate(len(insert.text) for insert in inserts))
        done = start
        for index, insert in enumerate(inserts):
            parts += (text[done : insert.offset], insert.text)
            ends[index] += insert.offset - start
            done = insert.offset
        source = "".join([*parts, text[done:end]])
        starts = tuple(end - len(insert.text) for end, insert in zip(ends, inserts, strict=True))
        return cls(source, screen_text(source), start, tuple(inserts), starts, tuple(ends))

    @property
    def joints(self) -> list[int]:
        """The positions at which inserts begin and end, sorted."""
        return sorted({*self.starts, *self.ends})

    def position_before(self, offset: int) -> int:
        """The position of an offset, before what is inserted there."""
        index = bisect_left(self.inserts, offset, key=_offset) - 1
        if index < 0:
            return offset - self.base
        return self.ends[index] + offset - self.inserts[index].offset

    def offset_of(self, position: int) -> int:
        """The offset of a position; within an insert, that of the character after it."""
        index = bisect_right(self.starts, position) - 1
        if index < 0:
            return self.base + position
        return self.inserts[index].offset + max(0, position - self.ends[index])

    def pieces(
        self, start: int, end: int, cell: int, width: int, *, tabs: bool = True
    ) -> list[Piece]:
        """The pieces of a line that shows the flow from a position to another.

        Args:
            start: A position.
            end: A position.
            cell: The cell of the line that the first piece begins at; tabs count from it.
            width: The cells of such a line, which no tab takes more than.
            tabs: Whether a tab takes cells.
        """
        made: list[Piece] = []
        left = cell
        index = bisect_right(self.ends, start)
        while start < end:
            if index < len(self.starts) and self.starts[index] <= start:
                stop = min(end, self.ends[index])
                text = self.painted[start:stop]
                offset = self.offset_of(start)
                role = self.inserts[index].role
                made.append(Piece(text, offset, offset, cell, cells_of(text), role))
                index += 1
            else:
                stop = min(end, self.starts[index]) if index < len(self.starts) else end
                made += self._text(start, stop, cell, left, width if tabs else 0)
            cell = made[-1].cell + made[-1].cells
            start = stop
        return made

    def _text(self, start: int, end: int, cell: int, left: int, tab_width: int) -> list[Piece]:
        offset = self.offset_of(start)
        text = self.painted[start:end]
        newline = text.endswith("\n")
        if is_narrow(text[:-1] if newline else text):
            if not newline:
                return [Piece(text, offset, offset + len(text), cell, len(text))]
            last = offset + len(text)
            after = cell + len(text) - 1
            line = [Piece(text[:-1], offset, last - 1, cell, len(text) - 1)] if text[:-1] else []
            return [*line, Piece("", last - 1, last, after, 0)]
        made: list[Piece] = []
        done = start
        for match in _APART.finditer(self.source, start, end):
            at = match.start()
            cell = self._run(made, done, at, cell)
            offset = self.offset_of(at)
            painted = self.painted[at]
            if painted == "\n" or (painted == "\t" and not tab_width):
                painted = ""
            elif painted == "\t":
                painted = " " * tab_cells(cell - left, tab_width)
            made.append(Piece(painted, offset, offset + 1, cell, len(painted)))
            cell += len(painted)
            done = at + 1
        self._run(made, done, end, cell)
        return made

    def _run(self, made: list[Piece], start: int, end: int, cell: int) -> int:
        if start == end:
            return cell
        text = self.painted[start:end]
        offset = self.offset_of(start)
        cells = cells_of(text)
        made.append(Piece(text, offset, offset + len(text), cell, cells))
        return cell + cells
