"""Which close passages are taken for a quote whose words have changed."""

from __future__ import annotations

from dataclasses import replace

from csreader.annotations.anchoring.close import Close, Finder, likeness
from csreader.annotations.anchoring.evidence import Evidence, Verdict
from csreader.annotations.anchoring.folding import same_words
from csreader.annotations.anchoring.occurrences import KEPT, Place
from csreader.annotations.model import Annotation

_INTACT = 0.5
"""How much of a context has to be left beside a passage to count."""
_OWN = 0.95
"""The share of a place in the annotation's own unchanged sentences that is as good as all."""
_LEAST = 0.4
"""How much of a quote has to be left: over the third below which it is another one."""


def close_places(
    finder: Finder, text: str, one: Annotation, grown: int | None, evidence: Evidence | None
) -> list[Place]:
    """The likeliest places of a quote that stands nowhere to the letter, the best first.

    Args:
        finder: Looks in today's text.
        text: Today's reading text.
        one: The annotation.
        grown: How many code points longer the text is than the one the annotation was
            made in; None if unknown.
        evidence: What the outline of that text says, if it is known.
    """
    found = finder.find(one)
    if evidence is not None:
        found = _corrected(found, text, one, evidence)
    rated = []
    for close in found:
        verdict = evidence.verdict(one, close.start, close.end) if evidence else None
        same = same_words(text[close.start : close.end], one.quote)
        # Places of the very words were looked at before, and none was likely.
        if same and not (verdict and verdict.is_home):
            continue
        if _plausible(close, one, verdict):
            changed = not same
            score = _score(close, text, one, grown, verdict)
            rated.append(Place(close.start, close.end, score, changed))
    return sorted(rated, key=lambda place: (-place.score, place.start))[:KEPT]


def _corrected(found: list[Close], text: str, one: Annotation, evidence: Evidence) -> list[Close]:
    """The passages with ends as the outline tells them, and the parts that are unchanged."""
    corrected = {}
    for close in found:
        first, last = evidence.ends(one, (close.start, close.end))
        start = close.start if first is None else first
        end = close.end if last is None else last
        if start < end:
            start, end = evidence.trimmed(one, start, end)
        if start < end and (start, end) != (close.start, close.end):
            share, strange = likeness(one.quote, text[start:end])
            close = replace(close, start=start, end=end, share=share, strange=strange)
        corrected[close.start, close.end] = close
    for start, end in evidence.runs(one):
        if start < end and (start, end) not in corrected:
            share, strange = likeness(one.quote, text[start:end])
            corrected[start, end] = Close(start, end, share, strange, 0.0, 0.0, unlike=False)
    return list(corrected.values())


def _plausible(close: Close, one: Annotation, verdict: Verdict | None) -> bool:
    share, strange = close.share, close.strange
    sides = (close.left >= _INTACT) + (close.right >= _INTACT)
    if share < _LEAST or (verdict is not None and verdict.is_foreign):
        return False
    if verdict is not None and verdict.own >= _OWN:
        return strange < 1.0 and (sides > 0 or share >= 0.75)
    if verdict is not None and verdict.is_home:
        if verdict.is_unsure:
            return share >= 0.9 and strange < 0.05 and sides == 2
        if sides == 2:
            return share >= 0.6 or (share >= 0.5 and strange < 0.5)
        if sides == 1:
            return share >= (0.9 if close.unlike else 0.8) and strange < 0.5
    elif sides == 2:
        return share >= 0.7 and strange < 0.5 and not close.unlike
    if sides == 1:
        return share >= 0.9 and strange < 0.2 and not close.unlike
    return share >= 0.95 and strange < 0.05 and len(one.quote.split()) >= 5 and not close.unlike


def _score(
    close: Close, text: str, one: Annotation, grown: int | None, verdict: Verdict | None
) -> float:
    step = close.start - one.start
    distance = min(abs(step), abs(step - (grown or 0)))
    near = 2 * (1 - distance / (distance + len(text) + 1)) + (4 if step in (0, grown) else 0)
    if verdict is not None and verdict.is_home:
        return 40 * close.share + 5 * close.left + 5 * close.right - 4 * close.strange + near
    words = (5 + min(len(one.quote), 40) / 4) * close.share - 4 * close.strange
    return 20 * close.left + 20 * close.right + words + near
