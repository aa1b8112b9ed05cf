"""Marks as they are painted on the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_CHUNK = 4096
"""Code points of text that share one list of highlights."""


@dataclass(frozen=True, slots=True)
class Highlight:
    """A mark as it is painted."""

    id: str
    start: int
    end: int
    colors: tuple[str, ...]
    """#rrggbb of each of its tags; none for a note without tags."""
    own: bool = True
    """False for another coder's, which is painted weaker."""


class Highlights:
    """Highlights, found quickly by place."""

    def __init__(self, highlights: Sequence[Highlight]) -> None:
        self._chunks: dict[int, list[Highlight]] = {}
        for one in sorted(highlights, key=lambda each: (each.start, -each.end, each.id)):
            for chunk in range(one.start // _CHUNK, max(one.start, one.end - 1) // _CHUNK + 1):
                self._chunks.setdefault(chunk, []).append(one)

    def on(self, start: int, end: int) -> list[Highlight]:
        """The highlights that a range touches, by start, the longest first."""
        found: dict[str, Highlight] = {}
        for chunk in range(start // _CHUNK, max(start, end - 1) // _CHUNK + 1):
            for one in self._chunks.get(chunk, ()):
                if one.start < end and one.end > start:
                    found.setdefault(one.id, one)
        return list(found.values())
