"""Where an orphan may belong, for somebody to choose."""

from __future__ import annotations

from dataclasses import dataclass

from csreader.annotations.anchoring.close import Finder
from csreader.annotations.anchoring.occurrences import near
from csreader.annotations.model import Annotation
from csreader.text.clusters import snap
from csreader.text.model import ReadingText

_LEAST = 0.15
"""How much of a quote has to be left in a place to be worth a look."""


@dataclass(frozen=True, slots=True)
class Likely:
    """A passage that comes close to what an orphan marked."""

    start: int
    end: int
    likeness: float
    """How much of the words is left, 0 to 1."""


def likely_places(one: Annotation, reading: ReadingText, limit: int = 9) -> tuple[Likely, ...]:
    """The passages that come closest to an annotation's words, the best first.

    Nothing is decided here: they are likely, and one of them may be right.

    Args:
        one: An orphan.
        reading: Today's text.
        limit: How many at most.
    """
    text = reading.text
    ranked: list[tuple[float, Likely]] = []
    for quote in filter(None, (one.quote, one.quote_was)):
        spans = ((start, start + len(quote)) for start in near(text, quote, [one.start]))
        ranked.extend((2.0, Likely(*span, 1.0)) for span in spans if snap(text, *span) == span)
    for close in Finder(text).find(one):
        rank = close.share + (close.left + close.right) / 4 - close.strange / 4
        ranked.append((rank, Likely(close.start, close.end, min(1.0, close.share))))
    ranked.sort(key=lambda pair: (-pair[0], abs(pair[1].start - one.start)))
    kept: list[Likely] = []
    for _, place in ranked:
        apart = all(place.end <= other.start or place.start >= other.end for other in kept)
        if place.likeness >= _LEAST and apart and len(kept) < limit:
            kept.append(place)
    return tuple(kept)
