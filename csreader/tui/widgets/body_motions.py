"""What each motion's name means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from csreader.text.cursor import motions
from csreader.text.layout import Layout
from csreader.text.model import ReadingText

Target = Callable[[ReadingText, Layout, int, int, int, int], int]
"""Takes the text, its layout, the cursor, a count, the goal cell and a page's lines;
returns the new cursor."""


@dataclass(frozen=True, slots=True)
class Motion:
    """A motion of the cursor."""

    target: Target
    keeps_goal: bool = False
    """Whether the cursor aims for the same cell on the lines that follow."""


def _by_text(move: Callable[[ReadingText, int, int], int]) -> Motion:
    return Motion(
        lambda reading, _layout, cursor, count, _goal, _page: move(reading, cursor, count)
    )


def _by_lines(lines: Callable[[int], int], *, page: bool = False) -> Motion:
    def target(
        reading: ReadingText, layout: Layout, cursor: int, count: int, goal: int, height: int
    ) -> int:
        step = lines(height) * count if page else lines(1) * count
        return motions.line_down(reading, layout, cursor, step, goal)

    return Motion(target, keeps_goal=True)


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
    "line_start": Motion(lambda r, lay, c, _n, _g, _p: motions.line_start(r, lay, c)),
    "line_end": Motion(lambda r, lay, c, _n, _g, _p: motions.line_end(r, lay, c)),
    "text_start": Motion(lambda r, _l, _c, _n, _g, _p: motions.text_start(r)),
    "text_end": Motion(lambda r, _l, _c, _n, _g, _p: motions.text_end(r)),
    "down": _by_lines(lambda _: 1),
    "up": _by_lines(lambda _: -1),
    "half_page_down": _by_lines(lambda page: max(1, page // 2), page=True),
    "half_page_up": _by_lines(lambda page: -max(1, page // 2), page=True),
    "page_down": _by_lines(lambda page: page, page=True),
    "page_up": _by_lines(lambda page: -page, page=True),
}
"""By the name that the commands use."""
