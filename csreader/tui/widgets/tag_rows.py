"""The rows of the codebook's tree, and the line of its keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.style import Style

from csreader.annotations import Codebook
from csreader.annotations.tags.codebook_tree import Node
from csreader.text.layout.widths import cells_of
from csreader.tui.commands import Scope, key_name, of_scope
from csreader.tui.paint import Part, clip, wrap
from csreader.tui.widgets.bars import PaintedLines
from csreader.tui.widgets.row_list import Look

_INDENT = 2
_DEEPEST = 8
"""The level below which names are not set in any further."""
_MOST_NAME = 0.5
"""How much of a line names may take where there are descriptions."""


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A tag in the tree: its key, colour, name, description and on how many passages it is."""

    node: Node
    digit: str
    """The digit key, its own or by its place."""
    count: int
    name_cells: int
    """The width of the column of names."""
    full: bool = False
    """Whether the whole path shows: in a filtered list."""
    height: int = 1

    @property
    def indent(self) -> int:
        """The cells before the colour."""
        return 0 if self.full else _INDENT * min(self.node.depth, _DEEPEST)

    @property
    def shown(self) -> str:
        """The name as it shows."""
        return self.node.name if self.full else self.node.level

    def paint(self, width: int, look: Look) -> list[list[Part]]:
        """One line; see `RowList`."""
        tag = self.node.tag
        own = tag.shortcut if tag is not None else ""
        letter = own if own.isalpha() else ""
        digit_style = look.strong if own and own == self.digit else look.dim
        count = f"{self.count:,}" if self.count else "·" if tag is not None else ""
        room = max(4, width - 6 - self.indent - cells_of(count) - 1)
        column = max(4, min(room, self.name_cells - self.indent))
        name = clip(self.shown, column)
        parts: list[Part] = [
            (" ", look.text),
            (self.digit or " ", digit_style),
            (letter or " ", look.strong),
            (" " * (1 + self.indent), look.text),
            ("█ ", Style(color=tag.color)) if tag is not None else ("▾ ", look.dim),
            (name, look.text if tag is not None else look.dim),
        ]
        left = room - cells_of(name)
        described = " ".join(tag.description.split()) if tag is not None else ""
        if tag is not None and not tag.listed:
            described = "used, but in no codebook"
        gap = column - cells_of(name) + 2
        if described and left - gap > 8:
            described = clip(described, left - gap - 1)
            parts.append((" " * gap + described, look.dim))
            left -= gap + cells_of(described)
        parts.append((" " * (max(0, left) + 1), look.text))
        parts.append((count, look.dim))
        return [parts]


def node_rows(
    nodes: Sequence[Node], codebook: Codebook, counts: dict[str, int], width: int, *, full: bool
) -> list[NodeRow]:
    """A row for each node, their names in one column."""
    digits = {tag.name: str(number) for number, tag in codebook.keys.items()}
    rows = [
        NodeRow(one, digits.get(one.name, ""), counts.get(one.name, 0), 0, full) for one in nodes
    ]
    longest = max((row.indent + cells_of(row.shown) for row in rows), default=0)
    column = min(longest, int(width * _MOST_NAME))
    if not any(one.tag and one.tag.description for one in nodes):
        column = longest
    return [NodeRow(r.node, r.digit, r.count, column, full) for r in rows]


class TagFoot(PaintedLines):
    """What happened last; else the whole description of the tag under the cursor."""

    DEFAULT_CSS = """
    TagFoot { height: 2; padding: 0 1; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._message = ""
        self._warning = False
        self._description = ""

    def say(self, message: str, *, warning: bool = False) -> None:
        """Show a message."""
        self._message, self._warning = message, warning
        self.refresh()

    def describe(self, description: str) -> None:
        """Show a description where there is no message."""
        if description != self._description:
            self._description = description
            self.refresh()

    def lines(self, width: int, look: Look) -> list[list[Part]]:
        """Two lines."""
        style = look.strong if self._warning else look.text if self._message else look.dim
        return [[(line, style)] for line in wrap(self._message or self._description, width, 2)]


class ScopeKeys(PaintedLines):
    """The keys of a screen, from its commands; help and close are always there.

    Args:
        scope: Whose commands.
    """

    DEFAULT_CSS = """
    ScopeKeys { height: 1; padding: 0 1; background: $foreground 8%; }
    """

    def __init__(self, scope: Scope, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._scope = scope

    def lines(self, width: int, look: Look) -> list[list[Part]]:
        """One line: the keys that fit, then help and how to leave."""
        key = self.get_component_rich_style("bar--key", partial=True)
        known = {one.id.partition(".")[2]: one for one in of_scope(self._scope)}
        last = [known.pop(name) for name in ("help", "close") if name in known]
        ending: list[Part] = []
        for one in last:
            label = one.label.partition(" ")[0]
            ending.extend(
                [("  ", look.text), (key_name(one.keys[0]), key), (f" {label}", look.dim)]
            )
        room = width - sum(cells_of(text) for text, _ in ending)
        parts: list[Part] = []
        for one in known.values():
            name = key_name(one.keys[0])
            size = cells_of(name) + 1 + cells_of(one.label) + (2 if parts else 0)
            if not one.footer or size > room:
                continue
            if parts:
                parts.append(("  ", look.text))
            parts.extend([(name, key), (f" {one.label}", look.dim)])
            room -= size
        return [[*parts, (" " * max(0, room), look.text), *ending]]
