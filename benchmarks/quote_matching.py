"""Quote matching as published by Hypothesis, written anew from its description.

The position counts if the text there equals the quote. Else all exact occurrences are
scored, and only where there is none the approximate ones with the fewest errors, at most
min(256, length / 2). The score is (50 quote + 20 prefix + 20 suffix + 2 position) / 92,
each 1 less the errors over the length, or less the distance over the text's length. The
best is taken; there is no lowest score.
"""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from csreader.annotations import Annotation


@dataclass(frozen=True, slots=True)
class Match:
    """Where a quote is taken to stand."""

    start: int
    end: int
    errors: int


def find(text: str, one: Annotation) -> tuple[int, int] | None:
    """The place of an annotation's quote; None where nothing comes near."""
    if text[one.start : one.end] == one.quote:
        return one.start, one.end
    matches = _exact(text, one.quote) or _approximate(text, one.quote)
    if not matches:
        return None
    best = max(matches, key=lambda match: _score(text, one, match))
    return best.start, best.end


def _score(text: str, one: Annotation, match: Match) -> float:
    before = text[max(0, match.start - len(one.prefix)) : match.start]
    after = text[match.end : match.end + len(one.suffix)]
    quote = 1 - match.errors / len(one.quote)
    prefix = _nearness(one.prefix, before)
    suffix = _nearness(one.suffix, after)
    position = 1 - abs(match.start - one.start) / len(text)
    return (50 * quote + 20 * prefix + 20 * suffix + 2 * position) / 92


def _nearness(stored: str, found: str) -> float:
    if not stored:
        return 1.0
    return max(0.0, 1 - Levenshtein.distance(stored, found) / len(stored))


def _exact(text: str, quote: str) -> list[Match]:
    found = []
    at = text.find(quote)
    while at >= 0:
        found.append(Match(at, at + len(quote), 0))
        at = text.find(quote, at + 1)
    return found


def _approximate(text: str, quote: str) -> list[Match]:
    """The occurrences with the fewest errors, by Myers' bit-parallel algorithm (1999)."""
    allowed = min(256, len(quote) // 2)
    errors = _errors(text, quote)
    fewest = min(errors, default=allowed + 1)
    if fewest > allowed:
        return []
    ends = [at + 1 for at, count in enumerate(errors) if count == fewest]
    found = []
    for end in ends[:50]:
        window = text[max(0, end - len(quote) - fewest) : end]
        backwards = _errors(window[::-1], quote[::-1], anchored=True)
        lengths = [at + 1 for at, count in enumerate(backwards) if count == fewest]
        if lengths:
            found.append(Match(end - lengths[0], end, fewest))
    return found


def _errors(text: str, pattern: str, *, anchored: bool = False) -> list[int]:
    """For each end in a text the edit distance of the best substring that ends there.

    Args:
        text: Where to look.
        pattern: What to look for.
        anchored: Whether the substring has to begin at the text's start.
    """
    size = len(pattern)
    full = (1 << size) - 1
    top = 1 << (size - 1)
    equal: dict[str, int] = {}
    for at, character in enumerate(pattern):
        equal[character] = equal.get(character, 0) | (1 << at)
    plus, minus, score = full, 0, size
    scores = []
    for character in text:
        match = equal.get(character, 0)
        across = (((match & plus) + plus) ^ plus) | match | minus
        right_plus = (minus | ~(across | plus)) & full
        right_minus = plus & across
        if right_plus & top:
            score += 1
        elif right_minus & top:
            score -= 1
        right_plus = (right_plus << 1) & full
        if anchored:
            right_plus |= 1
        right_minus = (right_minus << 1) & full
        down = match | minus
        plus = (right_minus | ~(down | right_plus)) & full
        minus = right_plus & down
        scores.append(score)
    return scores
