"""What each motion's name means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from csreader.text.cursor import motions
from csreader.text.layout import Layout
from csreader.text.model import ReadingText

MARGIN_LINES = 2
"""Lines that stay in sight above and below the cursor."""


def margin_lines(height: int) -> int:
    """How many lines stay in sight above and below the cursor in a pane of so many."""
    return min(MARGIN_LINES, max(0, (height - 1) // 2))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a motion begins, and in what window."""

    reading: ReadingText
    layout: Layout
    cursor: int
    typed: int
    """The count that was typed before the motion, 0 where none was."""
    goal: int
    """The cell that motions by lines aim for."""
    top: int
    """The first painted line in sight."""
    height: int
    """How many painted lines there is room for."""

    @property
    def count(self) -> int:
        """How often the motion goes on."""
        return max(1, self.typed)

    @property
    def page(self) -> int:
        """How many lines a page goes on: two of the window's stay in sight."""
        return max(1, self.height - 2)


Target = Callable[[Place], int]
"""Gives the new cursor."""


@dataclass(frozen=True, slots=True)
class Motion:
    """A motion of the cursor."""

    target: Target
    keeps_goal: bool = False
    """Whether the cursor aims for the same cell on the lines that follow."""


def _by_text(move: Callable[[ReadingText, int, int], int]) -> Motion:
    return Motion(lambda at: move(at.reading, at.cursor, at.count))


def _by_lines(lines: Callable[[int], int]) -> Motion:
    """So many lines for a page's, down or up."""

    def target(at: Place) -> int:
        step = lines(at.page) * at.count
        return motions.line_down(at.reading, at.layout, at.cursor, step, at.goal)

    return Motion(target, keeps_goal=True)


def _in_window(share: float) -> Motion:
    """The line at a share of the window; from the edges a count tells how far in.

    As Vim's with `scrolloff`: not so near an edge that the text would scroll.
    """

    def target(at: Place) -> int:
        last = min(at.height, at.layout.height - at.top) - 1
        margin = margin_lines(at.height)
        first = margin if at.top > 0 else 0
        if at.top + at.height < at.layout.height:
            last -= margin
        line = round((first + last) * share)
        if share == 0:
            line = min(first + at.count - 1, last)
        elif share == 1:
            line = max(first, last - at.count + 1)
        line = max(0, line)
        while share == 1 and line > first and at.layout.lines[at.top + line].block < 0:
            line -= 1
        offset = at.layout.offset_at(at.top + line, at.goal)
        return motions.line_first(at.reading, at.layout, offset)

    return Motion(target)


def _to_line(otherwise: Callable[[ReadingText], int]) -> Motion:
    """The painted line that the count names, from the text's first; else as without one."""

    def target(at: Place) -> int:
        if not at.typed or not at.layout.height:
            return otherwise(at.reading)
        line = min(at.typed, at.layout.height) - 1
        return motions.line_first(at.reading, at.layout, at.layout.offset_at(line, 0))

    return Motion(target)


MOTIONS: dict[str, Motion] = {
    "left": _by_text(motions.left),
    "right": _by_text(motions.right),
    "word_next": _by_text(motions.word_next),
    "word_previous": _by_text(motions.word_previous),
    "word_end": _by_text(motions.word_end),
    "sentence_next": _by_text(motions.sentence_next),
    "sentence_previous": _by_text(motions.sentence_previous),
    "paragraph_next": _by_text(motions.paragraph_next),
    "paragraph_previous": _by_text(motions.paragraph_previous),
    "line_start": Motion(lambda at: motions.line_start(at.reading, at.layout, at.cursor)),
    "line_first": Motion(lambda at: motions.line_first(at.reading, at.layout, at.cursor)),
    "line_end": Motion(lambda at: motions.line_end(at.reading, at.layout, at.cursor)),
    "text_start": _to_line(motions.text_start),
    "text_end": _to_line(motions.text_end),
    "window_top": _in_window(0),
    "window_middle": _in_window(0.5),
    "window_bottom": _in_window(1),
    "down": _by_lines(lambda _: 1),
    "up": _by_lines(lambda _: -1),
    "half_page_down": _by_lines(lambda page: max(1, page // 2)),
    "half_page_up": _by_lines(lambda page: -max(1, page // 2)),
    "page_down": _by_lines(lambda page: page),
    "page_up": _by_lines(lambda page: -page),
}
"""By the name that the commands use."""
