"""Wraps a line of text to a width in cells.

Lines break at white space, which hangs over the end of the line, and around ideographs;
a word that is longer than a line breaks after a dash or slash, else wherever a grapheme
cluster ends. What is given here is text as it is painted (`characters.screen_text`).
Widths are counted in cells, positions in code points.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from csreader.text.breaking import break_ideographs, break_words
from csreader.text.cell_counts import TAB_CELLS, room_of, tab_cells
from csreader.text.clusters import cluster_starts, is_narrow


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
        if len(line) + line.count("\t") * (TAB_CELLS - 1) <= width:
            return [start]
        runs = _runs_between_tabs(text, start, end)
    else:
        runs = list(pairwise([*cluster_starts(text, start, end), end]))
    starts = [start]
    column = 0
    for first, last in runs:
        tab = text[first] == "\t"
        cells = tab_cells(column, width) if tab else room_of(text[first:last])
        if column and column + cells > width:
            starts.append(first)
            column = 0
            cells = tab_cells(0, width) if tab else cells
        column += cells
    return starts
