"""Wraps a line of text to a width in cells.

Lines break at white space, which hangs over the end of the line, and around ideographs;
a word that is longer than a line breaks after a dash or slash, else wherever a grapheme
cluster ends. What is given here is text as it is painted (`characters.screen_text`).
Widths are counted in cells, positions in code points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from rich.cells import cell_len

from csreader.text.clusters import cell_width, cluster_starts, clusters, is_narrow, snap

TAB_CELLS = 4
"""A tab reaches to the next multiple of so many cells from the text's left edge."""

# White space to break at: not the no-break spaces; the zero width space is one.
_SPACE = " \t\u1680\u2000-\u2006\u2008-\u200b\u205f\u3000"
_IDEOGRAPH = (
    "\u2e80-\u2fff\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
# Signs that end no line, and signs, small kana among them, that begin none (JIS X 4051).
_OPENING = "「『（［｛〈《【〔〖〘〝"
_CLOSING = (
    "」』）］｝〉》】〕〗〙〟、。，．！？：；・ー々…‥ヽヾゝゞ％〜"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰ-ㇿ"
)
_LATIN_OPENING = r"(\[{“‘«"
_LATIN_CLOSING = r")\]}”’»,.!?:;%'\""
_OTHER = f"[^{_SPACE}{_IDEOGRAPH}{_OPENING}{_CLOSING}]"

_WORD = re.compile(f"[^{_SPACE}]*(?P<space>[{_SPACE}]*)")
_UNIT = re.compile(
    f"(?:[{_OPENING}]*(?:{_OTHER}*[{_LATIN_OPENING}])?[{_IDEOGRAPH}][{_CLOSING}{_LATIN_CLOSING}]*"
    f"|[{_OPENING}]*{_OTHER}+[{_CLOSING}]*"
    f"|[{_OPENING}]*[{_CLOSING}]+|[{_OPENING}]+|)(?P<space>[{_SPACE}]*)"
)
_HAS_IDEOGRAPH = re.compile(f"[{_IDEOGRAPH}{_OPENING}{_CLOSING}]")
# Each a cluster of two cells, and of the kinds above.
_IDEOGRAPHS_ONLY = re.compile(
    f"[\u3000\u3005-\u3007\u3041-\u3096\u309d-\u30ff\u4e00-\u9fff{_OPENING}」』）］、。，．！？：；]*"
)
_NEVER_FIRST = re.compile(f"[{_CLOSING}]")
_STANDS_APART = re.compile(f"[{_SPACE}{_IDEOGRAPH}{_OPENING}{_CLOSING}]")
_DASHES = "-\u2010\u2012\u2013\u2014/"


def wrap(
    text: str,
    start: int,
    end: int,
    width: int,
    *,
    hang: int = 0,
    tabs: bool = True,
    joints: Sequence[int] = (),
) -> list[int]:
    """Where the lines of text[start:end] begin.

    Args:
        text: Text as painted, without a newline between start and end.
        start: Where the first line begins.
        end: Where the last one ends.
        width: The cells of a line, at least 1.
        hang: How many cells fewer there are for all lines but the first.
        tabs: Whether a tab takes cells.
        joints: Sorted positions at which words and clusters end in any case.

    Returns:
        The positions at which lines begin, `start` being the first. Each ends a cluster.
        White space at the end of a line may reach over the width, nothing else does
        unless one cluster alone is wider.
    """
    rest = max(1, width - hang)
    if not joints:
        line = text[start:end]
        if is_narrow(line):
            return [start] if end - start <= width else _wrap_narrow(text, start, end, width, rest)
        if width == rest > 1 and _IDEOGRAPHS_ONLY.fullmatch(line):
            return _wrap_ideographs(text, start, end, width // 2)
    return _wrap_words(text, start, end, width, rest, tabs, joints)


def wrap_hard(text: str, start: int, end: int, width: int) -> list[int]:
    """Where the lines of text[start:end] begin if they break wherever they are full.

    As `wrap`, for code, in which each blank counts.
    """
    line = text[start:end]
    if len(line) + line.count("\t") * (TAB_CELLS - 1) <= width and is_narrow(
        line.replace("\t", "")
    ):
        return [start]
    if is_narrow(line):
        return list(range(start, end, width))
    starts = [start]
    column = 0
    for first, last in pairwise([*cluster_starts(text, start, end), end]):
        cells = _advance(text[first:last], column, width)
        if column + cells > width and column:
            starts.append(first)
            column = 0
            cells = _advance(text[first:last], 0, width)
        column += cells
    return starts


def tab_cells(column: int, width: int) -> int:
    """The cells of a tab at a column of the text, on lines of a width."""
    return min(TAB_CELLS - column % TAB_CELLS, max(1, width))


def room_of(text: str) -> int:
    """The cells to keep free for a text without tabs.

    At least the sum over its clusters, and at least what the terminal library counts
    for the text within any longer one: the two differ for some clusters.
    """
    if is_narrow(text):
        return len(text)
    if "\u200d" not in text and "\ufe0f" not in text:
        return cell_len(text)
    return sum(map(_room_of_cluster, clusters(text)))


@lru_cache(maxsize=4096)
def _room_of_cluster(cluster: str) -> int:
    # An emoji presentation selector without a base widens whatever stands before it.
    return max(cell_width(cluster), cell_len(cluster), "\ufe0f" in cluster)


def _advance(cluster: str, column: int, width: int) -> int:
    return tab_cells(column, width) if cluster == "\t" else _room_of_cluster(cluster)


def _wrap_narrow(text: str, start: int, end: int, width: int, rest: int) -> list[int]:
    """Wrap a text in which each character is a cluster of one cell."""
    starts = [start]
    at = start
    while end - at > width:
        space = text.rfind(" ", at, at + width + 1)
        if space < 0:
            cut = _last_dash(text, at, at + width) or at + width
        else:
            cut = space + 1
            while cut < end and text[cut] == " ":
                cut += 1
            if cut == end:
                break
            if text[at] == " " and text[at:cut].isspace():
                # An indent: the first word stays beside it if it has to be cut anyhow.
                word_end = text.find(" ", cut, end)
                word = (end if word_end < 0 else word_end) - cut
                if word > rest and cut - at < width:
                    cut = _last_dash(text, cut, at + width) or at + width
        starts.append(cut)
        at = cut
        width = rest
    return starts


def _last_dash(text: str, word: int, last: int) -> int:
    """The last place, `last` included, at which the word may break after a dash, or 0."""
    for at in range(last, word + 1, -1):
        if text[at - 1] in _DASHES and text[at] not in _DASHES:
            return at
    return 0


def _wrap_ideographs(text: str, start: int, end: int, most: int) -> list[int]:
    """Wrap a text in which each character is a cluster of two cells."""
    starts = [start]
    at = start
    while end - at > most:
        cut = at + most
        while cut > at and not _may_break(text, cut):
            cut -= 1
        if cut == at:
            cut = at + most
        while cut < end and text[cut] == "\u3000":
            cut += 1
        if cut == end:
            break
        starts.append(cut)
        at = cut
    return starts


def _may_break(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    return after == "\u3000" or (before not in _OPENING and not _NEVER_FIRST.match(after))


def _wrap_words(
    text: str, start: int, end: int, width: int, rest: int, tabs: bool, joints: Sequence[int]
) -> list[int]:
    """Wrap any text."""
    starts = [start]
    column = 0
    blank = True
    for first, space, last in _words(text, start, end, joints):
        cells = room_of(text[first:space])
        limit = rest if len(starts) > 1 else width
        if cells and column + cells > limit and (not blank or (column and cells <= rest)):
            starts.append(first)
            limit, column = rest, 0
        if column + cells > limit:
            column = _cut(text, first, space, column, limit, rest, starts)
        else:
            column += cells
        blank = blank and not cells
        column += _cells_of_space(text[space:last], column, width, tabs)
    return starts


def _cut(
    text: str, first: int, last: int, column: int, limit: int, rest: int, starts: list[int]
) -> int:
    """Cut a word that is longer than its line, and give the column after it."""
    bounds = [*cluster_starts(text, first, last), last]
    part, dash, index = 0, 0, 0
    while index < len(bounds) - 1:
        at = bounds[index]
        cells = _room_of_cluster(text[at : bounds[index + 1]])
        if at > bounds[part] + 1 and text[at - 1] in _DASHES and text[at] not in _DASHES:
            dash = index
        if cells and column and column + cells > limit:
            part = index = dash or index
            starts.append(bounds[part])
            column, dash, limit = 0, 0, rest
        else:
            column += cells
            index += 1
    return column


def _words(
    text: str, start: int, end: int, joints: Sequence[int]
) -> Iterator[tuple[int, int, int]]:
    """What stays on one line where it can: its start, its end, and that of the space after it."""
    for first, last in pairwise([start, *joints, end]):
        yield from _words_between_joints(text, first, last)


def _words_between_joints(text: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    pattern = _UNIT if _HAS_IDEOGRAPH.search(text, start, end) else _WORD
    first = start
    for match in pattern.finditer(text, start, end):
        space, last = match.span("space")
        if last == end or _divides(text, last):
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


def _cells_of_space(space: str, column: int, width: int, tabs: bool) -> int:
    if "\t" not in space:
        return room_of(space)
    end = column
    for character in space:
        if character != "\t":
            end += room_of(character)
        elif tabs:
            end += tab_cells(end, width)
    return end - column
