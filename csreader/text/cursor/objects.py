"""Text objects: the passages that a key or a click selects.

All are trimmed of white space at both ends, and ranges never split a grapheme cluster.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import attrgetter, itemgetter

from csreader.text.clusters import snap
from csreader.text.cursor.words import words_before, words_from
from csreader.text.layout import Layout
from csreader.text.model import ReadingText
from csreader.text.sentences import Range

_start_of_range = itemgetter(0)
_start_of_block = attrgetter("start")


def sentence_at(reading: ReadingText, offset: int) -> Range | None:
    """The sentence at an offset.

    Between two sentences it is the one before, or the one after where a block begins
    with white space; None in a text without sentences.
    """
    sentences = reading.sentences
    if not sentences:
        return None
    index = bisect_right(sentences, offset, key=_start_of_range) - 1
    if index < 0:
        return snap(reading.text, *sentences[0])
    start, end = sentences[index]
    block = bisect_right(reading.block_starts, offset) - 1
    if offset >= end and block >= 0 and start < reading.block_starts[block]:
        start, end = sentences[min(index + 1, len(sentences) - 1)]
    return snap(reading.text, start, end)


def next_sentence(reading: ReadingText, end: int) -> Range | None:
    """The first sentence that begins at an offset or after it."""
    index = bisect_left(reading.sentences, end, key=_start_of_range)
    if index == len(reading.sentences):
        return None
    return snap(reading.text, *reading.sentences[index])


def paragraph_at(reading: ReadingText, offset: int) -> Range | None:
    """The block at an offset, or the one before where it is between two; None in an empty text."""
    if not reading.blocks:
        return None
    block = reading.blocks[max(0, bisect_right(reading.block_starts, offset) - 1)]
    return trim(reading.text, block.start, block.end)


def next_paragraph(reading: ReadingText, end: int) -> Range | None:
    """The first block that begins at an offset or after it."""
    index = bisect_left(reading.blocks, end, key=_start_of_block)
    if index == len(reading.blocks):
        return None
    return trim(reading.text, reading.blocks[index].start, reading.blocks[index].end)


def word_at(reading: ReadingText, offset: int) -> Range | None:
    """The word at an offset; None on white space."""
    text = reading.text
    if offset >= len(text):
        return None
    start, end = snap(text, offset, offset + 1)
    onwards = next(words_from(text, start), None)
    back = next(words_before(text, end), None)
    if onwards is None or back is None or onwards.start != start or back.end != end:
        return None
    return back.start, onwards.end


def around(reading: ReadingText, passage: Range, unit: str) -> Range:
    """A text object with what belongs to it: a word with the signs that touch it.

    The white space behind it is in the range as well, as in Vim; marking leaves it out.
    """
    text, (start, end) = reading.text, passage
    if unit == "word":
        while start > 0 and _is_sign(text[start - 1]):
            start -= 1
        while end < len(text) and _is_sign(text[end]):
            end += 1
    while end < len(text) and text[end] in " \t":
        end += 1
    return snap(text, start, end)


def _is_sign(character: str) -> bool:
    return not character.isspace() and not character.isalnum()


OBJECTS = {"word": word_at, "sentence": sentence_at, "paragraph": paragraph_at}
"""By the names that commands use."""


def line_at(reading: ReadingText, layout: Layout, offset: int) -> Range | None:
    """The text of the painted line that an offset is on; None where it shows none."""
    if not layout.height:
        return None
    line = layout.lines[layout.line_of(offset)]
    if line.start == line.end:
        return None
    return trim(reading.text, line.start, line.end)


def inclusive_range(reading: ReadingText, anchor: int, cursor: int) -> Range:
    """The passage between two places of the cursor, the clusters under both included."""
    start, end = sorted((anchor, cursor))
    return snap(reading.text, start, end + 1)


def trim(text: str, start: int, end: int) -> Range:
    """The range without the white space at its ends; where there is nothing else, as it is."""
    inner = text[start:end]
    kept = inner.strip()
    if not kept:
        return start, end
    first = start + len(inner) - len(inner.lstrip())
    # A blank that belongs to a cluster with its neighbour stays.
    begin, stop = snap(text, first, first + len(kept))
    return max(start, begin), min(end, stop)
