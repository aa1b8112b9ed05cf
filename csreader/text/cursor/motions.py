"""Motions of the cursor: offsets in, offsets out.

The cursor rests on clusters that are seen (`csreader.text.stops`); every motion gives
such a place, or 0 where the text has none, and one that can go no further stays. Words
are Vim's: runs of letters and digits, or of other signs; an apostrophe between letters
belongs to the word; ideographs, hiragana and katakana are runs of their own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import islice, pairwise

from csreader.text.cluster_walks import clusters_before, clusters_from
from csreader.text.clusters import cluster_starts
from csreader.text.cursor.words import words_before, words_from
from csreader.text.layout import Layout
from csreader.text.model import ReadingText
from csreader.text.stops import (
    is_stop,
    nearest_stop,
    previous_stop,
)

Motion = Callable[[ReadingText, int, int], int]
"""Takes the text, an offset and a count; gives an offset."""


def left(reading: ReadingText, offset: int, count: int = 1) -> int:
    """So many characters back, over the ends of lines and blocks."""
    offset = nearest_stop(reading, offset)
    before = clusters_before(reading.text, offset)
    stops = (start for start, end in before if is_stop(reading, start, end))
    return _last(islice(stops, count), offset)


def right(reading: ReadingText, offset: int, count: int = 1) -> int:
    """So many characters on, over the ends of lines and blocks."""
    offset = nearest_stop(reading, offset)
    following = clusters_from(reading.text, offset)
    stops = (start for start, end in following if is_stop(reading, start, end))
    return _last(islice(stops, count + 1), offset)


def word_next(reading: ReadingText, offset: int, count: int = 1) -> int:
    """The start of the next word (Vim's w), else the text's end."""
    offset = nearest_stop(reading, offset)
    starts = (word.start for word in words_from(reading.text, offset) if word.start > offset)
    return next(islice(starts, count - 1, None), text_end(reading))


def word_previous(reading: ReadingText, offset: int, count: int = 1) -> int:
    """The start of the word, or of the one before (Vim's b), else the text's start."""
    offset = nearest_stop(reading, offset)
    starts = (word.start for word in words_before(reading.text, offset))
    return next(islice(starts, count - 1, None), text_start(reading))


def word_end(reading: ReadingText, offset: int, count: int = 1) -> int:
    """The last character of the word, or of the next (Vim's e), else the text's end."""
    offset = nearest_stop(reading, offset)
    ends = (word.last for word in words_from(reading.text, offset) if word.last > offset)
    return next(islice(ends, count - 1, None), text_end(reading))


def sentence_next(reading: ReadingText, offset: int, count: int = 1) -> int:
    """The start of the next sentence, else the text's end."""
    return _next_start(reading, _sentence_starts(reading), offset, count)


def sentence_previous(reading: ReadingText, offset: int, count: int = 1) -> int:
    """The start of the sentence, or of the one before, else the text's start."""
    return _previous_start(reading, _sentence_starts(reading), offset, count)


def paragraph_next(reading: ReadingText, offset: int, count: int = 1) -> int:
    """The start of the next block, else the text's end."""
    return _next_start(reading, reading.block_starts, offset, count)


def paragraph_previous(reading: ReadingText, offset: int, count: int = 1) -> int:
    """The start of the block, or of the one before, else the text's start."""
    return _previous_start(reading, reading.block_starts, offset, count)


def line_start(reading: ReadingText, layout: Layout, offset: int) -> int:
    """The first character of the painted line (Vim's g0)."""
    stops = _stops_of_line(reading, layout, layout.line_of(offset))
    return stops[0] if stops else nearest_stop(reading, offset)


def line_first(reading: ReadingText, layout: Layout, offset: int) -> int:
    """The first character of the painted line that is no blank (Vim's g^), else the first."""
    stops = _stops_of_line(reading, layout, layout.line_of(offset))
    seen = (stop for stop in stops if not reading.text[stop].isspace())
    return next(seen, line_start(reading, layout, offset))


def line_end(reading: ReadingText, layout: Layout, offset: int) -> int:
    """The last character of the painted line that is no blank (Vim's g$), else the last."""
    stops = _stops_of_line(reading, layout, layout.line_of(offset))
    if not stops:
        return nearest_stop(reading, offset)
    return next((stop for stop in reversed(stops) if not reading.text[stop].isspace()), stops[-1])


def line_down(
    reading: ReadingText, layout: Layout, offset: int, lines: int = 1, goal: int | None = None
) -> int:
    """The character so many painted lines further down, or up where `lines` is negative.

    A line that shows no text is passed over, and beyond the first or the last line the
    motion ends on it.

    Args:
        reading: The text.
        layout: Its painted lines.
        offset: The cursor.
        lines: How many lines.
        goal: The cell aimed for, the cursor's own where None. The caller keeps it over
            several such motions, so that a short line does not draw the cursor left.
    """
    offset = nearest_stop(reading, offset)
    here, cell = layout.position(offset)
    there = max(0, min(here + lines, layout.height - 1))
    if there == here:
        return offset
    step = 1 if there > here else -1
    onwards = range(there, layout.height if step > 0 else -1, step)
    for number in (*onwards, *range(there - step, here, -step)):
        found = layout.lines[number].offset_at(cell if goal is None else goal)
        if found is not None:
            # A blank that hangs over the line's end may not be seen.
            hangs = layout.position(found)[1] >= layout.width
            return line_end(reading, layout, found) if hangs else found
    return offset


def text_start(reading: ReadingText) -> int:
    """The first character (Vim's gg)."""
    return nearest_stop(reading, 0)


def text_end(reading: ReadingText) -> int:
    """The last character (Vim's G, and on it $)."""
    return previous_stop(reading, len(reading.text)) or 0


def _sentence_starts(reading: ReadingText) -> list[int]:
    return [start for start, _ in reading.sentences]


def _next_start(reading: ReadingText, starts: Sequence[int], offset: int, count: int) -> int:
    offset = nearest_stop(reading, offset)
    for start in starts[bisect_right(starts, offset) :]:
        stop = nearest_stop(reading, start)
        if stop > offset:
            offset = stop
            count -= 1
            if count <= 0:
                return offset
    return text_end(reading)


def _previous_start(reading: ReadingText, starts: Sequence[int], offset: int, count: int) -> int:
    offset = nearest_stop(reading, offset)
    for start in reversed(starts[: bisect_left(starts, offset)]):
        stop = nearest_stop(reading, start)
        if stop < offset:
            offset = stop
            count -= 1
            if count <= 0:
                return offset
    return text_start(reading)


def _stops_of_line(reading: ReadingText, layout: Layout, number: int) -> list[int]:
    if not layout.height:
        return []
    line = layout.lines[number]
    bounds = [*cluster_starts(reading.text, line.start, line.end), line.end]
    return [start for start, end in pairwise(bounds) if is_stop(reading, start, end)]


def _last(offsets: Iterable[int], default: int) -> int:
    last = default
    for last in offsets:  # noqa: B007
        pass
    return last
