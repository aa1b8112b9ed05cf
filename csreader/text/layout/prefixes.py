"""What stands before a block's lines: the bars, markers and indents of its containers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from csreader.text.characters import one_line
from csreader.text.layout.lines import Piece, Role
from csreader.text.layout.widths import cells_of, room_of
from csreader.text.model import Container, ContainerKind

BAR = "▎ "
INDENT = "  "


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a prefix, wherever the line is."""

    text: str
    cells: int
    role: Role


@dataclass(frozen=True, slots=True)
class Prefix:
    """What stands before the lines of one block."""

    first: tuple[Part, ...] = ()
    """Before its first line."""
    rest: tuple[Part, ...] = ()
    """Before the others. Takes as many cells."""
    cells: int = 0
    room: int = 0
    """The cells to keep free for it (`wrapping.room_of`)."""

    def pieces(self, offset: int, *, first: bool) -> list[Piece]:
        """The pieces of a line whose text begins at an offset."""
        made: list[Piece] = []
        cell = 0
        for part in self.first if first else self.rest:
            made.append(Piece(part.text, offset, offset, cell, part.cells, part.role))
            cell += part.cells
        return made


def prefix_of(containers: Sequence[Container], shared: int, room: int) -> Prefix:
    """The prefix of a block.

    Args:
        containers: The block's, from the outermost in.
        shared: How many of them the block before stands in as well: the markers of the
            others are painted.
        room: The most cells for it. Where they do not suffice, the innermost containers
            that fit are shown.
    """
    first: list[Part] = []
    rest: list[Part] = []
    taken = 0
    for index in range(len(containers) - 1, -1, -1):
        marked, plain, needed = _parts(containers[index], new=index >= shared)
        if taken + needed > room:
            break
        taken += needed
        first.append(marked)
        rest.append(plain)
    cells = sum(part.cells for part in rest)
    return Prefix(tuple(reversed(first)), tuple(reversed(rest)), cells, taken)


def shared_containers(one: Sequence[Container], other: Sequence[Container]) -> int:
    """How many containers, from the outermost in, two blocks have in common."""
    if one is other:
        return len(one)
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine.id != theirs.id:
            break
        count += 1
    return count


def _parts(container: Container, *, new: bool) -> tuple[Part, Part, int]:
    if container.kind is ContainerKind.QUOTE:
        bar = Part(BAR, cells_of(BAR), Role.BAR)
        return bar, bar, bar.cells
    marker = one_line(container.marker) if container.kind is ContainerKind.ITEM else ""
    if not marker:
        indent = Part(INDENT, len(INDENT), Role.PADDING)
        return indent, indent, indent.cells
    marked = Part(f"{marker} ", cells_of(marker) + 1, Role.MARKER)
    plain = Part(" " * marked.cells, marked.cells, Role.PADDING)
    return marked if new else plain, plain, room_of(marked.text)
