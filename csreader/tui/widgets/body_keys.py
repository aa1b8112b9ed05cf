"""The body's key parser: counts, chords and digits that tag."""

from __future__ import annotations

from dataclasses import dataclass

MOST = 9999
"""The largest count."""


@dataclass(slots=True)
class KeyParser:
    """Takes keys one by one and remembers a count or the first key of a chord."""

    count: int = 0
    pending: str = ""

    def feed(self, key: str, *, selecting: bool) -> str | None:
        """Take a key.

        Returns:
            None where the key is none of the parser's, which leaves the count for the
            binding that follows; else what it means: `tag:N` for a digit on a
            selection, `text_start` for `gg`, and an empty string where more keys are
            awaited.
        """
        if self.pending:
            self.pending = ""
            if key == "g":
                return "text_start"
            self.count = 0
            return None
        if key == "g":
            self.pending = "g"
            return ""
        if len(key) == 1 and key in "123456789" and selecting:
            self.clear()
            return f"tag:{key}"
        if len(key) == 1 and key.isascii() and key.isdigit() and (self.count or key != "0"):
            self.count = min(self.count * 10 + int(key), MOST)
            return ""
        if key == "escape":
            self.clear()
        return None

    def take_count(self) -> int:
        """The count that was typed, 1 where there was none; it is used up."""
        count = self.count or 1
        self.clear()
        return count

    def clear(self) -> None:
        """Forget what was typed."""
        self.count = 0
        self.pending = ""
