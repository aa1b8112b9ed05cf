"""A text with white space and Unicode normal forms evened out, for matching quotes."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right

from csreader.text.clusters import cluster_starts


class Folded:
    """Finds quotes that differ from the text in white space or normal form only.

    NFC never composes across grapheme clusters, so clusters are normalised one by one
    and every folded offset leads back to one of the text's. Nothing is computed before
    the first search.

    Args:
        text: A reading text.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._folded: str | None = None
        self._starts: list[int] = []
        """Folded offsets of pieces, ascending, with the text's offset of each beside."""
        self._origins: list[int] = []

    def find(self, quote: str, expected: list[int], limit: int) -> list[tuple[int, int]]:
        """Ranges of the text that equal the quote but for white space and normal form.

        Args:
            quote: What to look for.
            expected: Offsets of the text; of many ranges the nearest to one are given.
            limit: How many ranges at most for each expected place.
        """
        words = unicodedata.normalize("NFC", quote).split()
        if not words:
            return []
        folded = self._fold()
        pattern = re.compile(r"\s+".join(map(re.escape, words)))
        found = []
        for match in pattern.finditer(folded):
            start, end = self._origin(match.start()), self._origin(match.end())
            if start is not None and end is not None:
                found.append((start, end))
        if len(found) <= limit:
            return found
        starts = [start for start, _ in found]
        kept: set[tuple[int, int]] = set()
        for place in expected:
            middle = bisect_left(starts, place)
            kept.update(found[max(0, middle - limit // 2) : middle + limit // 2])
        return sorted(kept)

    def _fold(self) -> str:
        if self._folded is not None:
            return self._folded
        text = self._text
        self._starts, self._origins = [0], [0]
        if unicodedata.is_normalized("NFC", text):
            self._folded = text
            return text
        pieces: list[str] = []
        folded_at = text_at = 0
        for line in text.splitlines(keepends=True):
            plain = unicodedata.is_normalized("NFC", line)
            for piece in (line,) if plain else _clusters(line):
                normal = unicodedata.normalize("NFC", piece)
                self._starts.append(folded_at)
                self._origins.append(text_at)
                pieces.append(normal)
                folded_at += len(normal)
                text_at += len(piece)
        self._starts.append(folded_at)
        self._origins.append(text_at)
        self._folded = "".join(pieces)
        return self._folded

    def _origin(self, offset: int) -> int | None:
        """The text's offset of a folded one; None within a piece that was changed."""
        at = bisect_right(self._starts, offset) - 1
        origin = self._origins[at] + offset - self._starts[at]
        if at + 1 < len(self._starts):
            folded_length = self._starts[at + 1] - self._starts[at]
            if folded_length != self._origins[at + 1] - self._origins[at]:
                return self._origins[at] if offset == self._starts[at] else None
        return origin


def same_words(quote: str, other: str) -> bool:
    """Whether two quotes are equal but for white space and normal form."""
    return _words(quote) == _words(other)


def _words(quote: str) -> list[str]:
    return unicodedata.normalize("NFC", quote).split()


def _clusters(line: str) -> list[str]:
    starts = cluster_starts(line, 0, len(line))
    return [line[start:end] for start, end in zip(starts, [*starts[1:], len(line)], strict=True)]
