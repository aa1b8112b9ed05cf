"""The lines of one block, or of what stands between blocks, made when they are asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from csreader.text.layout.flow import Flow
from csreader.text.layout.lines import Line, Piece, Role
from csreader.text.layout.prefixes import Part, Prefix
from csreader.text.layout.wrapping import wrap, wrap_hard

# The bullet or number of an indented line of a plain-text page, and the blanks around it.
_LISTED = re.compile(r"[ \t]+(?:[-*+•◦▪‣·–—]|\(?(?:\d{1,3}|[A-Za-z])[.)])[ \t]+(?=\S)")


class Rows(Protocol):
    """Some lines that follow each other."""

    @property
    def starts(self) -> Sequence[int]:
        """The offset that each line begins at, never falling."""

    def line(self, index: int) -> Line:
        """One of the lines."""


@dataclass(frozen=True, slots=True)
class BlankRows:
    """Lines without text: a blank line, a rule."""

    starts: Sequence[int]
    prefix: Prefix
    parts: tuple[Part, ...] = ()
    """What stands on each after the prefix."""

    def line(self, index: int) -> Line:
        """One of the lines."""
        offset = self.starts[index]
        return Line(offset, offset, -1, decoration(self.prefix, offset, index == 0, self.parts))


@dataclass(frozen=True, slots=True)
class FlowRows:
    """The wrapped lines of a flow."""

    flow: Flow
    block: int
    positions: Sequence[int]
    """Where the lines begin in the flow."""
    end: int
    """Where the last one ends."""
    prefix: Prefix
    width: int
    """The cells of a line after the prefix."""
    hangs: Mapping[int, int] = field(default_factory=dict)
    """By line, how many cells it is indented by."""
    blanks: Mapping[int, tuple[Part, ...]] = field(default_factory=dict)
    """By line, what stands on it instead of text."""
    tabs: bool = True
    starts: Sequence[int] = ()
    """The offsets of `positions`."""

    @classmethod
    def make(
        cls,
        flow: Flow,
        block: int,
        positions: Sequence[int],
        end: int,
        prefix: Prefix,
        width: int,
        *,
        hangs: Mapping[int, int] | None = None,
        blanks: Mapping[int, tuple[Part, ...]] | None = None,
        tabs: bool = True,
    ) -> FlowRows:
        """The rows, with the offsets that their lines begin at."""
        same = not flow.inserts and not flow.base
        starts = positions if same else [flow.offset_of(at) for at in positions]
        return cls(
            flow, block, positions, end, prefix, width, hangs or {}, blanks or {}, tabs, starts
        )

    def line(self, index: int) -> Line:
        """One of the lines."""
        offset = self.starts[index]
        if index in self.blanks:
            parts = self.blanks[index]
            return Line(offset, offset, -1, decoration(self.prefix, offset, index == 0, parts))
        start = self.positions[index]
        end = self.positions[index + 1] if index + 1 < len(self.positions) else self.end
        pieces = self.prefix.pieces(offset, first=index == 0)
        cell = self.prefix.cells
        if hang := self.hangs.get(index, 0):
            pieces.append(Piece(" " * hang, offset, offset, cell, hang, Role.PADDING))
            cell += hang
        pieces += self.flow.pieces(start, end, cell, self.width, tabs=self.tabs)
        return Line(offset, self.flow.offset_of(end), self.block, tuple(pieces))


def decoration(
    prefix: Prefix, offset: int, first: bool, parts: tuple[Part, ...]
) -> tuple[Piece, ...]:
    """The pieces of a line without text, its prefix without the blanks at its end."""
    pieces = prefix.pieces(offset, first=first)
    if not parts:
        while pieces and pieces[-1].role is Role.PADDING:
            pieces.pop()
    cell = prefix.cells
    for part in parts:
        pieces.append(Piece(part.text, offset, offset, cell, part.cells, part.role))
        cell += part.cells
    return tuple(pieces)


def wrapped(
    flow: Flow, block: int, start: int, end: int, prefix: Prefix, width: int, *, hard: bool = False
) -> FlowRows:
    """The lines of a flow from a position to another, in which newlines are kept.

    Args:
        flow: The text.
        block: The block's index, or -1.
        start: A position.
        end: A position.
        prefix: What stands before each line.
        width: The cells of a line after the prefix.
        hard: Whether lines break wherever they are full, as in code.
    """
    text = flow.painted
    joints = [at for at in flow.joints if start < at < end] if flow.starts else []
    positions: list[int] = []
    hangs: dict[int, int] = {}
    at = start
    while True:
        newline = text.find("\n", at, end)
        stop = end if newline < 0 else newline
        if hard and not joints:
            positions += wrap_hard(text, at, stop, width)
        else:
            hang = _hang(text, at, stop, width)
            within = [joint for joint in joints if at < joint < stop] if joints else joints
            lines = wrap(text, at, stop, width, hang=hang, joints=within)
            if hang:
                count = len(positions)
                hangs.update((count + more, hang) for more in range(1, len(lines)))
            positions += lines
        if newline < 0 or newline + 1 == end:
            break
        at = newline + 1
    return FlowRows.make(flow, block, positions, end, prefix, width, hangs=hangs)


def _hang(text: str, start: int, end: int, width: int) -> int:
    """The cells that the lines after the first are indented by."""
    if end - start <= width // 2 or text[start : start + 1] not in (" ", "\t"):
        return 0
    listed = _LISTED.match(text, start, end)
    if listed is None:
        return 0
    cells = len(listed.group().expandtabs(4))
    return cells if cells <= width // 2 else 0
