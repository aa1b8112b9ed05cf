"""What the outline of the text before says about places in today's."""

from __future__ import annotations

from dataclasses import dataclass

from csreader.annotations.anchoring.kept import kept_pieces
from csreader.annotations.anchoring.trace import GONE, Trace
from csreader.annotations.anchoring.traced import Traced, traced
from csreader.annotations.model import Annotation
from csreader.annotations.outline import Outline
from csreader.annotations.tokens import Tokens

_FOREIGN = 0.25
"""The share of a place that may be text which was there before, elsewhere."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whose words a place is made of, as shares of its letters."""

    own: float
    """The annotation's."""
    foreign: float
    """Words that were there before and were not the annotation's."""
    unsure: float
    """The annotation's, or else those of another sentence much like it."""

    @property
    def is_foreign(self) -> bool:
        """Whether another passage stands there."""
        return self.foreign > _FOREIGN

    @property
    def is_unsure(self) -> bool:
        """Whether another passage may as well stand there."""
        return self.unsure > _FOREIGN


class Evidence:
    """Compares the outline of the text that annotations were made in with today's text.

    Args:
        before: The outline of the text before.
        now: Today's.
        text: Today's text.
    """

    def __init__(self, before: Outline, now: Outline, text: str) -> None:
        self._text = text
        self._tokens = Tokens.of(text)
        self._kept = kept_pieces(before, now)
        self._trace = Trace(self._kept, self._tokens)

    def certain(self, one: Annotation) -> tuple[int, int] | None:
        """Where a passage stands whose first or last sentence is unchanged, to the letter."""
        kept = self._kept
        if one.end > kept.before.length:
            return None
        pieces = kept.before.over(one.start, one.end)
        begins = []
        if (new := kept.new_of[pieces[0]]) is not None:
            begins.append(kept.now.starts[new] + one.start - kept.before.starts[pieces[0]])
        if (new := kept.new_of[pieces[-1]]) is not None:
            end = kept.now.starts[new] + one.end - kept.before.starts[pieces[-1]]
            begins.append(min(end, kept.now.end(new)) - len(one.quote))
        for begin in begins:
            stop = begin + len(one.quote)
            if begin < 0 or self._text[begin:stop] != one.quote:
                continue
            verdict = self.verdict(one, begin, stop) if len(pieces) > 1 else None
            if verdict is None or not verdict.is_foreign:
                return begin, stop
        return None

    def verdict(self, one: Annotation, start: int, end: int) -> Verdict | None:
        """Whose words a place is made of; None where nothing is known."""
        mine = self._trace.span(one)
        if mine is None:
            return None
        own = foreign = unsure = total = 0
        for word in self._tokens.over(start, end):
            size = len(self._tokens.keys[word])
            total += size
            old = self._trace.old_of[word]
            if old in mine:
                own += size
                unsure += size if word in self._trace.unsure else 0
            elif old != GONE:
                foreign += size
        return Verdict(own / total, foreign / total, unsure / total) if total else None

    def traced(self, one: Annotation) -> Traced | None:
        """Where most of a passage's words are now, together; None where none is left."""
        return traced(one, self._trace, self._text, self._tokens)
