"""Which sentences of today's text are edited forms of which ones of the text before.

The words of both are known by a letter each (see `outline`). A sentence is taken for
another's edited form by how many of its words are left in order, and by whether it stands
between the same neighbours; where two come to nearly the same, it is said to be unsure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz.distance import Indel, LCSseq

from csreader.annotations.anchoring.kept import Kept

_GRAM = 3
"""Words that two sentences have to share in a row to be compared, unless they stand alike."""
_FREQUENT = 24
"""Rows of words that more sentences have than these show nothing."""
_COMPARED = 6
"""How many sentences one is compared with, by shared rows of words and by place each."""
_LEAST = 0.5
"""How alike, of 1, two sentences are at least where one is the other's edited form."""
_BESIDE = 0.15
"""What a neighbour that stayed beside it adds."""
_NEAR = 0.08
"""What a neighbour that stayed near adds, or the text's end; and what is no lead over others."""
_WHOLE = 6
"""How many words a sentence has at least to be looked for in a longer one."""
_HOLDS = 4
"""How many times as long that may be."""
_HELD = 0.8
"""What a sentence counts that is whole in a longer one."""
_TURNS = 24
"""How often those left are compared by what was matched; a text may be another one altogether."""
_PART = 8
"""Of how many doubtful pairs one is matched at a time."""
_REACH = 4
"""How many sentences away a neighbour is near."""


@dataclass(frozen=True, slots=True)
class Edited:
    """What a sentence of today's was before."""

    old: int
    """The number of the piece before."""
    is_unsure: bool
    """Whether another one may as well be what it was, or become what that is."""


def edited_pieces(kept: Kept) -> dict[int, Edited]:
    """The pieces of today's text that are edited forms, by their numbers.

    Args:
        kept: The pieces of both texts, and which ones were left as they were.
    """
    return _Matching(kept).found()


class _Matching:
    def __init__(self, kept: Kept) -> None:
        self._before, self._now = kept.before.words, kept.now.words
        self._old_of: list[int | None] = list(kept.old_of)
        self._new_of: list[int | None] = list(kept.new_of)
        self._alike: dict[tuple[int, int], float] = {}
        self._of_old: defaultdict[int, list[int]] = defaultdict(list)
        self._of_new: defaultdict[int, list[int]] = defaultdict(list)

    def found(self) -> dict[int, Edited]:
        """Matches what is beyond doubt first: it tells between which neighbours others stand."""
        matched: dict[tuple[int, int], bool] = {}
        self._compare(self._sharing())
        for turn in range(_TURNS):
            self._compare((old, new) for new in self._left() for old in self._nearby(new))
            pairs = self._open()
            sure = [pair for pair in pairs if self._lead(*pair) >= _NEAR]
            if turn == _TURNS - 1:
                sure = []
            elif not sure:
                pairs = pairs[: 1 + len(pairs) // _PART]
            for old, new in sure or pairs:
                if self._new_of[old] is None and self._old_of[new] is None:
                    matched[old, new] = self._lead(old, new) < _NEAR
                    self._new_of[old], self._old_of[new] = new, old
            if not pairs:
                break
        return {
            new: Edited(old, is_unsure or self._lead(old, new) < _NEAR)
            for (old, new), is_unsure in matched.items()
        }

    def _left(self) -> list[int]:
        """Today's pieces that are still to be matched."""
        return [new for new, old in enumerate(self._old_of) if old is None and self._now[new]]

    def _compare(self, pairs: Iterable[tuple[int, int]]) -> None:
        for old, new in pairs:
            if (old, new) in self._alike:
                continue
            self._alike[old, new] = _likeness(self._before[old], self._now[new])
            if self._alike[old, new] >= _LEAST:
                self._of_old[old].append(new)
                self._of_new[new].append(old)

    def _open(self) -> list[tuple[int, int]]:
        """The pairs still to be matched that are alike enough, the best first."""
        scored = [
            (score, pair) for pair in self._pairs_left() if (score := self._score(*pair)) >= _LEAST
        ]
        return [pair for _, pair in sorted(scored, key=lambda one: (-one[0], one[1]))]

    def _pairs_left(self) -> Iterator[tuple[int, int]]:
        for new in self._left():
            for old in self._of_new[new]:
                if self._new_of[old] is None:
                    yield old, new

    def _lead(self, old: int, new: int) -> float:
        """By how much a pair is better than the next with one of both, still to be matched."""
        others = [(other, new) for other in self._of_new[new] if self._new_of[other] is None]
        others += [(old, other) for other in self._of_old[old] if self._old_of[other] is None]
        best = max((self._score(*pair) for pair in others if pair != (old, new)), default=0.0)
        return self._score(old, new) - best

    def _score(self, old: int, new: int) -> float:
        left, right = self._beside(old, new, -1), self._beside(old, new, 1)
        alike = self._alike[old, new]
        few = min(len(self._before[old]), len(self._now[new])) < _GRAM
        if few and min(left, right) < _NEAR:
            return 0.0
        return alike + left + right if alike >= _LEAST else 0.0

    def _beside(self, old: int, new: int, step: int) -> float:
        """What the next sentence that is known says."""
        for distance in range(1, _REACH + 1):
            there = new + step * distance
            if not 0 <= there < len(self._old_of):
                was = old + step * distance
                return _NEAR if was in (-1, len(self._new_of)) else 0.0
            known = self._old_of[there]
            if known is not None:
                apart = (known - old) * step
                if apart == distance:
                    return _BESIDE
                return _NEAR if 0 < apart <= _REACH else 0.0
        return 0.0

    def _sharing(self) -> Iterator[tuple[int, int]]:
        """The pairs that have the most rows of words in common."""
        olds: defaultdict[str, list[int]] = defaultdict(list)
        for old, words in enumerate(self._before):
            if self._new_of[old] is None:
                for gram in _grams(words):
                    olds[gram].append(old)
        for new in self._left():
            votes = Counter(
                old
                for gram in _grams(self._now[new])
                if len(there := olds.get(gram, ())) <= _FREQUENT
                for old in there
            )
            for old, _ in votes.most_common(_COMPARED):
                yield old, new

    def _nearby(self, new: int) -> list[int]:
        """Pieces before, gone now, beside where a piece of today's stands."""
        found: list[int] = []
        for step in (-1, 1):
            for distance in range(1, _REACH + 1):
                there = new + step * distance
                known = self._old_of[there] if 0 <= there < len(self._old_of) else None
                at_edge = there == -1 or there == len(self._old_of)
                if known is None and not at_edge:
                    continue
                if known is None:
                    known = -1 if there == -1 else len(self._new_of)
                for old in range(known - step, known - step * (_REACH + 1), -step):
                    is_gone = 0 <= old < len(self._new_of) and self._new_of[old] is None
                    if is_gone and old not in found and self._before[old]:
                        found.append(old)
                break
        return found


def _likeness(one: str, other: str) -> float:
    """How much of two sentences is the same; a long one may hold another."""
    alike = Indel.normalized_similarity(one, other)
    shorter, longer = sorted((len(one), len(other)))
    if alike >= _LEAST or shorter < _WHOLE or longer > _HOLDS * shorter:
        return alike
    return max(alike, _HELD * LCSseq.similarity(one, other) / shorter)


def _grams(words: str) -> set[str]:
    return (
        {words[at : at + _GRAM] for at in range(max(1, len(words) - _GRAM + 1))} if words else set()
    )
