"""A text in words, as they are compared: whatever their case, apostrophes or normal form."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

# Scripts that put no blanks between words are compared character by character.
_TOKEN = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff]|"
    r"[^\W\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+"
)


_ALIKE = 0.65
"""How like, of 1, two words are where one is a slip of the other."""


@dataclass(frozen=True)
class Tokens:
    """The words of a text, in order."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    keys: Sequence[str]
    """Each word as it is compared."""

    @classmethod
    def of(cls, text: str) -> Tokens:
        """The words of a text."""
        starts, ends, keys = [], [], []
        for match in _TOKEN.finditer(text):
            starts.append(match.start())
            ends.append(match.end())
            keys.append(folded(match.group()))
        return cls(text, starts, ends, keys)

    def __len__(self) -> int:
        return len(self.keys)

    def over(self, start: int, end: int) -> range:
        """The words that a passage has a part of, by their numbers."""
        return range(bisect_right(self.ends, start), bisect_left(self.starts, end))

    @cached_property
    def places(self) -> Mapping[str, Sequence[int]]:
        """Where each word stands, by the words' numbers."""
        places: defaultdict[str, list[int]] = defaultdict(list)
        for number, key in enumerate(self.keys):
            places[key].append(number)
        return dict(places)


def folded(word: str) -> str:
    """A word as it is compared."""
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFC", word).casefold()


def likeness(one: str, other: str) -> float:
    """How like two folded words are, 0 to 1; 0 where neither is a slip of the other.

    By the optimal string alignment distance: letters changed, left out, put in or swapped.
    """
    if one == other:
        return 1.0
    from rapidfuzz.distance import OSA  # only needed once a text has changed

    alike = OSA.normalized_similarity(one, other)
    return alike if alike >= _ALIKE and len(one) > 2 else 0.0


def is_sign(character: str) -> bool:
    """Whether a character is neither white space nor part of a word."""
    return not (character.isspace() or character.isalnum())
