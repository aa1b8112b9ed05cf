"""Motions of the cursor: offsets in, offsets out.

The cursor rests on clusters that are seen (`csreader.text.stops`); every motion gives
such a place, or 0 where the text has none, and one that can go no further stays. Words
are Vim's: runs of letters and digits, or of other signs; an apostrophe between letters
belongs to the word, an ideograph or hiragana is one by itself.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import islice

from csreader.text.layout import Layout
from csreader.text.model import ReadingText
from csreader.text.stops import (
    clusters_before,
    clusters_from,
    is_stop,
    nearest_stop,
    previous_stop,
)
from csreader.text.words import Kind, words_before, words_from


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
    begun = -1  # The word at the offset is passed too.
    last: Kind = Kind.SPACE
    for start, kind in words_from(reading, offset):
        if kind.begins_after(last):
            begun += 1 if start > offset else (begun < 0)
            if begun == count:
                return start
        last = kind
    return text_end(reading)
