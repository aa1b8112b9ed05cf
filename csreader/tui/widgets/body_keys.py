"""What is typed before a key that does something: a count, or the first key of a chord."""

from __future__ import annotations

from dataclasses import dataclass

MOST = 9999
"""The largest count."""


@dataclass(slots=True)
class TypedAhead:
    """A count and a chord's first key, as typed so far."""

    count: int = 0
    chord: str = ""

    def digit(self, number: int) -> bool:
        """Take a digit of a count; tells whether it is one, which a first 0 is not."""
        self.chord = ""
        if not number and not self.count:
            return False
        self.count = min(self.count * 10 + number, MOST)
        return True

    def key(self, key: str) -> bool:
        """Take a key of a chord of twice the same; tells whether that ends it."""
        ends = self.chord == key
        self.chord = "" if ends else key
        return ends

    def take_count(self) -> int:
        """The count that was typed, 1 where there was none; all is used up."""
        count = self.count or 1
        self.clear()
        return count

    def clear(self) -> None:
        """Forget what was typed."""
        self.count = 0
        self.chord = ""
