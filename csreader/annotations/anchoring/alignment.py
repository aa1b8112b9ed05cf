"""Chooses a place for each annotation of a post, all of them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from csreader.annotations.anchoring.occurrences import Place
from csreader.annotations.model import Annotation

_BEAM = 24
"""How many partial alignments are followed at once."""
_OUT_OF_ORDER = 8.0
"""What it costs when two neighbours swap places: under half of one side's full context."""
_IN_STEP = 3.0
"""What it gains when two neighbours move by the same distance."""


def aligned(
    annotations: Sequence[Annotation], options: Sequence[list[Place]]
) -> list[Place | None]:
    """The best choice of a place, or none, for each annotation.

    What speaks for each place counts, and besides the order that the annotations had and
    that neighbours move by the same distance. No two passages end up on one.

    Args:
        annotations: Sorted by their old places.
        options: The likely places of each.
    """
    return _apart(annotations, _align(annotations, options))


@dataclass(frozen=True, slots=True)
class _Path:
    """A partial alignment: which place the latest placed annotation got, and before."""

    score: float
    annotation: Annotation | None = None
    place: Place | None = None
    index: int = -1
    before: _Path | None = None


def _align(annotations: Sequence[Annotation], options: Sequence[list[Place]]) -> list[Place | None]:
    """The best choice of a place, or none, for each annotation, sorted by their old places.

    A beam search over the annotations from first to last: dynamic programming whose
    states (the latest place chosen) are cut to the best few, so that it stays linear.
    """
    beam = [_Path(0.0)]
    for index, (one, choices) in enumerate(zip(annotations, options, strict=True)):
        grown = {}
        for choice in choices:
            score, before = max(
                ((path.score + _step(path, one, choice), path) for path in beam),
                key=lambda scored: scored[0],
            )
            grown[choice] = _Path(score + choice.score, one, choice, index, before)
        # Leaving it an orphan keeps what came before in view.
        beam = sorted([*grown.values(), *beam], key=lambda path: -path.score)[:_BEAM]
    chosen: list[Place | None] = [None] * len(options)
    path: _Path | None = beam[0]
    while path is not None and path.index >= 0:
        chosen[path.index] = path.place
        path = path.before
    return chosen


def _step(path: _Path, one: Annotation, choice: Place) -> float:
    """What the place of the annotation before says about this one's."""
    if path.annotation is None or path.place is None:
        return 0.0
    if choice.start - one.start == path.place.start - path.annotation.start:
        return _IN_STEP
    in_order = (
        path.place.start < choice.start
        if path.annotation.start < one.start
        else path.place.start == choice.start
    )
    return 0.0 if in_order else -_OUT_OF_ORDER


def _apart(annotations: Sequence[Annotation], chosen: Sequence[Place | None]) -> list[Place | None]:
    """Keeps annotations of different passages from ending up on one and the same."""
    best: dict[tuple[int, int], Annotation] = {}
    score: dict[tuple[int, int], float] = {}
    for one, found in zip(annotations, chosen, strict=True):
        if found and found.score > score.get((found.start, found.end), -1.0):
            best[found.start, found.end] = one
            score[found.start, found.end] = found.score
    return [
        found
        if found
        and (one.start, one.end)
        == (best[found.start, found.end].start, best[found.start, found.end].end)
        else None
        for one, found in zip(annotations, chosen, strict=True)
    ]
