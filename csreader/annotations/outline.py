"""A text's outline: how long each of its pieces is, and a short hash of its words.

The text that marks were made in is not kept, but its outline is, a few bytes for each
sentence. It tells which sentences are still there, where they went, and which ones of
today's were there already: those are no edited form of another one.

An outline is a string: for each piece its length in code points, a colon and five
characters of base64, apart by blanks. A piece ends behind `.`, `!`, `?` or their like
with closing quotation marks and the white space that follows, or at a line's end. Its
hash is BLAKE2b's first 30 bits of its words, put together with single blanks.
"""

from __future__ import annotations

import base64
import hashlib
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

MOST = 400_000
"""Code points beyond which a text's outline is not kept: it would slow every save."""

_PIECE = re.compile(r"(?:[^\n.!?…。！？]|[.!?…](?![\s'\")\]”’»]))*[.!?…。！？]*['\")\]”’»]*\s*")
_ENTRY = re.compile(r"(\d{1,7}):([\w-]{5})")


@dataclass(frozen=True)
class Outline:
    """The pieces of a text: where each begins and ends, in code points, and its hash."""

    starts: Sequence[int]
    hashes: Sequence[str]
    length: int
    """The text's, in code points."""

    def __len__(self) -> int:
        return len(self.starts)

    def end(self, piece: int) -> int:
        """Where a piece ends: where the next begins."""
        return self.starts[piece + 1] if piece + 1 < len(self.starts) else self.length

    def over(self, start: int, end: int) -> range:
        """The pieces that a passage has a part of."""
        first = max(0, bisect_right(self.starts, start) - 1)
        last = first
        while last + 1 < len(self.starts) and self.starts[last + 1] < end:
            last += 1
        return range(first, last + 1) if self.starts else range(0)

    @cached_property
    def written(self) -> str:
        """The outline as a string."""
        return " ".join(
            f"{self.end(number) - start}:{self.hashes[number]}"
            for number, start in enumerate(self.starts)
        )


@lru_cache(maxsize=16)
def outline_of(text: str) -> Outline | None:
    """The outline of a text; None for one that is empty or too long."""
    if not text or len(text) > MOST:
        return None
    starts, hashes = [], []
    for match in _PIECE.finditer(text):
        if match.end() > match.start():
            starts.append(match.start())
            hashes.append(_hash(match.group()))
    return Outline(tuple(starts), tuple(hashes), len(text))


def read_outline(written: str) -> Outline | None:
    """The outline that a string tells; None where it is none."""
    starts, hashes = [], []
    at = 0
    for entry in written.split():
        match = _ENTRY.fullmatch(entry)
        if match is None:
            return None
        starts.append(at)
        hashes.append(match[2])
        at += int(match[1])
    return Outline(tuple(starts), tuple(hashes), at) if starts else None


def _hash(piece: str) -> str:
    digest = hashlib.blake2b(" ".join(piece.split()).encode(), digest_size=4).digest()
    return base64.urlsafe_b64encode(digest)[:5].decode()


@dataclass(frozen=True)
class Kept:
    """Which pieces of a text are still there, and where."""

    before: Outline
    now: Outline
    new_of: Sequence[int | None]
    """For each piece of the text before, today's."""
    old_of: Sequence[int | None]
    """The other way round."""

    def home(self, piece: int) -> set[int]:
        """The pieces before, gone now, that one of today's may be an edited form of.

        They are those that followed what stands before it, or went before what follows.
        """
        low = piece
        while low >= 0 and self.old_of[low] is None:
            low -= 1
        high = piece
        while high < len(self.now) and self.old_of[high] is None:
            high += 1
        found = set()
        below = self.old_of[low] if low >= 0 else -1
        above = self.old_of[high] if high < len(self.now) else len(self.before)
        old = -1 if below is None else below
        while (old := old + 1) < len(self.before) and self.new_of[old] is None:
            found.add(old)
        old = len(self.before) if above is None else above
        while (old := old - 1) >= 0 and self.new_of[old] is None:
            found.add(old)
        return found


def kept_pieces(before: Outline, now: Outline) -> Kept:
    """Matches the pieces of two texts that are equal.

    Those that stand once in each are the same one. Of several equal ones those are that
    follow, or go before, the same one; what is left is matched in order where there are
    as many of it in both.
    """
    new_of: list[int | None] = [None] * len(before)
    old_of: list[int | None] = [None] * len(now)

    def match(old: int, new: int) -> None:
        new_of[old], old_of[new] = new, old

    olds, news = _places(before), _places(now)
    for key, found in olds.items():
        there = news.get(key, ())
        if len(found) == len(there) == 1:
            match(found[0], there[0])
    for step in (1, -1):
        order = range(len(before)) if step == 1 else range(len(before) - 1, -1, -1)
        for old in order:
            new = new_of[old]
            if new is None:
                continue
            a, b = old + step, new + step
            while (
                0 <= a < len(before)
                and 0 <= b < len(now)
                and new_of[a] is None
                and old_of[b] is None
                and before.hashes[a] == now.hashes[b]
            ):
                match(a, b)
                a, b = a + step, b + step
    for key, found in olds.items():
        left = [old for old in found if new_of[old] is None]
        there = [new for new in news.get(key, ()) if old_of[new] is None]
        if left and len(left) == len(there):
            for old, new in zip(left, there, strict=True):
                match(old, new)
    return Kept(before, now, new_of, old_of)


def _places(outline: Outline) -> dict[str, list[int]]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for number, key in enumerate(outline.hashes):
        places[key].append(number)
    return places
