"""Paints one line of the body: text with its styles, highlights, selection and cursor."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from csreader.text.layout import Line, Piece, Role
from csreader.text.model import BlockKind, ReadingText, Span
from csreader.text.model import Style as TextStyle
from csreader.text.sentences import Range
from csreader.tui.few_colors import ink_on, one_of_sixteen, selected_on
from csreader.tui.highlights import Highlight, Highlights
from csreader.tui.paint import hex_of, readable, tint

_TINT = 0.24
_TINT_CURRENT = 0.46


@dataclass(frozen=True, slots=True)
class Look:
    """The styles that the body is painted with, as the theme gives them."""

    base: Style
    styles: Mapping[str, Style]
    """By the names of the body's component classes."""
    cursor: Style
    background: str
    foreground: str
    colorless: bool
    """Whether highlights must be told without colour."""
    sixteen: bool = False
    """Whether the terminal has sixteen colours only."""

    @classmethod
    def make(
        cls,
        base: Style,
        styles: Mapping[str, Style],
        cursor: Style,
        *,
        colorless: bool,
        sixteen: bool = False,
    ) -> Look:
        """A look, with the colours that tints are mixed from."""
        background = hex_of(base.bgcolor, "#000000")
        if sixteen:
            styles = {**styles, "selection": selected_on(background)}
        return cls(
            base + styles["text"],
            styles,
            cursor,
            background,
            hex_of((base + styles["text"]).color, "#ffffff"),
            colorless,
            sixteen,
        )


def paint_line(
    line: Line,
    reading: ReadingText,
    look: Look,
    highlights: Highlights,
    current: frozenset[str],
    selection: Range | None,
    cursor: Range | None,
    found: Sequence[Range],
    sentence: Range | None,
    *,
    left: int,
    width: int,
) -> Strip:
    """Paints a line.

    Args:
        line: What the layout says of it.
        reading: The text.
        look: The styles.
        highlights: The marks of the whole text.
        current: The ids of the marks at the cursor, which are painted stronger.
        selection: The passage that is selected.
        cursor: The cluster under the cursor.
        found: What was searched for, over the whole text, in order.
        sentence: The sentence that is softly marked.
        left: The cells left of the text, in which marks show in the margin.
        width: The cells of the pane.
    """
    here = highlights.on(line.start, line.end) if line.start < line.end else []
    hits = found[
        bisect_right(found, line.start, key=itemgetter(1)) : bisect_left(
            found, line.end, key=itemgetter(0)
        )
    ]
    segments = _margin(here, current, left, look)
    for piece in line.pieces:
        if piece.role is Role.TEXT:
            segments.extend(
                _text(piece, line, reading, look, here, current, selection, cursor, hits, sentence)
            )
        elif piece.text:
            segments.append(Segment(piece.text, look.base + _decoration(piece.role, look)))
    strip = Strip(segments)
    return strip.adjust_cell_length(width, look.base)


def _margin(
    here: Sequence[Highlight], current: frozenset[str], left: int, look: Look
) -> list[Segment]:
    """Up to three bars, in the colours of the marks on the line."""
    colors = list(dict.fromkeys(color for one in here for color in one.colors or ("",)))
    bars = min(len(colors), 3)
    heavy = any(one.id in current for one in here)
    sign = "┃" if heavy else "│"
    segments = [Segment(" " * max(0, left - 1 - bars), look.base)]
    for color in colors[:bars]:
        style = Style(color=color) if color and not look.colorless else Style()
        segments.append(Segment(sign, look.base + style))
    segments.append(Segment(" " * min(left, 1), look.base))
    return segments


def _text(
    piece: Piece,
    line: Line,
    reading: ReadingText,
    look: Look,
    here: Sequence[Highlight],
    current: frozenset[str],
    selection: Range | None,
    cursor: Range | None,
    hits: Sequence[Range],
    sentence: Range | None,
) -> list[Segment]:
    """A text piece, cut wherever its look changes."""
    spans = _spans_on(reading, piece.start, piece.end)
    bounds = {piece.start, piece.end}
    ranges = [(span.start, span.end) for span in spans]
    ranges.extend((one.start, one.end) for one in here)
    ranges.extend(one for one in (selection, cursor, sentence) if one is not None)
    ranges.extend(hits)
    for start, end in ranges:
        bounds.update(edge for edge in (start, end) if piece.start < edge < piece.end)
    edges = sorted(bounds)
    segments = []
    for start, end in pairwise(edges):
        part = piece.cut(start, end) if len(edges) > 2 else piece
        text = part.text
        if not text:
            continue
        style = _block_style(reading, line, start, look)
        if sentence is not None and sentence[0] <= start < sentence[1]:
            style += look.styles["sentence"]
        marks = [one for one in here if one.start <= start < one.end]
        background = look.background
        if marks:
            tinted, background = _highlighted(marks, current, look)
            style += tinted
        for span in spans:
            if span.start <= start < span.end:
                style += _span_style(span.style, background, look)
        if look.sixteen and background != look.background:
            style += Style(color=ink_on(background))
        if any(begin <= start < stop for begin, stop in hits):
            style += Style(reverse=True) if look.colorless else look.styles["found"]
        if selection is not None and selection[0] <= start < selection[1]:
            style += look.styles["selection"]
            if look.colorless:
                style += Style(reverse=True)
        if cursor is not None and cursor[0] <= start < cursor[1]:
            style += look.cursor
        segments.append(Segment(text, style))
    return segments


def _block_style(reading: ReadingText, line: Line, start: int, look: Look) -> Style:
    style = look.base
    if line.block < 0:
        return style
    block = reading.blocks[line.block]
    if block.kind is BlockKind.HEADING:
        style += look.styles["heading"]
    elif block.kind is BlockKind.CODE:
        style += look.styles["code"]
    elif block.kind is BlockKind.CAPTION:
        style += look.styles["dim"] + look.styles["emphasis"]
    elif block.kind is BlockKind.TERM:
        style += look.styles["strong"]
    elif block.kind is BlockKind.TABLE and block.header_rows:
        row = reading.text.count("\n", block.start, start)
        if row < block.header_rows:
            style += look.styles["table-head"]
    elif any(container.kind == "quote" for container in block.containers):
        style += look.styles["quote"]
    return style


def _highlighted(
    marks: Sequence[Highlight], current: frozenset[str], look: Look
) -> tuple[Style, str]:
    """The style of what several marks cover, and the background that it makes."""
    tags = sum(len(one.colors) for one in marks)
    underline = look.colorless or len(marks) > 1 or tags != 1
    if look.sixteen:
        background = _flat(marks, look)
        underline = underline or background == look.background
    else:
        background = _tinted(marks, current, look)
    style = Style(bgcolor=background) if not look.colorless else Style()
    if look.colorless and len(marks) > 1:
        style += Style(underline2=True)
    elif underline:
        style += Style(underline=True)
    if look.colorless and any(one.id in current for one in marks):
        style += Style(bold=True)
    return style, background


def _tinted(marks: Sequence[Highlight], current: frozenset[str], look: Look) -> str:
    background = look.background
    for one in marks:
        strength = _TINT_CURRENT if one.id in current else _TINT
        if not one.own:
            strength /= 2
        # A mark's tags are mixed evenly: the second of two halves what the first gave.
        for number, color in enumerate(one.colors, 1):
            background = tint(background, color, strength / number)
    return background


def _flat(marks: Sequence[Highlight], look: Look) -> str:
    """The colour of the last own tag: sixteen colours cannot be mixed."""
    own = [one.colors[0] for one in marks if one.own and one.colors]
    return one_of_sixteen(own[-1]) if own else look.background


def _span_style(span: TextStyle, background: str, look: Look) -> Style:
    style = Style()
    for flag, name in (
        (span.strong, "strong"),
        (span.emphasis, "emphasis"),
        (span.code, "code"),
        (bool(span.link), "link"),
    ):
        if flag:
            style += look.styles[name]
    if span.underline:
        style += Style(underline=True)
    if span.strike:
        style += Style(strike=True)
    if span.mark:
        style += Style(reverse=True)
    if span.color and not look.colorless:
        style += Style(color=readable(span.color, background, look.foreground))
    return style


def _decoration(role: Role, look: Look) -> Style:
    if role in (Role.BAR, Role.MARKER):
        return look.styles["bar"]
    if role is Role.PADDING:
        return Style()
    return look.styles["dim"]


def _spans_on(reading: ReadingText, start: int, end: int) -> Sequence[Span]:
    spans = reading.spans
    first = bisect_right(spans, start, key=lambda span: span.end)
    last = bisect_left(spans, end, lo=first, key=lambda span: span.start)
    return spans[first:last]
