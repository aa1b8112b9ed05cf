"""Positions in code points, and in the units that other tools count in.

Python, doccano's files, Label Studio, brat and spaCy count Unicode code points. JavaScript,
Java and Windows count UTF-16 units: two for each character beyond U+FFFF. Taguette counts
bytes of UTF-8. doccano's screen can count grapheme clusters, several code points as one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from enum import StrEnum
from typing import Protocol

from csreader.text.clusters import cluster_starts


class Unit(StrEnum):
    """What a tool counts; its text is what a sentence calls it."""

    CODE_POINT = "code points"
    UTF_16 = "UTF-16 units"
    UTF_8 = "bytes of UTF-8"
    CLUSTER = "grapheme clusters"


class Positions(Protocol):
    """Positions of one text, from 0, in code points and in another unit."""

    def in_unit(self, at: int) -> int:
        """A position in code points, in the unit."""

    def in_code_points(self, at: int, *, end: bool = False) -> int:
        """A position in the unit, in code points.

        Args:
            at: In the unit, from 0. Beyond the text each one counts as a code point.
            end: Whether something ends there: a position within a character is behind it
                then, else before it.
        """


def positions(text: str, unit: Unit) -> Positions:
    """The positions of a text in a unit."""
    if unit is Unit.UTF_16:
        return _Encoded(text, _BEYOND, lambda _: 2)
    if unit is Unit.UTF_8:
        return _Encoded(text, _NOT_ASCII, _bytes)
    if unit is Unit.CLUSTER:
        return _Clusters(text)
    return _CodePoints()


def differ(text: str, unit: Unit) -> bool:
    """Whether a text has positions that are others in a unit than in code points."""
    if unit is Unit.UTF_16:
        return _BEYOND.search(text) is not None
    if unit is Unit.UTF_8:
        return not text.isascii()
    return unit is Unit.CLUSTER and len(cluster_starts(text)) != len(text)


_BEYOND = re.compile("[\U00010000-\U0010ffff]")
_NOT_ASCII = re.compile("[^\x00-\x7f]")


def _bytes(character: str) -> int:
    code = ord(character)
    return 2 if code < 0x800 else 3 if code < 0x10000 else 4


class _CodePoints:
    def in_unit(self, at: int) -> int:
        return at

    def in_code_points(self, at: int, *, end: bool = False) -> int:  # noqa: ARG002
        return at


class _Encoded:
    """Of an encoding in which some characters take several units."""

    def __init__(self, text: str, wide: re.Pattern[str], width: _Width) -> None:
        self._at: list[int] = []
        """Where the wide characters are, in code points."""
        self._starts: list[int] = []
        """Where they begin, in units."""
        self._more = [0]
        """How many units more than code points the first n of them take."""
        for found in wide.finditer(text):
            self._at.append(found.start())
            self._starts.append(found.start() + self._more[-1])
            self._more.append(self._more[-1] + width(found.group()) - 1)

    def in_unit(self, at: int) -> int:
        return at + self._more[bisect_left(self._at, at)]

    def in_code_points(self, at: int, *, end: bool = False) -> int:
        count = bisect_right(self._starts, at)
        if not count or at == self._starts[count - 1]:
            return at - self._more[max(count - 1, 0)]
        after = at - self._more[count]
        first = self._at[count - 1]
        # Less than one behind its beginning is within it.
        return after if after > first else first + end


class _Width(Protocol):
    def __call__(self, character: str, /) -> int: ...


class _Clusters:
    def __init__(self, text: str) -> None:
        self._starts = [*cluster_starts(text), len(text)]

    def in_unit(self, at: int) -> int:
        if at >= self._starts[-1]:
            return len(self._starts) - 1 + at - self._starts[-1]
        return bisect_right(self._starts, at) - 1

    def in_code_points(self, at: int, *, end: bool = False) -> int:  # noqa: ARG002
        last = len(self._starts) - 1
        return self._starts[at] if at <= last else self._starts[-1] + at - last
