"""Which close passages are taken for a quote whose words have changed."""

from __future__ import annotations

from csreader.annotations.anchoring.close import Close, Finder
from csreader.annotations.anchoring.evidence import Evidence
from csreader.annotations.anchoring.folding import same_words
from csreader.annotations.anchoring.occurrences import KEPT, Place
from csreader.annotations.anchoring.traced import Traced
from csreader.annotations.model import Annotation

_INTACT = 0.5
"""How much of a context has to be left beside a passage to count."""
_LEAST = 0.6
"""How much of a quote has to be left: well over the third below which it is another one."""
_FEW = 2
"""Words that may be left of another passage."""
_MOST = 0.7
"""How much of a quote has to be left where it is in so few words."""


def traced_place(text: str, one: Annotation, grown: int | None, evidence: Evidence) -> Place | None:
    """Where most of a passage's words went, by the outline; None where too few are left."""
    traced = evidence.traced(one)
    if traced is None or traced.is_unsure:
        return None
    if traced.share < (_LEAST if traced.words > _FEW else _MOST):
        return None
    changed = not same_words(text[traced.start : traced.end], one.quote)
    score = 10 + 40 * traced.share - 4 * traced.strange + _near(traced, text, one, grown)
    return Place(traced.start, traced.end, score, changed)


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
    rated = []
    for close in finder.find(one):
        # Places of the very words were looked at before, and none was likely.
        if same_words(text[close.start : close.end], one.quote) or not _plausible(close, one):
            continue
        verdict = evidence.verdict(one, close.start, close.end) if evidence else None
        if verdict is not None and (verdict.is_foreign or verdict.is_unsure):
            continue
        rated.append(Place(close.start, close.end, _score(close, text, one, grown), True))
    return sorted(rated, key=lambda place: (-place.score, place.start))[:KEPT]


def _plausible(close: Close, one: Annotation) -> bool:
    share, strange = close.share, close.strange
    sides = (close.left >= _INTACT) + (close.right >= _INTACT)
    if close.unlike:
        return False
    if sides == 2:
        return share >= 0.7 and strange < 0.5
    if sides == 1:
        return share >= 0.9 and strange < 0.2
    return share >= 0.95 and strange < 0.05 and len(one.quote.split()) >= 5


def _score(close: Close, text: str, one: Annotation, grown: int | None) -> float:
    words = (5 + min(len(one.quote), 40) / 4) * close.share - 4 * close.strange
    return 20 * close.left + 20 * close.right + words + _near(close, text, one, grown)


def _near(place: Close | Traced, text: str, one: Annotation, grown: int | None) -> float:
    step = place.start - one.start
    distance = min(abs(step), abs(step - (grown or 0)))
    return 2 * (1 - distance / (distance + len(text) + 1)) + (4 if step in (0, grown) else 0)
