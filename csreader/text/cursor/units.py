"""Passages that grow and shrink by unit: word, sentence, block, what holds the block, all.

What holds a block is a quotation, a list item, a list or the like: the blocks beside it
that stand in the same container, from the innermost container outwards.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from csreader.text.cursor import objects
from csreader.text.model import ReadingText
from csreader.text.sentences import Range


def grown(reading: ReadingText, passage: Range) -> Range:
    """The smallest unit that holds a passage and more; the passage where it is all already.

    Args:
        reading: The text.
        passage: What is selected; an empty one grows to the word at its place.
    """
    start, end = passage
    last = max(start, end - 1)
    firsts, lasts = _units(reading, start), _units(reading, last)
    for first, final in zip(firsts, lasts, strict=True):
        if first is None or final is None:
            continue
        wider = (min(first[0], start), max(final[1], end))
        if wider != passage:
            return wider
    return passage


def shrunk(reading: ReadingText, passage: Range, cursor: int) -> Range | None:
    """The largest unit at a place that lies within a passage and is less; None where none is."""
    start, end = passage
    for unit in reversed([*_units(reading, cursor)]):
        if unit is not None and start <= unit[0] and unit[1] <= end and unit != passage:
            return unit
    return None


def _units(reading: ReadingText, offset: int) -> Iterator[Range | None]:
    """The units at an offset, each wider than the one before; always as many."""
    yield objects.word_at(reading, offset)
    yield objects.sentence_at(reading, offset)
    yield objects.paragraph_at(reading, offset)
    held = [*_holding(reading, offset)]
    for level in range(_MOST_LEVELS):
        yield held[level] if level < len(held) else None
    yield objects.trim(reading.text, 0, len(reading.text)) if reading.text else None


_MOST_LEVELS = 8


def _holding(reading: ReadingText, offset: int) -> Iterator[Range]:
    """What holds the block at an offset, from the inside out."""
    blocks = reading.blocks
    if not blocks:
        return
    index = max(0, bisect_right(reading.block_starts, offset) - 1)
    containers = [one.id for one in blocks[index].containers]
    for depth in range(len(containers), 0, -1):
        held = containers[:depth]
        first = last = index
        while first > 0 and _stands_in(reading, first - 1, held):
            first -= 1
        while last + 1 < len(blocks) and _stands_in(reading, last + 1, held):
            last += 1
        if last > first:
            yield blocks[first].start, blocks[last].end


def _stands_in(reading: ReadingText, index: int, held: list[int]) -> bool:
    return [one.id for one in reading.blocks[index].containers[: len(held)]] == held
