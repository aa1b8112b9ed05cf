"""Tables become one block: cells apart by a tab, rows by a newline.

A table that only lays a page out, told by blocks inside its cells, is read as the blocks
that it holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from csreader.text.builder import BREAK, Builder, collapse
from csreader.text.inline_styles import styled
from csreader.text.media import image_label
from csreader.text.model import BlockKind, DecorationKind, Style

_LAYOUT = (
    "table, ul, ol, dl, blockquote, pre, h1, h2, h3, h4, h5, h6, hr, p + p, div + div, br + br"
)
_SKIPPED = frozenset(
    "script style template iframe noembed noframes title head video audio object canvas".split()
)
LineOf = Callable[[Mapping[str, str | None]], int]


def is_layout(table: LexborNode) -> bool:
    """Whether a table's cells hold more than a line of text each."""
    return any(cell.css_first(_LAYOUT) is not None for cell in table.css("td, th"))


@dataclass(slots=True)
class _Table:
    """What is collected of a table."""

    rows: list[str] = field(default_factory=list)
    spans: list[tuple[int, int, Style]] = field(default_factory=list)
    align: tuple[str, ...] = ()
    head: int = 0
    images: list[tuple[str, str]] = field(default_factory=list)
    position: int = 0

    def add_row(self, cells: list[LexborNode], style: Style, *, in_head: bool) -> None:
        """One row's cells, each on one line."""
        parts: list[str] = []
        spans: list[tuple[int, int, Style]] = []
        position = self.position
        for cell in cells:
            runs: list[tuple[str, Style]] = []
            for text, inner, image in _runs(cell, styled(style, cell.tag or "", {})):
                if image:
                    self.images.append((text, image))
                else:
                    runs.append((" " if text == BREAK else text, inner))
            text, found, _ = collapse(runs)
            spans.extend((position + start, position + end, inner) for start, end, inner in found)
            parts.append(text)
            position += len(text) + 1
        if not self.rows and not any(parts):
            return
        if not self.rows:
            self.align = tuple(_align(cell) for cell in cells)
        if in_head or (not self.rows and all(cell.tag == "th" for cell in cells)):
            self.head = len(self.rows) + 1
        self.rows.append("\t".join(parts))
        self.spans.extend(spans)
        self.position = position


def read_table(
    table: LexborNode, builder: Builder, style: Style, line: int, line_of: LineOf
) -> None:
    """Gives a table's caption, its block and its images to a builder."""
    line = line_of(table.attributes) or line
    for child in _children(table):
        if child.tag == "caption":
            builder.begin_block(BlockKind.CAPTION, line)
            for text, inner, image in _runs(child, style):
                if image:
                    builder.add_decoration(DecorationKind.IMAGE, text, image)
                else:
                    builder.add(" " if text == BREAK else text, inner)
            builder.end_block()
    collected = _Table()
    for row, in_head in _rows(table):
        cells = [node for node in _children(row) if node.tag in ("td", "th")]
        if cells:
            collected.add_row(cells, style, in_head=in_head)
    builder.add_table(
        "\n".join(collected.rows), line, collected.align, collected.head, collected.spans
    )
    for label, target in collected.images:
        builder.add_decoration(DecorationKind.IMAGE, label, target)
        builder.end_block()


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.child
    while child is not None:
        if child.is_element_node:
            yield child
        child = child.next


def _rows(table: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    for child in _children(table):
        if child.tag == "tr":
            yield child, False
        elif child.tag in ("thead", "tbody", "tfoot"):
            for row in _children(child):
                if row.tag == "tr":
                    yield row, child.tag == "thead"


def _runs(cell: LexborNode, style: Style) -> Iterator[tuple[str, Style, str]]:
    """A cell's runs of text with their styles; an image gives its label and its address."""
    stack: list[tuple[LexborNode | None, Style]] = [(cell.child, style)]
    while stack:
        node, around = stack.pop()
        if node is None:
            continue
        stack.append((node.next, around))
        if node.is_text_node:
            yield (node.text_content or "").replace(BREAK, "\ufffd"), around, ""
        elif node.tag == "br":
            yield BREAK, around, ""
        elif node.tag == "img":
            yield image_label(node.attributes), around, node.attributes.get("src") or "?"
        elif node.is_element_node and node.tag not in _SKIPPED:
            if node.tag in ("p", "div"):
                yield " ", around, ""
            stack.append((node.child, styled(around, node.tag or "", node.attributes)))


def _align(cell: LexborNode) -> str:
    attributes = cell.attributes
    declared = (attributes.get("style") or "").replace(" ", "").lower()
    for side in ("left", "right", "center"):
        if f"text-align:{side}" in declared or attributes.get("align") == side:
            return side
    return ""
