r"""In which unit a file counts, where it does not say: found by trying all.

Programs differ: a CR LF counts as one or as two, a character beyond U+FFFF as one or (in
UTF-16 units) as two, a grapheme cluster as one or as several. So for each text all ways are
tried, where they differ, and that one is taken by which most passages begin with the words
that the file says of them, and else by which most begin and end where words do.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from csreader.exchange.units import Unit, differ, positions

_JUDGED = 2_000
"""How many passages decide how a text is counted."""
_NAMED = 40
"""How many code points of a passage's words are compared with the text."""
_LEAST = 4
"""How long its words must be to say anything."""

_CRLF = re.compile("\r\n")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a file says of a passage's place."""

    start: int
    end: int
    words: str = ""
    """What it begins with, white space as single blanks; empty where the file does not say."""
    is_whole: bool = False
    """Whether the words are the whole passage."""


Counting = Callable[[int], int]
"""From a position in a file to one in the text, in code points with LF line ends."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where passages are, and how that was found."""

    ranges: tuple[tuple[int, int] | None, ...]
    """In code points of the text with LF line ends; None for one that has no text."""
    unit: Unit


def unix_text(raw: str) -> str:
    """A text with LF line ends."""
    return raw.replace("\r\n", "\n").replace("\r", "\n")


def place(
    raw: str,
    claims: Sequence[Claim],
    units: Sequence[Unit] = (Unit.CODE_POINT, Unit.UTF_16),
    *,
    crlf_is_two: bool = False,
) -> Placed:
    """The ranges in `unix_text(raw)` that claims mean, each within the text.

    Args:
        raw: The text with its line ends, without a byte-order mark.
        claims: Of all its passages.
        units: What the file may count in, the likeliest first.
        crlf_is_two: Whether a CR LF counts as two where nothing tells.
    """
    text = unix_text(raw)
    ways = list(_ways(raw, text, units, crlf_is_two))
    unit, counting = ways[0] if len(ways) == 1 else _fitting(text, claims, ways)
    return Placed(tuple(_range(text, claim, counting) for claim in claims), unit)


def _range(text: str, claim: Claim, counting: Counting) -> tuple[int, int] | None:
    start, end = (min(max(counting(at), 0), len(text)) for at in (claim.start, claim.end))
    return (start, end) if start < end else None


def _fitting(
    text: str, claims: Sequence[Claim], ways: Sequence[tuple[Unit, Counting]]
) -> tuple[Unit, Counting]:
    judged = claims[:_JUDGED]

    def agreement(way: tuple[Unit, Counting]) -> tuple[int, int]:
        named = bounded = 0
        for claim in judged:
            start, end = way[1](claim.start), way[1](claim.end)
            if 0 <= start < end <= len(text):
                named += _has_words(text[start:end], claim)
                bounded += _between_words(text, start, end)
            else:
                bounded -= 1
        return named, bounded

    return max(ways, key=agreement)


def _ways(
    raw: str, text: str, units: Sequence[Unit], crlf_is_two: bool
) -> Iterator[tuple[Unit, Counting]]:
    """The ways of counting that differ for a text, the likelier first."""
    crs = [found.start() for found in _CRLF.finditer(raw)]
    for unit in units:
        if unit is units[0] or differ(text, unit):
            as_one = positions(text, unit).in_code_points
            as_two = _with_crs(positions(raw, unit).in_code_points, crs)
            ways = (as_two, as_one) if crlf_is_two else (as_one, as_two)
            yield from ((unit, way) for way in (ways if crs else ways[:1]))


def _with_crs(counting: Counting, crs: list[int]) -> Counting:
    """Counts a CR LF as one, that is two in the file."""

    def counted(at: int) -> int:
        in_raw = counting(at)
        return in_raw - bisect_left(crs, in_raw)

    return counted


def _has_words(passage: str, claim: Claim) -> bool:
    if claim.is_whole:
        return bool(claim.words) and " ".join(passage.split()) == claim.words
    words = claim.words[:_NAMED]
    if len(words) < _LEAST:
        return False
    return " ".join(passage[: 4 * _NAMED].split()).startswith(words)


def _between_words(text: str, start: int, end: int) -> bool:
    if text[start].isspace() or text[end - 1].isspace():
        return False
    return not (_within_word(text, start) or _within_word(text, end))


def _within_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and _is_of_word(text[at - 1]) and _is_of_word(text[at])


def _is_of_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character).startswith("M")
