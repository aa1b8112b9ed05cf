"""What is typed before a key that does something: a count, or the first key of a chord."""

from __future__ import annotations

from collections.abc import Callable

MOST = 9999
"""The largest count."""


class TypedAhead:
    """A count and a chord's first key, as typed so far.

    Args:
        told: Is told what is typed whenever it changes, such as `3` or `2g`.
    """

    def __init__(self, told: Callable[[str], object]) -> None:
        self._told = told
        self._count = 0
        self._chord = ""

    @property
    def chord(self) -> str:
        """The first key of a chord; empty where none was typed."""
        return self._chord

    def _take(self, count: int, chord: str) -> None:
        if (count, chord) != (self._count, self._chord):
            self._count, self._chord = count, chord
            self._told(f"{count or ''}{chord}")

    def digit(self, number: int) -> bool:
        """Take a digit of a count; tells whether it is one, which a first 0 is not."""
        if not number and not self._count:
            self._take(0, "")
            return False
        self._take(min(self._count * 10 + number, MOST), "")
        return True

    def key(self, key: str) -> bool:
        """Take a key of a chord of twice the same; tells whether that ends it."""
        ends = self._chord == key
        self._take(self._count, "" if ends else key)
        return ends

    def begin(self, key: str) -> None:
        """Take the first key of a chord."""
        self._take(self._count, key)

    def end_chord(self) -> None:
        """Forget a chord that did not come about, and its count."""
        if self._chord:
            self._take(0, "")

    def take_count(self) -> int:
        """The count that was typed, 0 where there was none; all is used up."""
        count = self._count
        self._take(0, "")
        return count

    def clear(self) -> None:
        """Forget what was typed."""
        self._take(0, "")
