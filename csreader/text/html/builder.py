"""Collects blocks, spans and decorations while a tree is walked."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from csreader.text.characters import address, one_line
from csreader.text.clusters import snap
from csreader.text.html.whitespace import BREAK, PLAIN, SPACE, Run, Styled, collapse, verbatim
from csreader.text.model import (
    Block,
    BlockKind,
    Container,
    ContainerKind,
    Decoration,
    DecorationKind,
    ReadingText,
    Span,
)

DEEPEST_CONTAINERS = 48
"""Containers around a block that are told of; deeper ones only part their blocks."""

_IN_ITEM = frozenset((BlockKind.PARAGRAPH, BlockKind.ITEM))


@dataclass(slots=True)
class Builder:
    """Takes runs of text and the ends of blocks, and makes a `ReadingText`.

    Whoever walks a tree appends to `runs`, and sets what kind of block they belong to.
    The text of a list item that stands in no paragraph of its own is of kind ITEM, and so
    is the paragraph that an item begins with; its later paragraphs are PARAGRAPH.
    """

    runs: list[Run] = field(default_factory=list)
    """What is collected of the next block; always the same list."""
    marks: list[tuple[int, Decoration]] = field(default_factory=list)
    """Decorations among the runs, each with the number of the run it stands before."""
    names: list[tuple[int, str]] = field(default_factory=list)
    """What addresses call places among the runs, each with the number of the run behind it."""
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    line: int = 0
    """The line of the file that the next block begins on; 0 where that is not known."""
    preformatted: bool = False

    texts: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    decorations: list[Decoration] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)
    containers: tuple[Container, ...] = ()
    _hidden_depth: int = 0
    _position: int = 0
    """Where the last block ends."""
    _ids: int = 0
    _fresh_item: int = -1
    """The item that has no block yet."""

    def enter(self, kind: ContainerKind, marker: str = "") -> None:
        """A quotation, item or indentation begins."""
        self.flush()
        if len(self.containers) == DEEPEST_CONTAINERS:
            self._hidden_depth += 1
            return
        self.containers = (*self.containers, Container(kind, self._ids, marker))
        if kind is ContainerKind.ITEM:
            self._fresh_item = self._ids
        self._ids += 1

    def leave(self) -> None:
        """The innermost container ends."""
        self.flush()
        if self._hidden_depth:
            self._hidden_depth -= 1
        else:
            self.containers = self.containers[:-1]

    def add_break(self) -> None:
        """A `<br>`; outside preformatted text two or more in a row end the block."""
        if not self.preformatted:
            for text, _ in reversed(self.runs):
                if text == BREAK:
                    self.flush()
                    return
                if text.strip(SPACE):
                    break
            else:
                return
        self.runs.append((BREAK, PLAIN))

    def add_decoration(
        self, kind: DecorationKind, label: str, target: str = "", link: str = ""
    ) -> None:
        """An image or the like among the text."""
        decoration = Decoration(kind, 0, one_line(label), address(target), link, inline=True)
        self.marks.append((len(self.runs), decoration))

    def add_rule(self) -> None:
        """A line across the page."""
        self.flush()
        self._stand_alone(Decoration(DecorationKind.RULE, 0))

    def flush(self) -> None:
        """What was collected becomes a block; nothing comes of one without words."""
        runs, marks = self.runs, self.marks
        if not runs and not marks:
            return
        text, styled, places = (verbatim if self.preformatted else collapse)(runs)
        runs.clear()
        placed = [(places[run] if run < len(places) else len(text), mark) for run, mark in marks]
        marks.clear()
        if self.names:
            self.names = [
                (places[run] if run < len(places) else 0, name) for run, name in self.names
            ]
        self.add_block(BlockKind.CODE if self.preformatted else self.kind, text, styled, placed)

    def add_block(
        self,
        kind: BlockKind,
        text: str,
        styled: list[Styled],
        marks: list[tuple[int, Decoration]],
        *,
        align: tuple[str, ...] = (),
        header_rows: int = 0,
    ) -> None:
        """A block whose white space is as it will be, with decorations at places in it."""
        if not text or text.isspace():
            for _, decoration in marks:
                self._stand_alone(decoration)
            # What nothing stands behind names what comes next.
            self.names = [(0, name) for _, name in self.names]
            return
        containers = self.containers
        if kind in _IN_ITEM and containers:
            inner = containers[-1]
            if inner.kind is not ContainerKind.ITEM:
                kind = BlockKind.PARAGRAPH
            elif inner.id == self._fresh_item:
                kind = BlockKind.ITEM
        self._fresh_item = -1
        start = self._position + (2 if self.texts else 0)
        for place, mark in marks:
            if not text.isascii():
                place = snap(text, place, place)[0]
            self.decorations.append(
                replace(mark, at=start + place, before=len(self.blocks), containers=containers)
            )
        if styled:
            self._add_spans(text, start, styled)
        for place, name in self.names:
            self.anchors.setdefault(name, start + min(place, len(text) - 1))
        self.names.clear()
        self.texts.append(text)
        end = self._position = start + len(text)
        level = self.level if kind is BlockKind.HEADING else 0
        self.blocks.append(
            Block(kind, start, end, self.line, containers, level, align, header_rows)
        )
        self.line = 0

    def result(self, language: str) -> ReadingText:
        """All that was collected."""
        self.flush()
        return ReadingText(
            "\n\n".join(self.texts),
            tuple(self.blocks),
            tuple(self.spans),
            tuple(self.decorations),
            language=language,
            anchors=self.anchors,
        )

    def _add_spans(self, text: str, start: int, styled: list[Styled]) -> None:
        plain = text.isascii()
        for begin, end, style in styled:
            if not plain:
                # A combining character may stand in another element than its base.
                begin, end = snap(text, begin, begin)[0], snap(text, end, end)[0]
            if begin < end and style != PLAIN:
                self.spans.append(Span(start + begin, start + end, style))

    def _stand_alone(self, decoration: Decoration) -> None:
        self.decorations.append(
            replace(
                decoration,
                at=self._position,
                inline=False,
                before=len(self.blocks),
                containers=self.containers,
            )
        )
