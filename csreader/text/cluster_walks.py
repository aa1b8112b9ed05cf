"""Walks over the grapheme clusters of a long text, of which only the near part is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from csreader.text.clusters import cluster_starts, snap
from csreader.text.sentences import Range

_WINDOW = 16
"""Code points that are looked at first, then twice as many, up to the longest."""
_LONGEST_WINDOW = 256


def clusters_from(text: str, start: int, end: int | None = None) -> Iterator[Range]:
    """The clusters from one that begins at an offset, on to an offset or the text's end."""
    end = len(text) if end is None else end
    size = _WINDOW
    while start < end:
        window = min(start + size, end)
        bounds = cluster_starts(text, start, window)
        if window == end:
            bounds.append(window)
        # Else the last may go on behind the window.
        elif len(bounds) == 1:
            size *= 2
            continue
        yield from pairwise(bounds)
        start = bounds[-1]
        size = min(2 * size, _LONGEST_WINDOW)


def clusters_before(text: str, end: int) -> Iterator[Range]:
    """The clusters before an offset that one ends at, back to the text's start."""
    size = _WINDOW
    while end > 0:
        start = snap(text, max(0, end - size), end)[0]
        bounds = [*cluster_starts(text, start, end), end]
        yield from reversed(list(pairwise(bounds)))
        end = start
        size = min(2 * size, _LONGEST_WINDOW)
