"""A post's text as HTML, block by block, in the quotations, lists and definitions around it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from csreader.exchange.report.inline import Inline
from csreader.exchange.report.markup import line
from csreader.text.model import (
    Block,
    BlockKind,
    Container,
    ContainerKind,
    Decoration,
    DecorationKind,
    ReadingText,
)

_HIGHEST = 4
"""The level of a story's first heading in the page: its title has the one above."""
_LOWEST = 6
_NUMBERED = re.compile(r"\w")


class Blocks:
    """Writes one post's blocks.

    Args:
        reading: The text.
        inline: Writes what is in them.
        title: The post's, which a heading with the same words need not repeat.
    """

    def __init__(self, reading: ReadingText, inline: Inline, title: str) -> None:
        self._reading = reading
        self._inline = inline
        self._title = " ".join(title.split())
        self._open: list[Container] = []
        self._marked: set[int] = set()
        """The items whose bullet or number is written."""
        self._levels: list[int] = []

    def written(self) -> Iterator[str]:
        """The HTML, in parts."""
        text = self._reading.text
        blocks = self._reading.blocks
        if not blocks and text:
            blocks = (Block(BlockKind.PARAGRAPH, 0, len(text), 1),)
        standing = [one for one in self._reading.decorations if not one.inline]
        at = 0
        for number, block in enumerate(blocks):
            while at < len(standing) and standing[at].before <= number:
                yield self._standing(standing[at])
                at += 1
            if number == 0 and self._is_title(block):
                continue
            yield self._into(block.containers)
            yield self._block(block)
        for one in standing[at:]:
            yield self._standing(one)
        yield self._into(())

    def _is_title(self, block: Block) -> bool:
        words = " ".join(self._reading.text[block.start : block.end].split())
        is_one = block.kind is BlockKind.HEADING and words == self._title
        return is_one and not self._inline.is_marked(block.start, block.end)

    def _standing(self, one: Decoration) -> str:
        shown = "<hr>"
        if one.kind is not DecorationKind.RULE:
            shown = f'<p class="decoration">{line(one.label)}</p>'
        return self._into(one.containers) + self._bullet() + shown + "\n"

    def _block(self, block: Block) -> str:
        if block.kind is BlockKind.TABLE:
            return self._bullet() + self._table(block)
        words = self._bullet() + self._inline.written(block.start, block.end)
        if block.kind is BlockKind.HEADING:
            level = self._heading(block.level)
            return f'<h{level} dir="auto">{words}</h{level}>\n'
        if block.kind is BlockKind.CODE:
            return f"<pre><code>{words}</code></pre>\n"
        plain = block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM)
        name = "" if plain else f' class="{block.kind.value}"'
        return f'<p dir="auto"{name}>{words}</p>\n'

    def _heading(self, level: int) -> int:
        """A heading's level in the page, where none is left out from one to the next."""
        while self._levels and self._levels[-1] >= level:
            self._levels.pop()
        self._levels.append(level)
        return min(_HIGHEST + len(self._levels) - 1, _LOWEST)

    def _table(self, block: Block) -> str:
        rows = []
        start = block.start
        for number, row in enumerate(self._reading.text[block.start : block.end].split("\n")):
            head = number < block.header_rows
            cells = []
            for column, cell in enumerate(row.split("\t")):
                align = block.align[column] if column < len(block.align) else ""
                opened = "th scope=col" if head else "td"
                opened += f' class="{align}"' if align else ""
                words = self._inline.written(start, start + len(cell))
                cells.append(f'<{opened} dir="auto">{words}</{"th" if head else "td"}>')
                start += len(cell) + 1
            rows.append(f"<tr>{''.join(cells)}</tr>\n")
        # It may be wider than the page, and is moved by key then.
        return (
            '<div class="wide" tabindex="0" role="group" aria-label="Table">'
            f"<table>\n{''.join(rows)}</table></div>\n"
        )

    def _into(self, wanted: tuple[Container, ...]) -> str:
        """Ends and begins what stands around blocks, so that some containers are open."""
        same = 0
        for one, other in zip(self._open, wanted, strict=False):
            if one.id != other.id:
                break
            same += 1
        following = wanted[same] if same < len(wanted) else None
        ended, goes_on = [], False
        for depth in range(len(self._open) - 1, same - 1, -1):
            one = self._open.pop()
            goes_on = depth == same and following is not None and _same_list(one, following)
            ended.append(_end(one, goes_on=goes_on))
        begun = []
        for one in wanted[same:]:
            begun.append(_begin(one, goes_on=goes_on and one is following))
            self._open.append(one)
        return "".join((*ended, *begun))

    def _bullet(self) -> str:
        """The bullet or number of an item whose first block is written now."""
        parts = []
        for one in self._open:
            if one.kind is ContainerKind.ITEM and one.id not in self._marked:
                self._marked.add(one.id)
                hidden = "" if _is_numbered(one) else ' aria-hidden="true"'
                parts.append(f'<span class="marker"{hidden}>{line(one.marker)} </span>')
        return "".join(parts)


def _is_numbered(one: Container) -> bool:
    return _NUMBERED.search(one.marker) is not None


def _same_list(one: Container, other: Container) -> bool:
    both = one.kind is other.kind is ContainerKind.ITEM
    return both and _is_numbered(one) == _is_numbered(other)


def _list_of(one: Container) -> str:
    return "ol" if _is_numbered(one) else "ul"


def _begin(one: Container, *, goes_on: bool) -> str:
    if one.kind is ContainerKind.ITEM:
        return "<li>" if goes_on else f'<{_list_of(one)} role="list"><li>'
    return "<blockquote>\n" if one.kind is ContainerKind.QUOTE else '<div class="indent">\n'


def _end(one: Container, *, goes_on: bool) -> str:
    if one.kind is ContainerKind.ITEM:
        return "</li>\n" if goes_on else f"</li></{_list_of(one)}>\n"
    return "</blockquote>\n" if one.kind is ContainerKind.QUOTE else "</div>\n"
