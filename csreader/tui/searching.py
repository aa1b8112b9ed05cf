"""Searching in the open post: places found, the one that the cursor is on, their count."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from operator import itemgetter

from csreader.text.cursor.search import MOST, find_all
from csreader.text.model import ReadingText
from csreader.text.sentences import Range


@dataclass(slots=True)
class Search:
    """What is looked for, and where it stands in a text."""

    wanted: str = ""
    found: list[Range] = field(default_factory=list)
    _reading: ReadingText | None = None

    def look(self, reading: ReadingText, wanted: str) -> None:
        """Look for something else."""
        self.wanted = wanted
        self._reading = None
        self.renew(reading)

    def renew(self, reading: ReadingText) -> None:
        """Look for the same in another text."""
        if reading is not self._reading:
            self._reading = reading
            self.found = find_all(reading, self.wanted)

    def clear(self) -> None:
        """Look for nothing."""
        self.wanted, self.found, self._reading = "", [], None

    def beyond(self, offset: int, step: int) -> tuple[Range, bool] | None:
        """The place so many on from an offset, or back where negative.

        Returns:
            The place, and whether the search went round the text's end; None without any.
        """
        if not self.found:
            return None
        starts = itemgetter(0)
        if step > 0:
            index = bisect_right(self.found, offset, key=starts) + step - 1
        else:
            index = bisect_left(self.found, offset, key=starts) + step
        return self.found[index % len(self.found)], not 0 <= index < len(self.found)

    def at_or_after(self, offset: int) -> Range | None:
        """The first place at an offset or after it, else the first of all."""
        if not self.found:
            return None
        index = bisect_left(self.found, offset, key=itemgetter(0))
        return self.found[index % len(self.found)]

    def count(self, offset: int) -> str:
        """Such as `3 of 17`, where a place begins at the offset; else how many there are."""
        total = f"{len(self.found):,}" + ("+" if len(self.found) == MOST else "")
        index = bisect_left(self.found, offset, key=itemgetter(0))
        if index < len(self.found) and self.found[index][0] == offset:
            return f"{index + 1:,} of {total}"
        return f"{total} found" if self.found else "not found"
