"""A text's outline: how long each of its pieces is, and short hashes of its words.

The text that marks were made in is not kept, but its outline is: a few bytes for each
sentence and one for each word. It tells which sentences are still there, where they and
their words went, and which ones of today's were there already: those are no edited form
of another one.

An outline is a string: for each piece its length in code points, a colon, five characters
of base64 and one more for each of its words, apart by blanks. A piece ends behind `.`,
`!`, `?` or their like with closing quotation marks and the white space that follows, or
at a line's end. Its hash is BLAKE2b's first 30 bits of its text, put together with single
blanks; a word's is the lowest 6 bits of the CRC-32 of its UTF-8, as `tokens` folds it.
The alphabet is that of RFC 4648, section 5. Outlines of csreader 1 before it counted words
end with a piece's five characters.
"""

from __future__ import annotations

import base64
import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from zlib import crc32

from csreader.annotations.tokens import Tokens

MOST = 400_000
"""Code points beyond which a text's outline is not kept: it would slow every save."""

_PIECE = re.compile(r"(?:[^\n.!?…。！？]|[.!?…](?![\s'\")\]”’»]))*[.!?…。！？]*['\")\]”’»]*\s*")
_ENTRY = re.compile(r"(\d{1,7}):([\w-]{5})([\w-]*)", re.ASCII)
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@dataclass(frozen=True)
class Outline:
    """The pieces of a text: where each begins and ends, in code points, and its hashes."""

    starts: Sequence[int]
    hashes: Sequence[str]
    words: Sequence[str]
    """Of each piece a character for each of its words."""
    length: int
    """The text's, in code points."""

    def __len__(self) -> int:
        return len(self.starts)

    def end(self, piece: int) -> int:
        """Where a piece ends: where the next begins."""
        return self.starts[piece + 1] if piece + 1 < len(self.starts) else self.length

    def over(self, start: int, end: int) -> range:
        """The pieces that a passage has a part of."""
        first = max(0, bisect_right(self.starts, start) - 1)
        last = first
        while last + 1 < len(self.starts) and self.starts[last + 1] < end:
            last += 1
        return range(first, last + 1) if self.starts else range(0)

    @cached_property
    def written(self) -> str:
        """The outline as a string."""
        return " ".join(
            f"{self.end(number) - start}:{self.hashes[number]}{self.words[number]}"
            for number, start in enumerate(self.starts)
        )


@lru_cache(maxsize=16)
def outline_of(text: str) -> Outline | None:
    """The outline of a text; None for one that is empty or too long."""
    if not text or len(text) > MOST:
        return None
    tokens = Tokens.of(text)
    known = "".join(map(_letter, tokens.keys))
    starts, hashes, words = [], [], []
    done = 0
    for match in _PIECE.finditer(text):
        if match.end() > match.start():
            starts.append(match.start())
            hashes.append(_hash(match.group()))
            next_word = bisect_left(tokens.starts, match.end(), done)
            words.append(known[done:next_word])
            done = next_word
    return Outline(tuple(starts), tuple(hashes), tuple(words), len(text))


def read_outline(written: str) -> Outline | None:
    """The outline that a string tells; None where it is none."""
    starts, hashes, words = [], [], []
    at = 0
    for entry in written.split():
        match = _ENTRY.fullmatch(entry)
        if match is None:
            return None
        starts.append(at)
        hashes.append(match[2])
        words.append(match[3])
        at += int(match[1])
    return Outline(tuple(starts), tuple(hashes), tuple(words), at) if starts else None


def letters(passage: str) -> str:
    """A character for each word of a passage, as in an outline."""
    return "".join(map(_letter, Tokens.of(passage).keys))


def _hash(piece: str) -> str:
    digest = hashlib.blake2b(" ".join(piece.split()).encode(), digest_size=4).digest()
    return base64.urlsafe_b64encode(digest)[:5].decode()


@lru_cache(maxsize=20_000)
def _letter(word: str) -> str:
    return _ALPHABET[crc32(word.encode("utf-8", "surrogatepass")) & 63]
