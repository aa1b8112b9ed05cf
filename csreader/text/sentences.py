"""Finds sentences, with sentencex."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

Range = tuple[int, int]
"""Start inclusive, end exclusive, in code points."""

_LINES_APART = frozenset(("code", "table"))
_LINE = re.compile("[^\n]+")
_CELL = re.compile("[^\t\n]+")
_WIDE_BLANK = re.compile(r"[^\S\x00-\x7f]")
_FIRST_MARK = "\u0300"
"""No character before it joins with a blank."""
_LONGEST = 20_000
"""Code points that are searched for sentences together."""


def find_sentences(
    text: str, blocks: Sequence[tuple[int, int, str]], language: str
) -> tuple[Range, ...]:
    """The sentences of a text, trimmed and in order.

    Args:
        text: The reading text.
        blocks: Start, end and kind of each block.
        language: An ISO 639 code. A block in another script is read by the rules of that;
            sentencex falls back to English ones.

    Returns:
        Ranges that cross neither a block nor a line; in a table each cell is one, in
        code each line.
    """
    from csreader.text.scripts import language_of

    found: list[Range] = []
    for start, end, kind in blocks:
        own = language if kind in _LINES_APART else language_of(text, start, end, language)
        for piece in (_CELL if kind == "table" else _LINE).finditer(text, start, end):
            if kind in _LINES_APART:
                found += _trimmed(text, *piece.span())
                continue
            for first, last in _parts(text, *piece.span()):
                for begin, stop in pairwise([*_starts(text, first, last, own), last]):
                    found += _trimmed(text, begin, stop)
    return tuple(found)


def _starts(text: str, start: int, end: int, language: str) -> list[int]:
    """Where the sentences of a part of a line begin, each with a cluster."""
    # Deferred: only the reader of a post needs them.
    from sentencex import get_sentence_boundaries

    from csreader.text.clusters import snap
    from csreader.text.sentence_rules import sentence_starts

    line = text[start:end]
    # sentencex panics at some blanks of several bytes.
    boundaries = get_sentence_boundaries(language, _WIDE_BLANK.sub(" ", line))
    given = (each["start_index"] for each in boundaries)
    starts = sentence_starts(line, given, language)
    if line.isascii():
        return [start + each for each in starts]
    return sorted({snap(text, start + each, start + each)[1] for each in starts})


def _parts(text: str, start: int, end: int) -> Iterator[Range]:
    """A line in parts that are fast to look through: quotation marks cost their square."""
    from csreader.text.clusters import snap

    while end - start > _LONGEST:
        cut = max(text.rfind(stop, start, start + _LONGEST) for stop in (". ", "。")) + 1
        cut = cut or text.rfind(" ", start, start + _LONGEST) or start + _LONGEST
        cut = snap(text, start, cut if cut > start else start + _LONGEST)[1]
        yield start, cut
        start = cut
    yield start, end


def _trimmed(text: str, start: int, end: int) -> list[Range]:
    """The range without the white space at its ends, but for a blank that carries a mark."""
    from csreader.text.clusters import snap

    inner = text[start:end]
    kept = inner.strip()
    if not kept:
        return []
    first = start + len(inner) - len(inner.lstrip())
    last = first + len(kept)
    if kept[0] >= _FIRST_MARK or kept[-1] >= _FIRST_MARK:
        begin, stop = snap(text, first, last)
        first, last = max(start, begin), min(end, stop)
    return [(first, last)]
