"""Where a quote whose words have changed comes closest in a text.

A passage is looked for with the words around it. Words that it shares with a stretch of
the text show where to look; there the longest common sequence of words, and words that
differ by a slip only, tell which of the passage's words are left, and what stands
beside them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

from csreader.annotations.model import Annotation
from csreader.annotations.tokens import Tokens, is_sign, likeness
from csreader.text.clusters import snap

_RARE = 24
"""Words that stand more often in the text show where to look only with their neighbour."""
_PAIRS = 60
"""The same for two words."""
_WINDOWS = 5
"""How many stretches of the text are looked at more closely."""


@dataclass(frozen=True, slots=True)
class Close:
    """A passage that comes close to a quote."""

    start: int
    end: int
    share: float
    """How much of the quote's words is left in it, by their letters, 0 to 1."""
    strange: float
    """How much of the passage is in other words, as a share of the quote."""
    left: float
    """How much of the prefix is left right before it, 0 to 1; 1 where there is none and the
    text begins here."""
    right: float
    """The same of the suffix."""
    unlike: bool
    """Whether a name, a number or a word of few letters became another one."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """A word of the quote, or beside it, and the text's word that it became."""

    mine: int
    found: int
    weight: float
    """1 for the same word, less for a slip."""


class Finder:
    """Finds close passages in one text.

    Args:
        text: Today's reading text.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens: Tokens | None = None

    def find(self, one: Annotation) -> list[Close]:
        """The passages that come closest to an annotation's quote, in no order."""
        if self._tokens is None:
            self._tokens = Tokens.of(self._text)
        tokens = self._tokens
        mine = Tokens.of(one.prefix + one.quote + one.suffix)
        first = len(one.prefix)
        last = first + len(one.quote)
        inside = range(
            next((n for n, end in enumerate(mine.ends) if end > first), len(mine)),
            next((n for n, start in enumerate(mine.starts) if start >= last), len(mine)),
        )
        torn = any(
            start < edge < end
            for start, end in zip(mine.starts, mine.ends, strict=True)
            for edge in (first, last)
        )
        # A part of a word is found to the letter or not at all.
        if not inside or not tokens or torn:
            return []
        found = {}
        for begin, end in self._windows(mine):
            close = self._compared(one, mine, inside, begin, end)
            if close is not None:
                found[close.start, close.end] = close
        return list(found.values())

    def _windows(self, mine: Tokens) -> list[tuple[int, int]]:
        """The stretches of the text, by numbers of words, that share the most with a passage."""
        assert self._tokens is not None
        votes: defaultdict[int, float] = defaultdict(float)
        size = max(6, len(mine) // 2)
        for number, place, weight in self._hits(mine):
            votes[(place - number) // size] += weight
        joined = {
            bucket: votes[bucket] + max(votes.get(bucket - 1, 0), votes.get(bucket + 1, 0)) / 2
            for bucket in list(votes)
        }
        best = sorted(joined, key=lambda bucket: -joined[bucket])[:_WINDOWS]
        return [
            (
                max(0, (bucket - 1) * size),
                min(len(self._tokens), (bucket + 2) * size + len(mine)),
            )
            for bucket in best
        ]

    def _hits(self, mine: Tokens) -> Iterator[tuple[int, int, float]]:
        """Words, or pairs of them, of a passage, where they stand, and what that tells."""
        assert self._tokens is not None
        places, keys = self._tokens.places, self._tokens.keys
        for number, key in enumerate(mine.keys):
            found = places.get(key, ())
            if len(found) <= _RARE:
                for place in found:
                    yield number, place, 1 / (1 + len(found))
                continue
            if number + 1 == len(mine):
                continue
            follower = mine.keys[number + 1]
            if len(found) > len(places.get(follower, ())):
                pairs = [p - 1 for p in places.get(follower, ()) if p and keys[p - 1] == key]
            else:
                pairs = [p for p in found if p + 1 < len(keys) and keys[p + 1] == follower]
            if len(pairs) <= _PAIRS:
                for place in pairs:
                    yield number, place, 1 / (1 + len(pairs))

    def _compared(
        self, one: Annotation, mine: Tokens, inside: range, begin: int, end: int
    ) -> Close | None:
        tokens = self._tokens
        assert tokens is not None
        pairs = _paired(mine.keys, tokens.keys[begin:end])
        pairs = [_Pair(p.mine, p.found + begin, p.weight) for p in pairs]
        pairs = _supported(pairs, tokens)
        of = {pair.mine: pair.found for pair in pairs}
        kept = _supported([pair for pair in pairs if pair.mine in inside], tokens, of)
        if not kept:
            return None
        first, last = kept[0].found, kept[-1].found
        # Words changed at an end are the passage's own where the words beside it stayed.
        lost = kept[0].mine - inside.start
        before = of.get(inside.start - 1)
        if lost and before is not None and first - before - 1 <= 2 * lost + 1:
            first = min(first, before + 1)
        lost = inside.stop - 1 - kept[-1].mine
        after = of.get(inside.stop)
        if lost and after is not None and after - last - 1 <= 2 * lost + 1:
            last = max(last, after - 1)
        weights = {pair.mine: pair.weight for pair in pairs}
        total = sum(len(mine.keys[n]) for n in inside)
        share = sum(len(mine.keys[n]) * weights.get(n, 0.0) for n in inside) / total
        taken = {pair.found for pair in kept}
        other = [n for n in range(first, last + 1) if n not in taken]
        strange = sum(len(tokens.keys[n]) for n in other) / total
        start, stop = self._ends(one, mine, inside, tokens.starts[first], tokens.ends[last])
        gone = [n for n in inside if n not in weights]
        return Close(
            start,
            stop,
            share,
            strange,
            _beside(range(inside.start - 1, -1, -1), of, mine, first - 1, -1),
            _beside(range(inside.stop, len(mine)), of, mine, last + 1, 1),
            _unlike(gone, other, mine, tokens),
        )

    def _ends(
        self, one: Annotation, mine: Tokens, inside: range, start: int, end: int
    ) -> tuple[int, int]:
        """A passage with the signs at its ends that the quote has there, in whole clusters."""
        text = self._text
        offset = len(one.prefix)
        leading = mine.starts[inside.start] - offset
        trailing = offset + len(one.quote) - mine.ends[inside.stop - 1]
        while leading > 0 and start and is_sign(text[start - 1]):
            start -= 1
            leading -= 1
        while trailing > 0 and end < len(text) and is_sign(text[end]):
            end += 1
            trailing -= 1
        return snap(text, start, end)


def _paired(mine: Sequence[str], found: Sequence[str]) -> list[_Pair]:
    """The longest common sequence of words, and between them words that are alike."""
    pairs: list[_Pair] = []
    at = [0, 0]

    def between(mine_end: int, found_end: int) -> None:
        pairs.extend(_alike(mine, found, at[0], mine_end, at[1], found_end))
        at[:] = mine_end, found_end

    for block in LCSseq.opcodes(mine, found).as_matching_blocks():
        between(block.a, block.b)
        pairs.extend(_Pair(block.a + n, block.b + n, 1.0) for n in range(block.size))
        at[:] = block.a + block.size, block.b + block.size
    between(len(mine), len(found))
    return pairs


def _alike(
    mine: Sequence[str], found: Sequence[str], begin: int, end: int, start: int, stop: int
) -> Iterator[_Pair]:
    """Words between two that are the same, each with the first that is like it."""
    if end - begin > 12 or stop - start > 24:
        # From both ends: what was put in between is long.
        near = 4
        yield from _alike(
            mine, found, begin, min(end, begin + near), start, min(stop, start + near)
        )
        if end - begin > near and stop - start > near:
            rest = max(begin + near, end - near), max(start + near, stop - near)
            yield from _alike(mine, found, rest[0], end, rest[1], stop)
        return
    at = start
    for number in range(begin, end):
        for place in range(at, stop):
            if alike := likeness(mine[number], found[place]):
                yield _Pair(number, place, alike)
                at = place + 1
                break


def _supported(
    pairs: list[_Pair], tokens: Tokens, of: Mapping[int, int] | None = None
) -> list[_Pair]:
    """Pairs without those at the ends that stand alone: a frequent word is found anywhere."""
    known = of or {}

    def alone(pair: _Pair, other: _Pair) -> bool:
        step = -1 if other.mine > pair.mine else 1
        if known.get(pair.mine + step) == pair.found + step:
            return False
        if other.found - pair.found == other.mine - pair.mine and abs(other.mine - pair.mine) <= 2:
            return False
        often = len(tokens.places.get(tokens.keys[pair.found], ()))
        apart = abs((other.found - pair.found) - (other.mine - pair.mine))
        return apart > (12 if often <= 2 else 3)

    while len(pairs) > 1 and alone(pairs[0], pairs[1]):
        pairs = pairs[1:]
    while len(pairs) > 1 and alone(pairs[-1], pairs[-2]):
        pairs = pairs[:-1]
    return pairs


def _beside(order: range, of: dict[int, int], mine: Tokens, place: int, step: int) -> float:
    """How much of a context is left right beside a passage, one word lost at most between."""
    total = sum(len(mine.keys[n]) for n in order)
    if not total:
        return 0.0
    left = 0
    missed = 0
    for number in order:
        found = of.get(number)
        if found is None or abs(found - place) > 1:
            missed += 1
            if missed > 1:
                break
            place += step
            continue
        left += len(mine.keys[number])
        place = found + step
    return left / total


def _unlike(gone: Sequence[int], other: Sequence[int], mine: Tokens, tokens: Tokens) -> bool:
    """Whether words that went and words that came are more than a change of wording."""

    def telling(word: str) -> bool:
        return word[:1].isupper() or word[:1].isdigit()

    went = [mine.text[mine.starts[n] : mine.ends[n]] for n in gone]
    came = [tokens.text[tokens.starts[n] : tokens.ends[n]] for n in other]
    return any(map(telling, went)) and any(map(telling, came))
