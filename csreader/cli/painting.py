"""A post painted for the terminal: its title, its text with styles and marks, its marks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rich.style import Style
from rich.text import Text

from csreader.annotations import Codebook, Mark, State
from csreader.annotations.edits import short
from csreader.cli.console import wrapped
from csreader.collection import Post
from csreader.text.characters import one_line
from csreader.text.layout import Line, Piece, Role, lay_out
from csreader.text.model import BlockKind, ReadingText
from csreader.text.model import Style as TextStyle

_ROLES = {
    Role.BAR: Style(dim=True),
    Role.RULE: Style(dim=True),
    Role.IMAGE: Style(dim=True, italic=True),
    Role.LABEL: Style(bold=True, dim=True),
}
_HEADING = Style(bold=True)
_TITLE = Style(bold=True, underline=True)
_FACTS = Style(dim=True)


@dataclass(frozen=True, slots=True)
class _Run:
    """A range of the text with a style."""

    start: int
    end: int
    style: Style


def paint_post(post: Post, marks: Sequence[Mark], codebook: Codebook, width: int) -> Iterator[Text]:
    """The lines of a post, each of at most so many cells.

    Args:
        post: The post.
        marks: The marks of all coders.
        codebook: The tags' colours.
        width: In cells.
    """
    reading = post.reading
    title = one_line(post.title)
    if not _begins_with(reading, title):
        yield from (Text(line, style=_TITLE) for line in wrapped(title, width))
        if not post.about.told:
            yield Text("")
    if post.about.told:
        facts = " · ".join((post.date or "no date", *post.about.told))
        yield from (Text(line, style=_FACTS) for line in wrapped(facts, width))
        yield Text("")
    yield from paint_text(reading, marks, codebook, width)
    if marks:
        yield Text("")
        yield from (Text(line) for mark in marks for line in wrapped(_told(mark), width))


def paint_text(
    reading: ReadingText, marks: Sequence[Mark], codebook: Codebook, width: int
) -> Iterator[Text]:
    """The lines of a text, with its styles and its marks."""
    layout = lay_out(reading, width)
    runs = [_Run(span.start, span.end, _style(span.style)) for span in reading.spans]
    ends = [run.end for run in runs]
    starts = [run.start for run in runs]
    marked: dict[int, list[_Run]] = defaultdict(list)
    for mark in marks:
        if mark.start is None or mark.end is None:
            continue
        style = _highlight(
            codebook.entry(mark.annotation.tags[0]).color if mark.annotation.tags else ""
        )
        for number in layout.lines_of(mark.start, mark.end):
            marked[number].append(_Run(mark.start, mark.end, style))
    for number, line in enumerate(layout.lines):
        within = runs[bisect_right(ends, line.start) : bisect_left(starts, line.end)]
        heading = line.block >= 0 and reading.blocks[line.block].kind is BlockKind.HEADING
        yield _painted(line, [*within, *marked.get(number, ())], width, heading)


def _painted(line: Line, runs: Sequence[_Run], width: int, heading: bool) -> Text:
    texts: list[str] = []
    styled: list[tuple[Style, int, int]] = []
    at = 0
    for piece in line.pieces:
        if piece.cell >= width and not piece.text.strip():
            continue  # white space that hangs over the end
        texts.append(piece.text)
        if (style := _ROLES.get(piece.role)) is not None:
            styled.append((style, at, at + len(piece.text)))
        if runs and piece.role is Role.TEXT:
            styled.extend(
                (run.style, *_within(piece, run, at))
                for run in runs
                if run.start < piece.end and piece.start < run.end
            )
        at += len(piece.text)
    painted = Text("".join(texts).rstrip(), style=_HEADING if heading else "")
    for style, start, end in styled:
        painted.stylize(style, start, end)
    return painted


def _within(piece: Piece, run: _Run, at: int) -> tuple[int, int]:
    """The characters of a painted piece that a run covers, counted from the line's."""
    if len(piece.text) != piece.end - piece.start:
        return at, at + len(piece.text)
    first = max(0, run.start - piece.start)
    return at + first, at + min(len(piece.text), run.end - piece.start)


def _begins_with(reading: ReadingText, title: str) -> bool:
    """Whether the text's first block is its title as a heading."""
    if not reading.blocks or reading.blocks[0].kind is not BlockKind.HEADING:
        return False
    first = reading.blocks[0]
    return " ".join(reading.text[first.start : first.end].split()) == " ".join(title.split())


def _told(mark: Mark) -> str:
    """A mark in words: tags in brackets, the passage's first words, the note, the coder."""
    one = mark.annotation
    parts = [f"[{', '.join(one.tags)}]" if one.tags else "[note]", short(mark.quote)]
    if one.note:
        parts.append(f"— {one.note}")
    parts.append(f"({mark.coder})")
    if mark.state is State.ORPHAN:
        parts.append("not found in the text any more")
    return one_line(" ".join(parts))


@lru_cache(maxsize=256)
def _style(style: TextStyle) -> Style:
    return Style(
        bold=style.strong or None,
        italic=style.emphasis or None,
        underline=style.underline or bool(style.link) or None,
        strike=style.strike or None,
        reverse=style.mark or None,
        color=style.color or ("cyan" if style.code else None),
    )


@lru_cache(maxsize=256)
def _highlight(color: str) -> Style:
    """A light background of a tag's colour; the underline tells it apart without colours."""
    if not color:
        return Style(underline=True)
    channels = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    light = "".join(f"{(channel + 255) // 2:02x}" for channel in channels)
    return Style(underline=True, color="#000000", bgcolor=f"#{light}")
