"""Which sentences of a text are still there, as they were, in today's.

Sentences are known by the hashes of their texts' outlines.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from csreader.annotations.outline import Outline


@dataclass(frozen=True)
class Kept:
    """Which pieces of a text are still there, and where."""

    before: Outline
    now: Outline
    new_of: Sequence[int | None]
    """For each piece of the text before, today's."""
    old_of: Sequence[int | None]
    """The other way round."""


def kept_pieces(before: Outline, now: Outline) -> Kept:
    """Matches the pieces of two texts that are equal.

    Those that stand once in each are the same one. Of several equal ones those are that
    follow, or go before, the same one, and that of which one is left in each.
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
        if len(left) == len(there) == 1:
            match(left[0], there[0])
    return Kept(before, now, new_of, old_of)


def _places(outline: Outline) -> dict[str, list[int]]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for number, key in enumerate(outline.hashes):
        places[key].append(number)
    return places
