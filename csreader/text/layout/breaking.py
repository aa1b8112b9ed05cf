"""Where a line of any text ends: at white space, around ideographs, within a long word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from csreader.text.cluster_walks import clusters_from
from csreader.text.clusters import cluster_starts, snap
from csreader.text.layout.widths import room_of, room_of_cluster, tab_cells

DASHES = "-\u2010\u2012\u2013\u2014/"
"""A word that is longer than a line may break after one."""

# White space to break at: not the no-break spaces; the zero width space is one.
_SPACE = " \t\u1680\u2000-\u2006\u2008-\u200b\u205f\u3000"
_IDEOGRAPH = (
    "\u2e80-\u2fff\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
# Signs that end no line, and signs, small kana among them, that begin none (JIS X 4051).
_WIDE_OPENING = "「『（［｛〈《【〔〖〘〝"
_OPENING = f"{_WIDE_OPENING}｢"
_CLOSING = (
    "」』）］｝〉》】〕〗〙〟、。，．！？：；・ー々〻ヽヾゝゞ％〜‼⁇⁈⁉"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰ-ㇿ｡｣､･ｧ-ｰﾞﾟ"
)
_LATIN_OPENING = r"(\[{“‘«"
_LATIN_CLOSING = r")\]}”’»,.!?:;%'\"…‥"
_OTHER = f"[^{_SPACE}{_IDEOGRAPH}{_OPENING}{_CLOSING}]"

# Of Thai, Lao, Burmese and Khmer, which have no blanks between words: vowels before their
# consonant and signs that stack the next one end no line; vowels after it, signs and a
# killed consonant begin none.
_ENDS_NONE = frozenset("เแโใไເແໂໃໄ\u1039\u17d2")
_BEGINS_NONE = re.compile("[ะาๅๆฯ๚๛ະາຽໆຯ។៕៖ៗ၊။]|[\u1000-\u1021]\u103a")

_WORD = re.compile(f"[^{_SPACE}]*(?P<space>[{_SPACE}]*)")
_UNIT = re.compile(
    f"(?:[{_OPENING}]*(?:{_OTHER}*[{_LATIN_OPENING}])?[{_IDEOGRAPH}][{_CLOSING}{_LATIN_CLOSING}]*"
    f"|[{_OPENING}]*{_OTHER}+[{_CLOSING}]*"
    f"|[{_OPENING}]*[{_CLOSING}]+|[{_OPENING}]+|)(?P<space>[{_SPACE}]*)"
)
_HAS_IDEOGRAPH = re.compile(f"[{_IDEOGRAPH}{_OPENING}{_CLOSING}]")
# Each a cluster of two cells, and of the kinds above.
_IDEOGRAPHS_ONLY = re.compile(
    f"[\u3000\u3005-\u3007\u3041-\u3096\u309d-\u30ff\u4e00-\u9fff{_WIDE_OPENING}」』）］、。，．！？：；]*"
)
_NEVER_FIRST = re.compile(f"[{_CLOSING}]")
_STANDS_APART = re.compile(f"[{_SPACE}{_IDEOGRAPH}{_OPENING}{_CLOSING}]")


def break_ideographs(text: str, at: int, end: int, limit: int) -> int | None:
    """Where a line ends if all its characters are ideographs, kana or their signs, else None.

    Args:
        text: The text.
        at: Where the line begins.
        end: The text's end.
        limit: The line's cells.
    """
    full = at + limit // 2
    if limit < 2 or not _IDEOGRAPHS_ONLY.fullmatch(text, at, min(end, full + 1)):
        return None
    if end <= full:
        return end
    cut = full
    while cut > at and not _divides_ideographs(text, cut):
        cut -= 1
    cut = cut if cut > at else full
    if text[at] == "\u3000" and not text[at:cut].strip("\u3000"):
        # An indent alone: whether it may stand so depends on the line after.
        return None
    while cut < end and text[cut] == "\u3000":
        cut += 1
    return cut if cut == end or _IDEOGRAPHS_ONLY.fullmatch(text, cut, cut + 1) else None


def _divides_ideographs(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    return after == "\u3000" or (before not in _OPENING and not _NEVER_FIRST.match(after))


def break_words(
    text: str, at: int, end: int, limit: int, rest: int, tabs: int, joints: Sequence[int]
) -> int:
    """Where a line of any text ends.

    Args:
        text: The text.
        at: Where the line begins.
        end: The text's end.
        limit: The line's cells.
        rest: The cells of the line after it.
        tabs: The most cells of a tab.
        joints: Sorted positions between the two at which words and clusters end.
    """
    size = 8 * limit + 64
    while True:
        stop = min(end, at + size)
        cut = _break_before(text, at, stop, stop == end, limit, rest, tabs, joints)
        if cut is not None:
            return cut
        size *= 2


def _break_before(
    text: str,
    at: int,
    stop: int,
    whole: bool,
    limit: int,
    rest: int,
    tabs: int,
    joints: Sequence[int],
) -> int | None:
    """As `break_words`, from what is before a position; None where that does not suffice."""
    column = 0
    blank = True
    for first, space, last in _words(text, at, stop, joints):
        cells = room_of(text[first:space])
        if cells and column + cells > limit:
            if not blank:
                return first
            if column and cells <= rest:
                # An indent; the word after it fits on the next line, if this is all of it.
                return first if whole or space < stop else None
            cut = _cut(text, first, space, column, limit)
            if cut < space:
                return cut
        column += cells
        blank = blank and not cells
        column += _cells_of_space(text[space:last], column, tabs)
    return stop if whole else None


def _cut(text: str, first: int, last: int, column: int, limit: int) -> int:
    """Where a word that is longer than its line is cut."""
    dash = good = 0
    for at, after in clusters_from(text, first, last):
        cells = room_of_cluster(text[at:after])
        if at >= first + 2 and text[at - 1] in DASHES and text[at] not in DASHES:
            dash = at
        if at > first and text[at - 1] not in _ENDS_NONE and not _BEGINS_NONE.match(text, at):
            good = at
        if cells and column and column + cells > limit:
            return dash or good or at
        column += cells
    return last


def _words(
    text: str, start: int, end: int, joints: Sequence[int]
) -> Iterator[tuple[int, int, int]]:
    """What stays on one line where it can: its start, its end, and that of the space after it."""
    pattern = _UNIT if _HAS_IDEOGRAPH.search(text, start, end) else _WORD
    within = [joint for joint in joints if start < joint < end]
    for left, right in pairwise([start, *within, end]):
        first = left
        for match in pattern.finditer(text, left, right):
            space, last = match.span("space")
            if last == right or _divides(text, last):
                if first < space < last and snap(text, space, space)[0] != space:
                    # A sign that joins with what follows takes the first blank to itself.
                    space += 1
                if first < last:
                    yield first, space, last
                first = last
            elif last > space + 1:
                # A mark on the last of several blanks: that blank begins a word.
                yield first, space, last - 1
                first = last - 1


def _divides(text: str, at: int) -> bool:
    """Whether a cluster ends where a word or its space does."""
    before, after = text[at - 1], text[at]
    if before in "\t\u200b":
        return True
    if _STANDS_APART.match(before):
        return not _joins(after)
    return snap(text, at, at)[0] == at


@lru_cache(maxsize=4096)
def _joins(character: str) -> bool:
    """Whether a character is of one cluster with most that may stand before it."""
    return len(cluster_starts("x" + character)) == 1


def _cells_of_space(space: str, column: int, tabs: int) -> int:
    if "\t" not in space:
        return room_of(space)
    end = column
    for character in space:
        if character != "\t":
            end += room_of(character)
        elif tabs:
            end += tab_cells(end, tabs)
    return end - column
