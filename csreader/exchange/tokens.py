"""Tokens that fit marks: none begins or ends within one of them.

spaCy and Prodigy keep spans as ranges of tokens. A mark may begin or end anywhere, so the
tokens are parted where marks begin and end, instead of the marks being moved to tokens.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from csreader.text.cursor.words import words_from


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a text."""

    start: int
    """In code points, from 0."""
    end: int
    """Exclusive."""
    has_space: bool = False
    """Whether one blank (U+0020) stands behind it that no token holds."""


def word_bounds(text: str) -> Iterable[int]:
    """Where the words of a text begin and end, in code points."""
    return (at for word in words_from(text, 0) for at in (word.start, word.end))


def fitted_tokens(
    text: str, bounds: Iterable[int], ranges: Iterable[tuple[int, int]]
) -> list[Token]:
    """Tokens of which the text, and each of its ranges, is made.

    As in spaCy (https://spacy.io/api/token), a single blank behind a token belongs to it,
    all other white space is in tokens. A blank at an end of a range is a token as well.

    Args:
        text: What is parted.
        bounds: Where tokens begin and end, besides.
        ranges: Start and end of what has to be whole tokens, in code points.
    """
    among = list(ranges)
    starts, ends = {start for start, _ in among}, {end for _, end in among}
    cuts = sorted({0, len(text), *bounds, *starts, *ends})
    tokens: list[Token] = []
    for start, end in pairwise(cuts):
        is_blank = text[start:end] == " " and start not in starts and end not in ends
        if is_blank and tokens and not tokens[-1].has_space:
            tokens[-1] = Token(tokens[-1].start, start, True)
        else:
            tokens.append(Token(start, end))
    return tokens
