"""Proves, from the old text's hash and length, that an edit only put in whole blocks.

Then every old offset's new place is certain, even beside an identical twin, which no
comparison of quotes and contexts could tell apart.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from csreader.annotations.model import TextVersion
from csreader.text.model import ReadingText

_HASHED_AT_MOST = 64_000_000
"""Code points hashed before giving up; each try hashes the text once."""


@dataclass(frozen=True, slots=True)
class Insertion:
    """Blocks put into a text: all offsets from `at` on moved by `length`."""

    at: int
    length: int

    def moved(self, start: int, end: int) -> int | None:
        """How far a passage moved; None for one that the insertion split."""
        if end <= self.at:
            return 0
        return self.length if start >= self.at else None


def find_insertion(reading: ReadingText, old: TextVersion) -> Insertion | None:
    """The insertion of whole blocks that made the old text into this one, if that is all.

    Args:
        reading: Today's text.
        old: The version before; its hash decides.

    Returns:
        The insertion, or None if the edit was another one or nothing is known.
    """
    text = reading.text
    if old.length is None or not old.sha256 or len(text) <= old.length:
        return None
    length = len(text) - old.length
    starts = set(reading.block_starts)
    places = [start for start in reading.block_starts if start + length in starts]
    places.append(old.length)  # behind the last block
    for at in places[: max(1, _HASHED_AT_MOST // len(text))]:
        digest = hashlib.sha256(text[:at].encode())
        digest.update(text[at + length :].encode())
        if digest.hexdigest() == old.sha256:
            return Insertion(at, length)
    return None
