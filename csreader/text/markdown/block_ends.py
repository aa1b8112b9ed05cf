"""Finds the line that ends a block, for rules inside markdown-it, in linear time."""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock


def line_of(state: StateBlock, pattern: re.Pattern[str], position: int, line: int, end: int) -> int:
    """The line of a container that a pattern is first found in.

    What was found nowhere in the rest of a source is not looked for there again.

    Args:
        state: The parser's state; its `env` remembers.
        pattern: What to look for.
        position: Where in the source to look from.
        line: The number of the line that holds that place, or of one before it.
        end: The number of the line after the container's last.

    Returns:
        The line's number; -1 where the container has none.
    """
    absent = state.env.setdefault("absent", {})
    if position >= absent.get(pattern.pattern, len(state.src)):
        return -1
    found = pattern.search(state.src, position)
    if found is None:
        absent[pattern.pattern] = position
        return -1
    while line < end and state.eMarks[line] < found.end():
        line += 1
        if line < end and state.sCount[line] < state.blkIndent and not state.isEmpty(line):
            return -1
    return line if line < end else -1
