"""Finds sentences, with sentencex."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

Range = tuple[int, int]
"""Start inclusive, end exclusive, in code points."""

_LINES_APART = frozenset(("code", "table"))
_LINE = re.compile("[^\n]+")
_CELL = re.compile("[^\t\n]+")
_LONGEST = 20_000
"""Code points that are searched for sentences together."""


def find_sentences(
    text: str, blocks: Sequence[tuple[int, int, str]], language: str
) -> tuple[Range, ...]:
    """The sentences of a text, trimmed and in order.

    Args:
        text: The reading text.
        blocks: Start, end and kind of each block.
        language: An ISO 639 code; sentencex falls back to English rules.

    Returns:
        Ranges that cross neither a block nor a line; in a table each cell is one, in
        code each line.
    """
    # Deferred: only the reader of a post needs it.
    from sentencex import get_sentence_boundaries

    from csreader.text.clusters import snap

    found: list[Range] = []
    for start, end, kind in blocks:
        for piece in (_CELL if kind == "table" else _LINE).finditer(text, start, end):
            if kind in _LINES_APART:
                ranges = [piece.span()]
            else:
                ranges = [
                    (begin + each["start_index"], begin + each["end_index"])
                    for begin, stop in _parts(text, *piece.span())
                    for each in get_sentence_boundaries(language, text[begin:stop])
                ]
            for begin, stop in ranges:
                begin, stop = _trimmed(text, begin, stop)
                if not text[begin : stop + 1].isascii():
                    begin, stop = snap(text, begin, stop)
                if found:
                    begin = max(begin, found[-1][1])
                if begin < stop:
                    found.append((begin, stop))
    return tuple(found)


def _parts(text: str, start: int, end: int) -> Iterator[Range]:
    """A line in parts that are fast to look through: quotation marks cost their square."""
    while end - start > _LONGEST:
        cut = text.rfind(". ", start, start + _LONGEST) + 1
        cut = cut or text.rfind(" ", start, start + _LONGEST) or start + _LONGEST
        cut = cut if cut > start else start + _LONGEST
        yield start, cut
        start = cut
    yield start, end


def _trimmed(text: str, start: int, end: int) -> Range:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
