"""Wraps a line of text to a width in cells.

Lines break at white space, which hangs over the end of the line, and around ideographs;
a word that is longer than a line breaks after a dash or slash, else wherever a grapheme
cluster ends. What is given here is text as it is painted (`characters.screen_text`).
Widths are counted in cells, positions in code points.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from csreader.text.clusters import cluster_starts, is_narrow
from csreader.text.layout.breaking import DASHES, break_ideographs, break_words
from csreader.text.layout.widths import TAB_CELLS, room_of_cluster, tab_cells


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
        joints: Positions between start and end at which words and clusters end.

    Returns:
        The positions at which lines begin, `start` being the first. Each ends a cluster.
        White space at the end of a line may reach over the width, nothing else does
        unless one cluster alone is wider.
    """
    starts = [start]
    limit, rest = width, max(1, width - hang)
    narrow = not joints and is_narrow(text[start:end])
    at = start
    while at < end:
        cut: int | None = None
        if narrow:
            cut = _break_narrow(text, at, end, limit, rest)
        elif not any(at < joint <= at + limit for joint in joints):
            cut = _break_like_narrow(text, at, end, limit)
            if cut is None:
                cut = break_ideographs(text, at, end, limit)
        if cut is None:
            within = [joint for joint in joints if at < joint]
            cut = break_words(text, at, end, limit, rest, width if tabs else 0, within)
        if cut == end:
            break
        starts.append(cut)
        at, limit = cut, rest
    return starts


def wrap_hard(text: str, start: int, end: int, width: int) -> list[int]:
    """Where the lines of text[start:end] begin if they break wherever they are full.

    As `wrap`, for code, in which each blank counts.
    """
    line = text[start:end]
    if is_narrow(line):
        return list(range(start, end, width)) or [start]
    if is_narrow(line.replace("\t", "")):
        fits = len(line) + line.count("\t") * (TAB_CELLS - 1) <= width
        return [start] if fits else _wrap_tabbed(text, start, end, width)
    starts = [start]
    column = 0
    for first, last in pairwise([*cluster_starts(text, start, end), end]):
        tab = text[first] == "\t"
        cells = tab_cells(column, width) if tab else room_of_cluster(text[first:last])
        if column and column + cells > width:
            starts.append(first)
            column = 0
            cells = tab_cells(0, width) if tab else cells
        column += cells
    return starts


def _wrap_tabbed(text: str, start: int, end: int, width: int) -> list[int]:
    """As `wrap_hard` for a text in which all but tabs are clusters of one cell."""
    starts = [start]
    column = 0
    at = start
    while at < end:
        tab = text[at] == "\t"
        cells = tab_cells(column, width) if tab else 1
        if column and column + cells > width:
            starts.append(at)
            column = 0
            cells = tab_cells(0, width) if tab else 1
        if tab:
            at += 1
        else:
            stop = text.find("\t", at, end)
            cells = min((end if stop < 0 else stop) - at, width - column)
            at += cells
        column += cells
    return starts


def _break_like_narrow(text: str, at: int, end: int, limit: int) -> int | None:
    """As `_break_narrow` where that can be told from the line's own characters, else None."""
    if text[at] == " " or not is_narrow(text[at : min(end, at + limit + 1)]):
        return None
    cut = _break_narrow(text, at, end, limit, limit)
    # After the blanks that hang over the end there may be other white space, or a mark.
    return cut if cut <= at + limit or cut == end or is_narrow(text[cut]) else None


def _break_narrow(text: str, at: int, end: int, limit: int, rest: int) -> int:
    """Where a line ends in a text in which each character is a cluster of one cell."""
    if end - at <= limit:
        return end
    space = text.rfind(" ", at, at + limit + 1)
    if space < 0:
        return _last_dash(text, at, at + limit) or at + limit
    cut = space + 1
    while cut < end and text[cut] == " ":
        cut += 1
    if text[at] == " " and cut < end and text[at:cut].isspace():
        # An indent: the first word stays beside it if it has to be cut anyhow.
        word_end = text.find(" ", cut, end)
        word = (end if word_end < 0 else word_end) - cut
        if word > rest and cut - at < limit:
            return _last_dash(text, cut, at + limit) or at + limit
    return cut


def _last_dash(text: str, word: int, last: int) -> int:
    """The last place, `last` included, at which the word may break after a dash, or 0."""
    for at in range(last, word + 1, -1):
        if text[at - 1] in DASHES and text[at] not in DASHES:
            return at
    return 0
