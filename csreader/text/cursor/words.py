"""Words for motions: runs of letters and digits, or of other signs, as Vim's.

Ideographs, hiragana and katakana are runs of their own, and the mark of a long vowel
belongs to the kana before it; so does an apostrophe to the letters that it stands between.
Pictures and symbols are apart from punctuation. Clusters that are not seen do not end a
word, the zero width space does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import NamedTuple

from csreader.text.characters import screen_text
from csreader.text.cluster_walks import clusters_before, clusters_from
from csreader.text.clusters import cell_width
from csreader.text.sentences import Range

_IDEOGRAPH = re.compile(
    "[\u2e80-\u2fff\u3005-\u3007\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_HIRAGANA = re.compile("[\u3041-\u3096\u309b-\u309f]")
_KATAKANA = re.compile("[\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f]")
# With the marks that may stand between it and its kana.
_LONG_VOWEL = "\u30fc\u3099\u309a"
_LONGEST_VOWEL = 64
_SYMBOLS = frozenset({"So", "Sk"})


class Word(NamedTuple):
    """A word's offsets."""

    start: int
    last: int
    """Where its last cluster begins."""
    end: int


class _Kind(Enum):
    SPACE = 0
    LETTER = 1
    IDEOGRAPH = 2
    HIRAGANA = 3
    KATAKANA = 4
    PUNCTUATION = 5
    SYMBOL = 6


def words_from(text: str, start: int) -> Iterator[Word]:
    """The words from a cluster's start on; the first may be the rest of one."""
    for first, last in _runs(text, clusters_from(text, start)):
        yield Word(first[0], last[0], last[1])


def words_before(text: str, end: int) -> Iterator[Word]:
    """The words before a cluster's end, the nearest first; that may be part of one."""
    for first, last in _runs(text, clusters_before(text, end)):
        yield Word(last[0], first[0], first[1])


def _runs(text: str, clusters: Iterable[Range]) -> Iterator[tuple[Range, Range]]:
    """The first and the last of the seen clusters of each word."""
    run: _Kind | None = None
    first = last = (0, 0)
    for cluster in clusters:
        kind = _kind_of(text, *cluster)
        if kind is None:
            continue
        if kind is not run:
            if run is not None:
                yield first, last
            first = cluster
        run = None if kind is _Kind.SPACE else kind
        last = cluster
    if run is not None:
        yield first, last


def _kind_of(text: str, start: int, end: int) -> _Kind | None:
    """What a cluster is in a word, None for one that is not seen."""
    first = text[start]
    if first.isspace() or first == "\u200b":
        return _Kind.SPACE
    if not cell_width(screen_text(text[start:end])):
        return None
    if first > "\u2e7f" and (kind := _east_asian_kind(text, start)):
        return kind
    if first == "_" or _is_letter(first):
        return _Kind.LETTER
    if first in "'’":
        between = start > 0 and end < len(text)
        inner = between and _is_letter(text[start - 1]) and _is_letter(text[end])
        return _Kind.LETTER if inner else _Kind.PUNCTUATION
    return _Kind.SYMBOL if unicodedata.category(first) in _SYMBOLS else _Kind.PUNCTUATION


def _east_asian_kind(text: str, at: int) -> _Kind | None:
    if _IDEOGRAPH.match(text, at):
        return _Kind.IDEOGRAPH
    first = max(0, at - _LONGEST_VOWEL)
    while at > first and text[at] in _LONG_VOWEL and text[at - 1] > "\u303f":
        at -= 1
    if _HIRAGANA.match(text, at):
        return _Kind.HIRAGANA
    return _Kind.KATAKANA if _KATAKANA.match(text, at) else None


def _is_letter(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character).startswith("M")
