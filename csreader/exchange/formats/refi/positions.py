"""Where a selection of a project stands in its source.

The standard counts Unicode code points from 0 (REFI-QDA 1.5, 10.2) and says nothing of line
ends; the end is exclusive by custom. Programs differ, so `counting` finds out how a source is
counted, by the words that its selections are named by.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from csreader.exchange import counting
from csreader.exchange.counting import unix_text
from csreader.exchange.units import Unit

_LINE_NAME = re.compile(r"line:(\d+)\s*")
"""How qualitative-coding names a selection, and csreader for it: the line, from 0."""
_ELLIPSIS = re.compile(r"\s*(?:…|\.\.\.)$")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a file says of a selection's place."""

    start: int
    end: int
    name: str
    """Often the words that it begins with."""


def place(
    raw: str, claims: Sequence[Claim], *, is_standard: bool = False
) -> list[tuple[int, int] | None]:
    """The ranges in `unix_text(raw)` that claims mean, each within the text.

    Args:
        raw: The source with its line ends, without a byte-order mark.
        claims: Of all its selections.
        is_standard: Whether it is known to count as the standard says.

    Returns:
        For each claim its range; None where it has no text. One that is empty but is named
        by a line is that line.
    """
    named = [counting.Claim(one.start, one.end, words_named(one.name)) for one in claims]
    units = (Unit.CODE_POINT,) if is_standard else (Unit.CODE_POINT, Unit.UTF_16)
    placed = counting.place(raw, named, units).ranges
    text = unix_text(raw)
    return [found or _named_line(text, one.name) for found, one in zip(placed, claims, strict=True)]


def words_named(name: str) -> str:
    """The words that a selection's name tells of; empty where it tells only of a line."""
    return _ELLIPSIS.sub("", " ".join(_LINE_NAME.sub("", name, count=1).split()))


def _named_line(text: str, name: str) -> tuple[int, int] | None:
    found = _LINE_NAME.match(name)
    return _line(text, int(found[1])) if found and len(found[1]) < 10 else None


def _line(text: str, number: int) -> tuple[int, int] | None:
    start = 0
    for _ in range(number):
        start = text.find("\n", start) + 1
        if not start:
            return None
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    return (start, end) if start < end else None
