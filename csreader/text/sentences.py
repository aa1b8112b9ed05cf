"""Finds sentences, with sentencex."""

from __future__ import annotations

from collections.abc import Sequence

from csreader.text.clusters import snap

Range = tuple[int, int]
"""Start inclusive, end exclusive, in code points."""

_LINES_APART = frozenset(("code", "table"))


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

    found: list[Range] = []
    for start, end, kind in blocks:
        for piece_start, piece_end in _pieces(
            text, start, end, "\t\n" if kind == "table" else "\n"
        ):
            piece = text[piece_start:piece_end]
            if kind in _LINES_APART:
                _add(found, text, piece_start, piece_end)
                continue
            for boundary in get_sentence_boundaries(language, piece):
                _add(
                    found,
                    text,
                    piece_start + boundary["start_index"],
                    piece_start + boundary["end_index"],
                )
    return tuple(found)


def _pieces(text: str, start: int, end: int, separators: str) -> list[Range]:
    pieces = []
    at = start
    for place in range(start, end + 1):
        if place == end or text[place] in separators:
            if place > at:
                pieces.append((at, place))
            at = place + 1
    return pieces


def _add(found: list[Range], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    start, end = snap(text, start, end)
    if start < end and (not found or start >= found[-1][1]):
        found.append((start, end))
