"""What the outline of the text before says about places in today's."""

from __future__ import annotations

from dataclasses import dataclass

from csreader.annotations.model import Annotation
from csreader.annotations.outline import Outline, kept_pieces, outline_of

_FOREIGN = 0.25
"""The share of a place that may be text which was there before, elsewhere."""
_LENGTHS = 0.75
"""How alike in length a piece and the one that was there may be taken for the same."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whose text a place is made of, as shares of its characters."""

    own: float
    """Of the annotation's own sentences, unchanged."""
    home: float
    """New words, where a sentence of the annotation's stood."""
    foreign: float
    """Text that was there before and was not the annotation's, or an edited form of it."""
    unsure: float
    """What may be an edited form of the annotation's sentence, or else of one beside it."""

    @property
    def is_foreign(self) -> bool:
        """Whether another passage stands there."""
        return self.foreign > _FOREIGN

    @property
    def is_unsure(self) -> bool:
        """Whether another passage may as well stand there."""
        return self.unsure > _FOREIGN

    @property
    def is_home(self) -> bool:
        """Whether most of it stands where the passage stood."""
        return self.own + self.home >= 0.5


class Evidence:
    """Compares the outline of the text that annotations were made in with today's text.

    Args:
        before: The outline of the text before.
        text: Today's text.
    """

    def __init__(self, before: Outline, text: str) -> None:
        self._text = text
        now = outline_of(text)
        self._kept = kept_pieces(before, now) if now is not None else None

    def certain(self, one: Annotation) -> tuple[int, int] | None:
        """Where a passage stands whose first or last sentence is unchanged, to the letter."""
        start, end = self.ends(one, None)
        for begin in (start, None if end is None else end - len(one.quote)):
            if begin is not None and begin >= 0:
                stop = begin + len(one.quote)
                if self._text[begin:stop] == one.quote:
                    return begin, stop
        return None

    def ends(self, one: Annotation, near: tuple[int, int] | None) -> tuple[int | None, int | None]:
        """Where a passage's start and end are now, each where its sentence is unchanged.

        Args:
            one: The annotation.
            near: A place that the sentences have to have a part of; None for anywhere.
        """
        kept = self._kept
        if kept is None or one.end > kept.before.length:
            return None, None
        pieces = kept.before.over(one.start, one.end)
        found: list[int | None] = []
        for piece, offset in ((pieces[0], one.start), (pieces[-1], one.end)):
            new = kept.new_of[piece]
            if new is None or (near is not None and new not in kept.now.over(*near)):
                found.append(None)
                continue
            place = kept.now.starts[new] + offset - kept.before.starts[piece]
            found.append(min(place, kept.now.end(new)))
        return found[0], found[1]

    def runs(self, one: Annotation) -> list[tuple[int, int]]:
        """The unchanged parts of a passage, those that still follow each other as one."""
        kept = self._kept
        if kept is None or one.end > kept.before.length:
            return []
        runs: list[tuple[int, int]] = []
        last = None
        for old in kept.before.over(one.start, one.end):
            new = kept.new_of[old]
            if new is None:
                continue
            moved = kept.now.starts[new] - kept.before.starts[old]
            start = max(one.start, kept.before.starts[old]) + moved
            end = min(min(one.end, kept.before.end(old)) + moved, kept.now.end(new))
            if runs and last is not None and new == last + 1:
                runs[-1] = runs[-1][0], end
            else:
                runs.append((start, end))
            last = new
        return [self._stripped(start, end) for start, end in runs]

    def _stripped(self, start: int, end: int) -> tuple[int, int]:
        passage = self._text[start:end]
        return start + len(passage) - len(passage.lstrip()), start + len(passage.rstrip())

    def trimmed(self, one: Annotation, start: int, end: int) -> tuple[int, int]:
        """A place without what is new, or known to be another passage's, at its ends.

        Of a sentence that is unchanged it has at its ends all that the passage had of it.
        """
        kept = self._kept
        if kept is None or one.end > kept.before.length:
            return start, end
        mine = set(kept.before.over(one.start, one.end))
        pieces = [*kept.now.over(start, end)]

        def is_other(piece: int) -> bool:
            old = kept.old_of[piece]
            return not kept.home(piece) & mine if old is None else old not in mine

        while len(pieces) > 1 and is_other(pieces[-1]):
            end = kept.now.starts[pieces.pop()]
        while len(pieces) > 1 and is_other(pieces[0]):
            start = kept.now.starts[pieces.pop(0) + 1]
        if (old := kept.old_of[pieces[0]]) is not None and old in mine:
            begin = max(one.start - kept.before.starts[old], 0)
            start = kept.now.starts[pieces[0]] + begin
        if (old := kept.old_of[pieces[-1]]) is not None and old in mine:
            stop = min(one.end, kept.before.end(old)) - kept.before.starts[old]
            end = min(kept.now.starts[pieces[-1]] + stop, kept.now.end(pieces[-1]))
        return self._stripped(start, end)

    def verdict(self, one: Annotation, start: int, end: int) -> Verdict | None:
        """Whose text a place is; None where nothing is known."""
        kept = self._kept
        if kept is None or one.end > kept.before.length:
            return None
        mine = set(kept.before.over(one.start, one.end))
        own = home = foreign = unsure = 0
        for piece in kept.now.over(start, end):
            begin, stop = max(start, kept.now.starts[piece]), min(end, kept.now.end(piece))
            size = stop - begin
            old = kept.old_of[piece]
            if old is not None:
                if old in mine:
                    own += size
                else:
                    foreign += size
                continue
            gone = kept.home(piece)
            if gone & mine:
                home += size
                if self._is_unsure(piece, gone, mine):
                    unsure += size
            elif any(self._as_long(old, piece) for old in gone):
                foreign += size
        total = max(1, end - start)
        return Verdict(own / total, home / total, foreign / total, unsure / total)

    def _is_unsure(self, piece: int, gone: set[int], mine: set[int]) -> bool:
        """Whether fewer pieces are left than went, of which another one was as long."""
        assert self._kept is not None
        if not any(self._as_long(old, piece) for old in gone - mine):
            return False
        low = high = piece
        old_of = self._kept.old_of
        while low > 0 and old_of[low - 1] is None:
            low -= 1
        while high + 1 < len(old_of) and old_of[high + 1] is None:
            high += 1
        return high + 1 - low < len(gone)

    def _as_long(self, old: int, new: int) -> bool:
        assert self._kept is not None
        before, now = self._kept.before, self._kept.now
        short, long = sorted((before.end(old) - before.starts[old], now.end(new) - now.starts[new]))
        return short >= _LENGTHS * long
