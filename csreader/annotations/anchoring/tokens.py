"""A text in words, as they are compared: whatever their case, apostrophes or normal form."""

from __future__ import annotations

import re
import unicodedata
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
