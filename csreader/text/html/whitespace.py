"""Collapses the white space of text that stands in one block.

The rules are those of CSS Text Module Level 3 for `white-space: normal`, with the no-break
space treated as a space and `<br>` as a forced break.
"""

from __future__ import annotations

import re

from csreader.text.characters import replace_controls
from csreader.text.model import Style

BREAK = "\x00"
"""A forced line break among the runs; the parser leaves no such character in a text."""
PLAIN = Style()

Run = tuple[str, Style]
"""Text as in the source, with the style it stands in."""
Styled = tuple[int, int, Style]
"""Start, end and style, in a block's own text."""

SPACE = " \t\n\r\f\u00a0"
_SPACES = re.compile(f"[{SPACE}]+")
_ODD_SPACE = re.compile("[\t\n\r\f\u00a0]|  ")


def collapse(runs: list[Run]) -> tuple[str, list[Styled], list[int]]:
    """Collapses the white space of runs.

    Returns:
        The text, control characters replaced; its styled runs, neighbours of one style
        joined; and the place of each run's first word in the text.
    """
    if len(runs) == 1 and runs[0][1] is PLAIN:
        text = runs[0][0]
        if _ODD_SPACE.search(text):
            text = _SPACES.sub(" ", text)
        text = text.strip(" ") if text != BREAK else ""
        return replace_controls(text), [], [0]
    parts: list[str] = []
    styled: list[Styled] = []
    places: list[int] = []
    position = 0
    owed = ""
    """The blank or newline that stands before the next word, if one comes."""
    for raw, style in runs:
        if raw == BREAK:
            places.append(position)
            if parts:
                owed = "\n"
            continue
        text = _SPACES.sub(" ", raw) if _ODD_SPACE.search(raw) else raw
        words = text.strip(" ")
        if not words:
            places.append(position)
            if text and parts and not owed:
                owed = " "
            continue
        if text[0] == " " and parts and not owed:
            owed = " "
        start = position
        if owed:
            parts.append(owed)
            position += 1
        places.append(position)
        parts.append(words)
        position += len(words)
        if style is not PLAIN:
            # A blank between two runs of one style has it too: a link's words stay one run.
            if styled and styled[-1][1] == start and styled[-1][2] == style:
                styled[-1] = (styled[-1][0], position, style)
            else:
                styled.append((places[-1], position, style))
        owed = " " if text[-1] == " " else ""
    return replace_controls("".join(parts)), styled, places


def verbatim(runs: list[Run]) -> tuple[str, list[Styled], list[int]]:
    """As `collapse`, for preformatted text: white space stays, but for newlines at the end."""
    parts: list[str] = []
    styled: list[Styled] = []
    places: list[int] = []
    position = 0
    for raw, style in runs:
        text = "\n" if raw == BREAK else raw
        places.append(position)
        parts.append(text)
        if style is not PLAIN and text:
            if styled and styled[-1][1] == position and styled[-1][2] == style:
                styled[-1] = (styled[-1][0], position + len(text), style)
            else:
                styled.append((position, position + len(text), style))
        position += len(text)
    text = replace_controls("".join(parts)).rstrip("\n")
    end = len(text)
    styled = [(start, min(stop, end), style) for start, stop, style in styled if start < end]
    return text, styled, [min(place, end) for place in places]
