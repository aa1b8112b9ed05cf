"""Grapheme clusters (Unicode Standard Annex 29) and the cells they take.

Clusters are uniseg's, widths the terminal library's. uniseg looks at each character in
turn, so only runs of characters that can join with the one before them are given to it: a
character of `_APART` begins a cluster, unless it follows one of `_BINDING`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import pairwise

from rich.cells import cell_len

from csreader.text.cluster_rules import boundaries, parts, parts_flags

# One cluster and one cell each: ASCII, Latin, Greek and Cyrillic letters, and the curly
# quotes and dashes. Left out are the soft hyphen, the combining marks, and the signs
# that an emoji presentation selector makes wide.
_NARROW = (
    " -~\u00a0-\u00a8\u00aa-\u00ac\u00af-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u038a"
    "\u038c\u038e-\u03a1\u03a3-\u03ff\u0400-\u0482\u048a-\u052f\u2010-\u2027"
)
# Begin a cluster of any width: also Hebrew, Arabic and Thai letters, kana, ideographs,
# Hangul syllables, full-width forms, emoji but their modifiers, and the newline.
_APART = (
    f"{_NARROW}\n\u05d0-\u05ea\u0620-\u064a\u0e01-\u0e30\u0e40-\u0e46"
    "\u3000-\u3029\u3041-\u3096\u309b-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
    "\uff01-\uff60\ufffd\U0001f300-\U0001f3fa\U0001f400-\U0001f64f\U0001f680-\U0001f6ff"
    "\U0001f900-\U0001f9ff"
)
# Join with what follows: the zero-width joiner, leading consonants of Hangul, and the
# characters of class Prepend.
_BINDING = (
    "\u200d\u1100-\u115f\ua960-\ua97c\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e"
    "\U000110bd\U000110cd\U000111c2\U000111c3\U000113d1\U0001193f\U00011941\U00011a3a"
    "\U00011a84-\U00011a89\U00011d46\U00011f02"
)

_NARROW_ONLY = re.compile(f"[{_NARROW}]*")
_APART_ONLY = re.compile(f"[{_APART}]*")
_SURE = re.compile(f"(?<![{_BINDING}])[{_APART}]|(?<=\n)")
"""Matches where a cluster surely begins, if it is not the text's first."""
# A run of other characters, with the one before, and what it binds.
_JOINING = re.compile(f"[{_APART}]?[^{_APART}]+(?:(?<=[{_BINDING}])[{_APART}][^{_APART}]*)*")


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
        starts.extend(match.start() + offset for offset in boundaries(match.group()))
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
    if offset in (0, len(text)) or _is_sure(text, offset):
        return offset
    # Only what joins with the offset's neighbours matters.
    first = offset - 1
    while first > 0 and not _is_sure(text, first):
        first -= 1
    last = offset + 1
    while last < len(text) and not _is_sure(text, last):
        last += 1
    found = [first + each for each in (*boundaries(text[first:last]), last - first)]
    if step < 0:
        return found[bisect_right(found, offset) - 1]
    return found[bisect_left(found, offset)]


def _is_sure(text: str, offset: int) -> bool:
    """Whether a cluster begins at an offset within the text, told by the characters before."""
    if _SURE.match(text, offset) or parts(text[offset - 1], text[offset]):
        return True
    return parts_flags(text, offset)


@lru_cache(maxsize=4096)
def cell_width(cluster: str) -> int:
    """The cells that one cluster takes on the screen: 0 to 2, for a few scripts' 3."""
    return cell_len(cluster)
