"""Where the words of the text before are in today's, and what today's words were."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate

from rapidfuzz.distance import LCSseq

from csreader.annotations.anchoring.edited import edited_pieces
from csreader.annotations.anchoring.kept import Kept
from csreader.annotations.model import Annotation
from csreader.annotations.outline import letters
from csreader.annotations.tokens import Tokens

GONE = -1
"""The number of a word that is not there."""
_NEXT = ((1, 1, 1), (2, 2, 2), (1, 2, 2), (2, 1, 2))
"""How far beside a traced word one in each text may be the next, and how many have to follow."""
_FEW = 3
"""How many words are left at least where others came between."""
_BETWEEN = 4
"""How many times as many words may be there now."""
_ROW = 5
"""Words in a row that show where a part of a sentence went."""


class Trace:
    """The words of two texts, by their numbers.

    Args:
        kept: The pieces of both, and which ones were left as they were.
        tokens: The words of today's text.
    """

    def __init__(self, kept: Kept, tokens: Tokens) -> None:
        self._kept = kept
        self._words = [
            words if words or new is None else kept.now.words[new]
            for words, new in zip(kept.before.words, kept.new_of, strict=True)
        ]
        """Of kept pieces the words are known, even where the outline has none."""
        self._first = [0, *accumulate(map(len, self._words))]
        self._first_now = [0, *accumulate(map(len, kept.now.words))]
        self.new_of = [GONE] * self._first[-1]
        """For each word before, today's."""
        self.old_of = [GONE] * len(tokens)
        """The other way round."""
        self.unsure: set[int] = set()
        """Today's words that may as well have been others."""
        self._piece_was: list[int | None] = list(kept.old_of)
        for old, new in enumerate(kept.new_of):
            if new is not None:
                self._join(self._first[old], self._first_now[new], len(kept.now.words[new]))
        for new, edited in edited_pieces(kept).items():
            self._piece_was[new] = edited.old
            self._align(edited.old, new)
            if edited.is_unsure:
                self.unsure.update(range(self._first_now[new], self._first_now[new + 1]))
        self._rows()
        self._fill()
        self._grow(1)
        self._grow(-1)

    def _join(self, old: int, new: int, count: int) -> None:
        for number in range(count):
            self.new_of[old + number], self.old_of[new + number] = new + number, old + number

    def _align(self, old: int, new: int) -> None:
        """Joins the words of a piece and of its edited form."""
        mine, found = self._words[old], self._kept.now.words[new]
        before, now = self._first[old], self._first_now[new]
        for a, b, size in _aligned(mine, found):
            self._join(before + a, now + b, size)

    def _rows(self) -> None:
        """Rows of words, each once in what is left of both texts: parts of sentences."""
        olds, news = _rows(self.new_of, self._words), _rows(self.old_of, self._kept.now.words)
        for row, places in olds.items():
            there = news.get(row, ())
            if len(places) == len(there) == 1:
                for number in range(_ROW):
                    old, new = places[0] + number, there[0] + number
                    if self.new_of[old] == self.old_of[new] == GONE:
                        self._join(old, new, 1)

    def _fill(self) -> None:
        """Joins words between two traced ones that still follow each other, where most are left."""
        olds, news = "".join(self._words), "".join(self._kept.now.words)
        for start, end in _stretches(self.new_of):
            if not 0 < start <= end < len(olds):
                continue
            begin, stop = self.new_of[start - 1] + 1, self.new_of[end]
            if not 0 < stop - begin <= _BETWEEN * (end - start) or any(
                old != GONE for old in self.old_of[begin:stop]
            ):
                continue
            blocks = LCSseq.opcodes(olds[start:end], news[begin:stop]).as_matching_blocks()
            same = sum(block.size for block in blocks)
            if same >= _FEW and 2 * same >= min(end - start, stop - begin):
                for block in blocks:
                    self._join(start + block.a, begin + block.b, block.size)

    def _grow(self, step: int) -> None:
        """Joins words beside traced ones that are alike, one changed or put in between at most."""
        olds, news = "".join(self._words), "".join(self._kept.now.words)

        def is_free(old: int, new: int, count: int) -> bool:
            return all(
                0 <= (a := old + step * n) < len(olds)
                and 0 <= (b := new + step * n) < len(news)
                and self.new_of[a] == self.old_of[b] == GONE
                and olds[a] == news[b]
                for n in range(count)
            )

        for start in range(len(olds)) if step > 0 else range(len(olds) - 1, -1, -1):
            old, new = start, self.new_of[start]
            while new != GONE:
                for a, b, count in _NEXT:
                    if is_free(old + step * a, new + step * b, count):
                        old, new = old + step * a, new + step * b
                        self._join(old, new, 1)
                        break
                else:
                    break

    def span(self, one: Annotation) -> range | None:
        """The words before of an annotation's passage; None where they cannot be told."""
        before = self._kept.before
        if one.end > before.length or one.end - one.start != len(one.quote):
            return None
        pieces = before.over(one.start, one.end)
        if not pieces:
            return None
        first, last = pieces[0], pieces[-1]
        if first == last:
            return self._within(first, one)
        head = len(Tokens.of(one.quote[: before.end(first) - one.start]))
        tail = len(Tokens.of(one.quote[before.starts[last] - one.start :]))
        return range(
            max(self._first[first], self._first[first + 1] - head),
            min(self._first[last + 1], self._first[last] + tail),
        )

    def _within(self, piece: int, one: Annotation) -> range | None:
        """A passage's words in the one piece that it is a part of."""
        before, words, first = self._kept.before, self._words[piece], self._first[piece]
        mine = letters(one.quote)
        size = len(mine)
        if not words or size > len(words):
            return None
        ahead, behind = one.start - before.starts[piece], before.end(piece) - one.end
        if ahead <= len(one.prefix):
            at = len(Tokens.of(one.prefix[len(one.prefix) - ahead :]))
        elif behind <= len(one.suffix):
            at = len(words) - size - len(Tokens.of(one.suffix[:behind]))
        else:
            expected = len(words) * ahead / (ahead + behind + len(one.quote))
            places = [n for n in range(len(words) - size + 1) if words[n : n + size] == mine]
            if not places:
                return None
            at = min(places, key=lambda place: abs(place - expected))
        at = min(max(at, 0), len(words) - size)
        return range(first + at, first + at + size)

    def piece_at(self, word: int) -> tuple[int, int]:
        """Where the piece of today's text begins and ends that a word of it stands in."""
        now, piece = self._kept.now, self._piece_of(word)
        return now.starts[piece], now.end(piece)

    def _piece_of(self, word: int) -> int:
        return bisect_left(self._first_now, word + 1) - 1

    def is_new_in(self, word: int, mine: range) -> bool:
        """Whether a word of today's was put into a sentence that a passage had a part of.

        Or in the place of one of the passage's words.
        """
        if self.old_of[word] != GONE:
            return self.old_of[word] in mine
        was = self._piece_was[self._piece_of(word)]
        if was is None:
            return False
        return self._first[was] < mine.stop and self._first[was + 1] > mine.start


def _aligned(mine: str, found: str) -> list[tuple[int, int, int]]:
    """The longest common sequence, and as many others between for each other.

    As places in both and how many follow, where they begin together or end within it.
    """
    blocks: list[tuple[int, int, int]] = []
    a = b = 0
    for block in LCSseq.opcodes(mine, found).as_matching_blocks():
        if block.size and block.a - a == block.b - b and block.a > a:
            blocks.append((a, b, block.a - a))
        if block.size:
            blocks.append((block.a, block.b, block.size))
        a, b = block.a + block.size, block.b + block.size
    if a < len(mine) and len(mine) - a == len(found) - b:
        blocks.append((a, b, len(mine) - a))
    return blocks


def _rows(known: Sequence[int], words: Sequence[str]) -> dict[str, list[int]]:
    """Where each row of words stands of which none is known."""
    text = "".join(words)
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for start, end in _stretches(known):
        for at in range(start, end - _ROW + 1):
            rows[text[at : at + _ROW]].append(at)
    return rows


def _stretches(known: Sequence[int]) -> Iterator[tuple[int, int]]:
    start = None
    for at, other in enumerate([*known, 0]):
        if other == GONE and start is None:
            start = at
        elif other != GONE and start is not None:
            yield start, at
            start = None
