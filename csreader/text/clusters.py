"""Grapheme clusters (Unicode Standard Annex 29) and the cells they take.

Clusters are uniseg's, widths the terminal library's. uniseg looks at each character in
turn, so only the neighbourhoods of characters that can join with others are given to it:
between two characters of `_APART` there is always a boundary.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import pairwise

from rich.cells import cell_len

# One cluster and one cell each: ASCII, Latin, Greek and Cyrillic letters, and the curly
# quotes and dashes. Left out are the soft hyphen, the combining marks, and the signs
# that an emoji presentation selector makes wide.
_NARROW = (
    " -~\u00a0-\u00a8\u00aa-\u00ac\u00af-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u038a"
    "\u038c\u038e-\u03a1\u03a3-\u03ff\u0400-\u0482\u048a-\u052f\u2010-\u2027"
)
# One cluster each, of any width: also kana, ideographs, full-width forms, and the newline.
_APART = (
    _NARROW
    + "\n\u3000-\u3029\u3041-\u3096\u309b-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff60\ufffd"
)

_NARROW_ONLY = re.compile(f"[{_NARROW}]*")
_APART_ONLY = re.compile(f"[{_APART}]*")
# A run of other characters, with a neighbour on each side that it may join with.
_JOINING = re.compile(f"[{_APART}]?[^{_APART}]+(?:[{_APART}][^{_APART}]+)*[{_APART}]?")


def is_narrow(text: str) -> bool:
    """Whether each code point is surely a cluster of its own that takes one cell."""
    return _NARROW_ONLY.fullmatch(text) is not None


def cluster_starts(text: str, start: int = 0, end: int | None = None) -> list[int]:
    """The offsets in code points at which the clusters of text[start:end] begin."""
    end = len(text) if end is None else end
    if _APART_ONLY.fullmatch(text, start, end):
        return list(range(start, end))
    starts: list[int] = []
    done = start
    for match in _JOINING.finditer(text, start, end):
        starts.extend(range(done, match.start()))
        starts.extend(match.start() + offset for offset in _boundaries(match.group()))
        done = match.end()
    starts.extend(range(done, end))
    return starts


def clusters(text: str) -> list[str]:
    """The clusters of a text, in order."""
    starts = [*cluster_starts(text), len(text)]
    return [text[start:end] for start, end in pairwise(starts)]


def snap(text: str, start: int, end: int) -> tuple[int, int]:
    """The range widened to whole clusters, within the text."""
    start = max(0, min(start, len(text)))
    end = max(start, min(end, len(text)))
    return _boundary(text, start, -1), _boundary(text, end, 1)


def _boundary(text: str, offset: int, step: int) -> int:
    """The nearest boundary from an offset, itself included, forwards or backwards."""
    if offset in (0, len(text)) or _APART_ONLY.fullmatch(text, offset - 1, offset + 1):
        return offset
    # Only what joins with the offset's neighbours matters: it ends where two
    # characters stand apart.
    first = offset - 1
    while first > 0 and not _APART_ONLY.fullmatch(text, first - 1, first + 1):
        first -= 1
    last = offset + 1
    while last < len(text) and not _APART_ONLY.fullmatch(text, last - 1, last + 1):
        last += 1
    boundaries = [first + each for each in (*_boundaries(text[first:last]), last - first)]
    if step < 0:
        return boundaries[bisect_right(boundaries, offset) - 1]
    return boundaries[bisect_left(boundaries, offset)]


@lru_cache(maxsize=4096)
def cell_width(cluster: str) -> int:
    """The cells that one cluster takes on the screen: 0 to 2, for a few scripts' 3."""
    return cell_len(cluster)


@lru_cache(maxsize=4096)
def _boundaries(text: str) -> tuple[int, ...]:
    """Where the clusters of a short text begin."""
    # Deferred: uniseg's tables take a while to load, and most texts need none of them.
    from uniseg.graphemecluster import grapheme_cluster_boundaries

    return tuple(grapheme_cluster_boundaries(text))[:-1]
