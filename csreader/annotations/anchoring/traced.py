"""Where the words of a passage are now, together, by a trace of the words of two texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
    return search.place(one, weights) if weights else None


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

    def place(self, one: Annotation, weights: _Weights) -> Traced:
        """The place that most of the words that are left make up."""
        first, last = self._densest(weights)
        total = sum(map(len, self.quoted.keys))
        inside = {word: size for word, (_, size) in weights.items() if first <= word <= last}
        left = sum(inside.values())
        unsure = sum(size for word, size in inside.items() if word in self.trace.unsure)
        first = self._first_word(first, weights[first][0])
        last = self._last_word(last, len(self.mine) - 1 - weights[last][0])
        strange = sum(
            len(self.tokens.keys[word]) for word in range(first, last + 1) if word not in inside
        )
        start, end = snap(self.text, *self._edges(one, first, last))
        return Traced(start, end, left / total, strange / total, unsure > _UNSURE * left)

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

    def _first_word(self, first: int, lost: int) -> int:
        """Today's first word of a passage of which some at its start are not traced."""
        old_of, is_new_in = self.trace.old_of, self.trace.is_new_in
        new = 0
        while new <= lost + 1 and first - new > 0 and is_new_in(first - new - 1, self.mine):
            new += 1
        before = old_of[first - new - 1] if first > new else GONE
        if new and before != GONE and before == self.mine.start - 1:
            return first - min(new, lost)
        new = 0
        while new < lost and first - new > 0 and old_of[first - new - 1] == GONE:
            new += 1
        free = [self.tokens.keys[first - step] for step in range(1, new + 1)]
        return first - _reach(self.quoted.keys[:lost][::-1], free)

    def _last_word(self, last: int, lost: int) -> int:
        """Today's last word of a passage of which some at its end are not traced."""
        old_of, is_new_in, size = self.trace.old_of, self.trace.is_new_in, len(self.tokens)
        new = 0
        while new <= lost + 1 and last + new + 1 < size and is_new_in(last + new + 1, self.mine):
            new += 1
        if new and last + new + 1 < size and old_of[last + new + 1] == self.mine.stop:
            return last + min(new, lost)
        new = 0
        while new < lost and last + new + 1 < size and old_of[last + new + 1] == GONE:
            new += 1
        free = self.tokens.keys[last + 1 : last + new + 1]
        return last + _reach(self.quoted.keys[len(self.quoted) - lost :], free)

    def _edges(self, one: Annotation, first: int, last: int) -> tuple[int, int]:
        """A place with the signs at its ends: the quote's, or its sentences' own."""
        text, tokens, quoted = self.text, self.tokens, self.quoted
        start, end = tokens.starts[first], tokens.ends[last]
        leading, trailing = quoted.starts[0], len(one.quote) - quoted.ends[-1]
        if self.trace.old_of[first] not in (GONE, self.mine.start):
            leading = start
        if self.trace.old_of[last] not in (GONE, self.mine.stop - 1):
            trailing = len(text)
        bounds = self.trace.piece_at(first)[0], self.trace.piece_at(last)[1]
        while leading > 0 and start > bounds[0] and is_sign(text[start - 1]):
            start, leading = start - 1, leading - 1
        while trailing > 0 and end < bounds[1] and is_sign(text[end]):
            end, trailing = end + 1, trailing - 1
        return start, end


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
