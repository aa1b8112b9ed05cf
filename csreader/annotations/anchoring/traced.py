"""Where the words of a passage are now, together, by a trace of the words of two texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from csreader.annotations.anchoring.trace import GONE, Trace
from csreader.annotations.model import Annotation
from csreader.annotations.tokens import Tokens, is_sign, likeness
from csreader.text.clusters import snap

_UNSURE = 0.25
"""The share of what is left that may as well be another passage's."""
_BETWEEN = 0.5
"""What a letter between two parts of a passage costs, against one of its own."""
_SKIPPED = ((0, 0), (1, 1), (0, 1), (1, 0))
"""How many words may stand between two that are slips of the passage's, there and here."""
_TELLING = 4
"""How many letters a word has that is no frequent one."""


@dataclass(frozen=True, slots=True)
class Traced:
    """Where the words of a passage are now."""

    start: int
    end: int
    share: float
    """How much of the words is left there, by their letters, 0 to 1."""
    strange: float
    """How much there is in other words, as a share of the passage."""
    words: int
    """How many of its words are left there."""
    is_unsure: bool
    """Whether another passage may as well stand there."""


def traced(one: Annotation, trace: Trace, text: str, tokens: Tokens) -> Traced | None:
    """Where most of a passage's words are now, together; None where none is left.

    Args:
        one: The annotation.
        trace: Where the words went from the text that it counts in.
        text: Today's text.
        tokens: Its words.
    """
    mine, quoted = trace.span(one), Tokens.of(one.quote)
    if mine is None or not quoted or len(mine) != len(quoted):
        return None
    search = _Search(trace, text, tokens, mine, quoted)
    weights = search.weights()
    return search.place(weights) if weights else None


_Weights = dict[int, tuple[int, float]]
"""Today's words that are a passage's, each with that one's number and letters left."""


@dataclass(frozen=True, slots=True)
class _Search:
    trace: Trace
    text: str
    tokens: Tokens
    mine: range
    """The passage's words, by their numbers in the text before."""
    quoted: Tokens
    """The same, as the annotation quotes them."""

    def place(self, weights: _Weights) -> Traced:
        """The place that most of the words that are left make up."""
        first, last = self._densest(weights)
        total = sum(map(len, self.quoted.keys))
        inside = {word: size for word, (_, size) in weights.items() if first <= word <= last}
        left = sum(inside.values())
        unsure = sum(size for word, size in inside.items() if word in self.trace.unsure)
        begin, stop = self._first_word(first, weights), self._last_word(last, weights)
        strange = sum(
            len(self.tokens.keys[word]) for word in range(begin, stop + 1) if word not in inside
        )
        return Traced(
            *snap(
                self.text,
                self._start(begin, weights[first][0] if begin == first else None),
                self._end(stop, weights[last][0] if stop == last else None),
            ),
            left / total,
            strange / total,
            len(inside),
            unsure > _UNSURE * left,
        )

    def weights(self) -> _Weights:
        """Today's words that are a passage's, each with that one's number and letters left.

        Between two of them, those of the passage that are not traced are looked for by their
        letters: a short hash may be another word's.
        """
        keys, quoted = self.tokens.keys, self.quoted
        weights: _Weights = {}
        at, last = -1, GONE
        for number, old in enumerate(self.mine):
            new = self.trace.new_of[old]
            if new == GONE or not (weight := likeness(quoted.keys[number], keys[new])):
                continue
            weights[new] = number, weight * len(quoted.keys[number])
            if last != GONE and 0 < new - last - 1 <= 2 * (number - at):
                free = last + 1
                for lost in range(at + 1, number):
                    for word in range(free, new):
                        if alike := likeness(quoted.keys[lost], keys[word]):
                            weights[word] = lost, alike * len(quoted.keys[lost])
                            free = word + 1
                            break
            at, last = number, new
        return weights

    def _densest(self, weights: _Weights) -> tuple[int, int]:
        """The first and last of the words that make up most of a passage.

        What stands between counts against it, but for words that were put into its own
        sentences or in the place of others of it: the maximum sum of a row of numbers.
        """
        keys, quoted = self.tokens.keys, self.quoted.keys
        is_new_in = self.trace.is_new_in
        best, found = 0.0, (-1, -1)
        score, begin, last, at = 0.0, -1, -1, -1
        for word in sorted(weights):
            number, weight = weights[word]
            between = range(last + 1, word) if last >= 0 else range(0)
            more = sum(len(keys[n]) for n in between if not is_new_in(n, self.mine))
            less = sum(map(len, quoted[at + 1 : number]))
            score -= _BETWEEN * max(0, more - less)
            if score <= 0:
                score, begin = 0.0, word
            score += weight
            last, at = word, number
            if score > best:
                best, found = score, (begin, word)
        return found

    def _first_word(self, first: int, weights: _Weights) -> int:
        """Today's first word of a passage of which some before one are not traced."""
        old_of, is_new_in = self.trace.old_of, self.trace.is_new_in
        begin = weights[first][0]
        lost = _lost(range(begin - 1, -1, -1), weights)
        new = 0
        while new <= len(lost) + 1 and first > new and is_new_in(first - new - 1, self.mine):
            new += 1
        before = old_of[first - new - 1] if first > new else GONE
        if new and len(lost) == begin and before != GONE and before == self.mine.start - 1:
            return first - min(new, len(lost))
        new = 0
        while new < len(lost) and first > new and old_of[first - new - 1] == GONE:
            new += 1
        free = [self.tokens.keys[first - step] for step in range(1, new + 1)]
        return first - _reach([self.quoted.keys[number] for number in lost], free)

    def _last_word(self, last: int, weights: _Weights) -> int:
        """Today's last word of a passage of which some behind one are not traced."""
        old_of, is_new_in, size = self.trace.old_of, self.trace.is_new_in, len(self.tokens)
        stop = weights[last][0] + 1
        lost = _lost(range(stop, len(self.mine)), weights)
        new = 0
        while (
            new <= len(lost) + 1 and last + new + 1 < size and is_new_in(last + new + 1, self.mine)
        ):
            new += 1
        after = old_of[last + new + 1] if last + new + 1 < size else GONE
        if new and stop + len(lost) == len(self.mine) and after == self.mine.stop:
            return last + min(new, len(lost))
        new = 0
        while new < len(lost) and last + new + 1 < size and old_of[last + new + 1] == GONE:
            new += 1
        free = self.tokens.keys[last + 1 : last + new + 1]
        return last + _reach([self.quoted.keys[number] for number in lost], free)

    def _start(self, first: int, number: int | None) -> int:
        """Where a place begins, with the signs before its first word.

        Args:
            first: Today's first word.
            number: Which of the passage's it is; None where it is another one.
        """
        text, quoted, start = self.text, self.quoted, self.tokens.starts[first]
        if number is not None:
            before = quoted.text[quoted.ends[number - 1] if number else 0 : quoted.starts[number]]
            if text.endswith(before := before.lstrip(), 0, start):
                return start - len(before)
        most = start if number else quoted.starts[0]
        bound = max(self.trace.piece_at(first)[0], start - most)
        while start > bound and is_sign(text[start - 1]):
            start -= 1
        return start

    def _end(self, last: int, number: int | None) -> int:
        """Where a place ends, with the signs behind its last word; else like `_start`."""
        text, quoted, end = self.text, self.quoted, self.tokens.ends[last]
        quote = quoted.text
        if number is not None:
            stop = quoted.starts[number + 1] if number + 1 < len(quoted) else len(quote)
            if text.startswith(after := quote[quoted.ends[number] : stop].rstrip(), end):
                return end + len(after)
        is_last = number is None or number + 1 == len(quoted)
        most = len(quote) - quoted.ends[-1] if is_last else len(text)
        bound = min(self.trace.piece_at(last)[1], end + most)
        while end < bound and is_sign(text[end]):
            end += 1
        return end


def _lost(numbers: Iterable[int], weights: _Weights) -> list[int]:
    """Those of a passage's words that are not traced, as far as the first that is."""
    left = {number for number, _ in weights.values()}
    return list(takewhile(lambda number: number not in left, numbers))


def _reach(lost: Sequence[str], free: Sequence[str]) -> int:
    """How many of the words beside a passage are slips of those that it lost there.

    Args:
        lost: The passage's, the nearest first.
        free: Those of the text.
    """
    a = b = 0
    while True:
        for x, y in _SKIPPED:
            if a + x < len(lost) and b + y < len(free):
                mine, found = lost[a + x], free[b + y]
                if likeness(mine, found) and (x == y == 0 or len(mine) >= _TELLING):
                    a, b = a + x + 1, b + y + 1
                    break
        else:
            return b
