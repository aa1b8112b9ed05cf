"""Where a selection of a project stands in its source.

The standard counts Unicode code points from 0 (REFI-QDA 1.5, 10.2) and says nothing of line
ends; the end is exclusive by custom. Programs differ: a CR LF counts as one or as two, and a
character beyond U+FFFF as one or (in UTF-16 units) as two. So for each source all ways are
tried, where they differ, and that one is taken by which most selections begin with the words
they are named by, and else by which most begin and end where words do.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_JUDGED = 2_000
"""How many selections decide how a source is counted."""
_NAMED = 40
"""How many code points of a name are compared with the text."""
_LEAST = 4
"""How long a name must be to say anything."""

_CRLF = re.compile("\r\n")
_BEYOND = re.compile("[\U00010000-\U0010ffff]")
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


Counting = Callable[[int], int]
"""From a position in a file to one in the text, in code points with LF line ends."""


def unix_text(raw: str) -> str:
    """A text with LF line ends."""
    return raw.replace("\r\n", "\n").replace("\r", "\n")


def place(
    raw: str, claims: Sequence[Claim], *, is_standard: bool = False
) -> list[tuple[int, int] | None]:
    """The ranges in `unix_text(raw)` that claims mean, each within the text.

    Args:
        raw: The source with its line ends, without a byte-order mark.
        claims: Of all its selections.
        is_standard: Whether they are known to count as the standard says.

    Returns:
        For each claim its range; None where it has no text. One that is empty but is named
        by a line is that line.
    """
    text = unix_text(raw)
    counting = _ways(raw, text)[0] if is_standard else _counting(raw, text, claims)
    return [_range(text, claim, counting) for claim in claims]


def words_named(name: str) -> str:
    """The words that a selection's name tells of; empty where it tells only of a line."""
    return _ELLIPSIS.sub("", " ".join(_LINE_NAME.sub("", name, count=1).split()))


def _range(text: str, claim: Claim, counting: Counting) -> tuple[int, int] | None:
    start, end = (min(max(counting(at), 0), len(text)) for at in (claim.start, claim.end))
    if start < end:
        return start, end
    found = _LINE_NAME.match(claim.name)
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


def _counting(raw: str, text: str, claims: Sequence[Claim]) -> Counting:
    ways = _ways(raw, text)
    if len(ways) == 1:
        return ways[0]
    judged = claims[:_JUDGED]

    def agreement(way: Counting) -> tuple[int, int]:
        named = bounded = 0
        for claim in judged:
            start, end = way(claim.start), way(claim.end)
            if 0 <= start < end <= len(text):
                named += _begins_as_named(text, start, end, claim.name)
                bounded += _between_words(text, start, end)
            else:
                bounded -= 1
        return named, bounded

    return max(ways, key=agreement)


def _ways(raw: str, text: str) -> list[Counting]:
    """The ways of counting that differ for a source, the standard's first."""
    crs = [found.start() for found in _CRLF.finditer(raw)]
    whole = _units(text)
    ways: list[Counting] = [lambda at: at]
    if crs:
        ways.append(lambda at: at - bisect_left(crs, at))
    if whole is not None:
        ways.append(whole)
        raw_units = _units(raw)
        if crs and raw_units is not None:
            ways.append(lambda at: raw_units(at) - bisect_left(crs, raw_units(at)))
    return ways


def _units(text: str) -> Counting | None:
    """Turns UTF-16 units into code points; None where they are the same."""
    ends = [found.start() + count + 2 for count, found in enumerate(_BEYOND.finditer(text))]
    return (lambda at: at - bisect_right(ends, at)) if ends else None


def _begins_as_named(text: str, start: int, end: int, name: str) -> bool:
    words = words_named(name)[:_NAMED]
    if len(words) < _LEAST:
        return False
    return " ".join(text[start : min(end, start + 4 * _NAMED)].split()).startswith(words)


def _between_words(text: str, start: int, end: int) -> bool:
    inside_start = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    inside_end = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    return not inside_start and not inside_end and not text[start].isspace()
