"""Collects blocks, spans and decorations while a tree is walked, and collapses white space.

The rules are those of CSS Text Module Level 3, `white-space: normal`, with the no-break
space treated as a space and `<br>` as a forced break; two or more of these in a row end
the block.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from csreader.text.characters import one_line, replace_controls
from csreader.text.model import (
    Block,
    BlockKind,
    Container,
    ContainerKind,
    Decoration,
    DecorationKind,
    ReadingText,
    Span,
    Style,
    TextProblem,
)

SPACES = re.compile("[ \t\n\r\f\u00a0]+")
_STRIPPED = " \t\n\r\f\u00a0"
BREAK = "\x00"
"""A forced line break among the runs; the parser leaves no such character in a text."""

PLAIN = Style()


@dataclass(slots=True)
class _Open:
    """The block being collected."""

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    line: int = 0
    runs: list[tuple[str, Style]] = field(default_factory=list)
    marks: list[tuple[int, Decoration]] = field(default_factory=list)
    """Inline decorations, each with the number of the run it stands before."""


@dataclass(slots=True)
class Builder:
    """Takes runs of text and the ends of blocks, and makes a `ReadingText`."""

    texts: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    decorations: list[Decoration] = field(default_factory=list)
    containers: list[Container] = field(default_factory=list)
    problems: list[TextProblem] = field(default_factory=list)
    _position: int = 0
    _ids: int = 0
    _fresh_item: int = -1
    _open: _Open = field(default_factory=_Open)

    # Containers

    def enter(self, kind: ContainerKind, marker: str = "") -> None:
        """A quotation, item or indentation begins."""
        self.end_block()
        self.containers.append(Container(kind, self._ids, one_line(marker)))
        if kind is ContainerKind.ITEM:
            self._fresh_item = self._ids
        self._ids += 1

    def leave(self) -> None:
        """The innermost container ends."""
        self.end_block()
        self.containers.pop()

    # Blocks

    def begin_block(self, kind: BlockKind, line: int = 0, level: int = 0) -> None:
        """What follows belongs to a block of this kind, until `end_block`."""
        self.end_block()
        self._open.kind, self._open.level = kind, level
        if line:
            self._open.line = line

    def hint_line(self, line: int) -> None:
        """The line of the file that what follows stands on, where that is known."""
        if not self._open.runs:
            self._open.line = line

    def add(self, text: str, style: Style) -> None:
        """Text as in the source, white space and all."""
        self._open.runs.append((text, style))

    def add_break(self) -> None:
        """A `<br>`; two or more in a row end the block."""
        runs = self._open.runs
        for text, _ in reversed(runs):
            if text == BREAK:
                kind, level = self._open.kind, self._open.level
                self.end_block()
                self._open.kind, self._open.level = kind, level
                break
            if text.strip(_STRIPPED):
                break
        else:
            return
        self._open.runs.append((BREAK, PLAIN))

    def add_decoration(self, kind: DecorationKind, label: str, target: str = "") -> None:
        """An image or the like among the text."""
        decoration = Decoration(kind, 0, one_line(label), replace_controls(target), inline=True)
        self._open.marks.append((len(self._open.runs), decoration))

    def add_rule(self) -> None:
        """A line across the page."""
        self.end_block()
        self._stand_alone(Decoration(DecorationKind.RULE, 0))

    def add_code(self, text: str, line: int, spans: list[tuple[int, int, Style]]) -> None:
        """A preformatted block, as it is but for the newlines at its end."""
        self.end_block()
        self._emit(BlockKind.CODE, replace_controls(text.rstrip("\n")), line, spans=spans)

    def add_table(
        self,
        text: str,
        line: int,
        align: tuple[str, ...],
        head: int,
        spans: list[tuple[int, int, Style]],
    ) -> None:
        """A table: cells apart by a tab, rows by a newline."""
        self.end_block()
        if text.strip():
            self._emit(BlockKind.TABLE, text, line, spans=spans, align=align, header_rows=head)

    def end_block(self) -> None:
        """What was collected becomes a block; nothing comes of one without words."""
        opened = self._open
        if not opened.runs and not opened.marks:
            if opened.kind is not BlockKind.PARAGRAPH or opened.line:
                self._open = _Open()
            return
        self._open = _Open()
        text, spans, places = collapse(opened.runs)
        if not text:
            for _, decoration in opened.marks:
                self._stand_alone(decoration)
            return
        kind = opened.kind
        if kind is BlockKind.PARAGRAPH and self.containers:
            inner = self.containers[-1]
            if inner.kind is ContainerKind.ITEM and inner.id == self._fresh_item:
                kind = BlockKind.ITEM
        start = self._start()
        for run, decoration in opened.marks:
            at = start + places[run]
            self.decorations.append(
                Decoration(
                    decoration.kind,
                    at,
                    decoration.label,
                    decoration.target,
                    inline=True,
                    before=len(self.blocks),
                    containers=tuple(self.containers),
                )
            )
        self._emit(kind, text, opened.line, spans=spans, level=opened.level)

    def result(self, language: str) -> ReadingText:
        """All that was collected."""
        self.end_block()
        return ReadingText(
            "\n\n".join(self.texts),
            tuple(self.blocks),
            tuple(self.spans),
            tuple(self.decorations),
            tuple(self.problems),
            language,
        )

    # Inside

    def _start(self) -> int:
        return self._position + (2 if self.texts else 0)

    def _stand_alone(self, decoration: Decoration) -> None:
        self._fresh_item = -1
        self.decorations.append(
            Decoration(
                decoration.kind,
                self._position,
                decoration.label,
                decoration.target,
                before=len(self.blocks),
                containers=tuple(self.containers),
            )
        )

    def _emit(
        self,
        kind: BlockKind,
        text: str,
        line: int,
        *,
        spans: list[tuple[int, int, Style]],
        level: int = 0,
        align: tuple[str, ...] = (),
        header_rows: int = 0,
    ) -> None:
        if not text.strip(_STRIPPED):
            return
        self._fresh_item = -1
        start = self._start()
        self.texts.append(text)
        self._position = start + len(text)
        self.blocks.append(
            Block(
                kind, start, self._position, line, tuple(self.containers), level, align, header_rows
            )
        )
        self.spans.extend(Span(start + a, start + b, style) for a, b, style in spans)


def collapse(
    runs: list[tuple[str, Style]],
) -> tuple[str, list[tuple[int, int, Style]], list[int]]:
    """Collapses the white space of runs that stand in one block.

    Returns:
        The text; the styled runs as (start, end, style) in it, neighbours of one style
        joined; and the place of each run's start, with one more for the end.
    """
    if len(runs) == 1 and runs[0][1] == PLAIN and BREAK not in runs[0][0]:
        text = replace_controls(SPACES.sub(" ", runs[0][0]).strip(" "))
        return text, [], [0, len(text)]
    parts: list[str] = []
    styled: list[tuple[int, int, Style]] = []
    places: list[int] = []
    position = 0
    blank = False
    """Whether white space is owed before the next word."""
    at_start = True
    for raw, style in runs:
        places.append(position)
        if raw == BREAK:
            if not at_start:
                parts.append("\n")
                position += 1
            blank, at_start = False, True
            continue
        text = SPACES.sub(" ", raw)
        if text.startswith(" "):
            blank = blank or not at_start
            text = text[1:]
        if not text:
            continue
        ends = text.endswith(" ")
        if ends:
            text = text[:-1]
        start = position
        if blank:
            parts.append(" ")
            position += 1
            # The blank is styled where both its sides are: a link's words stay one run.
            if not (styled and styled[-1][1] == start and styled[-1][2] == style):
                start = position
        places[-1] = position
        parts.append(text)
        position += len(text)
        blank, at_start = ends, False
        if style != PLAIN:
            if styled and styled[-1][1] == start and styled[-1][2] == style:
                styled[-1] = (styled[-1][0], position, style)
            else:
                styled.append((start, position, style))
    text = "".join(parts)
    trimmed = text.rstrip("\n")
    places.append(len(trimmed))
    text = replace_controls(trimmed)
    return text, styled, [min(place, len(trimmed)) for place in places]
