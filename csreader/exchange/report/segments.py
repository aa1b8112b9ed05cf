"""Cuts a text where marks begin and end, so that each piece has the same marks all along."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from csreader.exchange.snapshot import PlacedMark


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text with the same marks all along."""

    start: int
    end: int
    marks: tuple[int, ...]
    """Their places among the post's marks, in order."""


class Segments:
    """The segments of a text that have marks, and where marks begin and end.

    Args:
        marks: The post's, with orphans, which have no place.
    """

    def __init__(self, marks: Sequence[PlacedMark]) -> None:
        self.beginning: defaultdict[int, list[int]] = defaultdict(list)
        """From an offset to the marks that begin there."""
        self.ending: defaultdict[int, list[int]] = defaultdict(list)
        for at, mark in enumerate(marks):
            if mark.start is not None and mark.end is not None:
                self.beginning[mark.start].append(at)
                self.ending[mark.end].append(at)
        self._found = tuple(self._cut())
        self._starts = [one.start for one in self._found]

    def within(self, start: int, end: int) -> Iterator[Segment]:
        """The segments that a range touches, cut to it."""
        at = max(bisect_right(self._starts, start) - 1, 0)
        while at < len(self._found) and self._found[at].start < end:
            one = self._found[at]
            if one.end > start:
                yield Segment(max(one.start, start), min(one.end, end), one.marks)
            at += 1

    def _cut(self) -> Iterator[Segment]:
        places = sorted({*self.beginning, *self.ending})
        active: set[int] = set()
        for place, following in pairwise(places):
            active.difference_update(self.ending.get(place, ()))
            active.update(self.beginning.get(place, ()))
            if active:
                yield Segment(place, following, tuple(sorted(active)))
