"""Where a quote stands in a text, and how much speaks for each place."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

from csreader.annotations.anchoring.folding import Folded
from csreader.annotations.model import Annotation
from csreader.text.clusters import snap

NEAR = 32
"""How many occurrences on either side of an expected place are looked at."""
KEPT = 8
"""How many of the best places go into the alignment."""
SHORT = 20
"""Quotes below this many code points count as short: they need whole words and context."""
LONG = 30
"""A quote of this many code points needs no context where it occurs only once."""
INTACT = 12
"""How much of a context has to be intact, in code points, to tell repeated quotes apart."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place where a quote stands, and what speaks for it."""

    start: int
    end: int
    score: float
    """About 45 for a long quote in its old surroundings; never below 0."""
    changed: bool = False
    """Whether the words there are others than the quote's."""


def places(text: str, folded: Folded, one: Annotation, grown: int | None) -> list[Place]:
    """The likeliest places of an annotation's quote.

    Args:
        text: Today's reading text.
        folded: The same with white space and normal forms evened out, used only where the
            quote stands nowhere to the letter.
        one: The annotation.
        grown: How many code points longer the text is than the one the annotation was
            made in; None if unknown.

    Returns:
        At most `KEPT` places, the best first: each holds exactly the quote (or equals it
        when folded), splits no grapheme cluster and is plausible: a short quote stands in
        whole words and in some of its context, a repeated one in enough of it.
    """
    expected = [one.start] if not grown else [one.start, one.start + grown]
    found = _exact(text, one, expected)
    spans = [(at, at + len(one.quote)) for at in found]
    if not spans:
        spans = folded.find(one.quote, expected, NEAR)
    repeated = len(spans) > 1
    rated = (
        _rated(text, one, start, end, grown, repeated=repeated)
        for start, end in spans
        if _whole(text, one, start, end)
    )
    ranked = sorted(
        (place for place in rated if place is not None),
        key=lambda place: (-place.score, place.start),
    )
    return ranked[:KEPT]


def near(text: str, needle: str, expected: Iterable[int], limit: int = NEAR) -> set[int]:
    """Starts of a string's occurrences, overlapping ones too, the nearest to some places.

    Args:
        text: Where to look.
        needle: What to look for, not empty.
        expected: Offsets, which may lie outside of the text.
        limit: How many occurrences on either side of each.
    """
    found: set[int] = set()
    for place in expected:
        place = min(max(place, 0), len(text))
        at = place
        for _ in range(limit):
            at = text.find(needle, at)
            if at < 0:
                break
            found.add(at)
            at += 1
        at = place
        for _ in range(limit):
            at = text.rfind(needle, 0, max(at + len(needle) - 1, 0))
            if at < 0:
                break
            found.add(at)
    return found


def _exact(text: str, one: Annotation, expected: list[int]) -> set[int]:
    if one.quote not in text:
        return set()
    prefix, quote, suffix = one.prefix, one.quote, one.suffix
    surrounded = {
        at + len(prefix)
        for at in near(text, prefix + quote + suffix, [at - len(prefix) for at in expected])
    }
    # Where a quote stands in its whole context, other places need no look.
    if surrounded and (prefix or suffix):
        return surrounded
    found = near(text, quote, expected)
    # A frequent quote's place may lie beyond the nearest ones; half a context finds it.
    for before, after in ((prefix[-INTACT:], ""), ("", suffix[:INTACT])):
        if before or after:
            shifted = [at - len(before) for at in expected]
            hits = near(text, before + quote + after, shifted)
            found |= {at + len(before) for at in hits}
    return found


def _whole(text: str, one: Annotation, start: int, end: int) -> bool:
    """Whether a place splits no cluster and, for a short quote, no word it did not split."""
    if snap(text, start, end) != (start, end):
        return False
    if len(one.quote) >= SHORT:
        return True
    return not (
        (
            _splits(text[start - 1 : start], one.quote[0])
            and not _splits(one.prefix[-1:], one.quote[0])
        )
        or (
            _splits(one.quote[-1], text[end : end + 1])
            and not _splits(one.quote[-1], one.suffix[:1])
        )
    )


def _splits(before: str, after: str) -> bool:
    return before.isalnum() and after.isalnum()


def _rated(
    text: str, one: Annotation, start: int, end: int, grown: int | None, *, repeated: bool
) -> Place | None:
    before = text[max(0, start - len(one.prefix)) : start]
    after = text[end : end + len(one.suffix)]
    left = _likeness(one.prefix[::-1], before[::-1], edge=len(before) == start)
    right = _likeness(one.suffix, after, edge=end + len(after) == len(text))
    in_step = start - one.start in (0, grown)
    if (one.prefix or one.suffix) and not _plausible(
        one,
        max(left.share, right.share),
        in_step,
        repeated=repeated,
        intact=left.intact or right.intact,
    ):
        return None
    distance = min(abs(start - one.start), abs(start - one.start - (grown or 0)))
    return Place(
        start,
        end,
        20 * left.weight
        + 20 * right.weight
        + 5
        + min(len(one.quote), 40) / 4
        + (4 if in_step else 0)
        + 2 * (1 - distance / (distance + len(text) + 1)),
    )


def _plausible(
    one: Annotation, likeness: float, in_step: bool, *, repeated: bool, intact: bool
) -> bool:
    if repeated:
        return intact
    if len(one.quote) < SHORT:
        return likeness >= (0.2 if in_step else 0.3)
    return in_step or len(one.quote) >= LONG or likeness >= 0.2


@dataclass(frozen=True, slots=True)
class _Likeness:
    """How like the surroundings on one side are to the stored ones."""

    share: float
    """0 to 1."""
    weight: float
    """The share, less where little is stored: 0 to 1."""
    intact: bool
    """Whether enough of them, next to the quote, is to the letter the same."""


def _likeness(stored: str, found: str, *, edge: bool) -> _Likeness:
    """Compares contexts, both read away from the quote; `edge`: the text ends behind."""
    if not stored:
        return _Likeness(0.0, 0.0, edge)
    same = len(os.path.commonprefix([stored, found]))  # noqa: RUF071
    if same == len(stored):
        share = 1.0
    else:
        from rapidfuzz.distance import Indel  # only needed once a text has changed

        # Two unrelated pieces of prose are alike by about a half.
        alike = max(0.0, 2 * Indel.normalized_similarity(stored, found) - 1)
        share = 0.6 * same / len(stored) + 0.4 * alike
    # A short context stands at the text's edge, or beside a very long word.
    whole = same == len(stored) and (edge or same >= INTACT // 2)
    return _Likeness(share, share * min(1.0, len(stored) / INTACT), same >= INTACT or whole)
