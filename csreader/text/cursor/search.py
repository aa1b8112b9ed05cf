"""Finds words in a text: the places that `/` goes through."""

from __future__ import annotations

import re
import unicodedata

from csreader.text.clusters import snap
from csreader.text.model import ReadingText
from csreader.text.sentences import Range

MOST = 10_000
"""How many places are found at most."""


def find_all(reading: ReadingText, wanted: str) -> list[Range]:
    """Where words stand in a text, in order, none reaching over another.

    As in Vim's smart case: small letters alone find capitals, too. White space finds any
    white space, and straight quotation marks and apostrophes find curly ones.

    Args:
        reading: The text.
        wanted: The words, not a pattern; blanks at the ends do not count.
    """
    words = unicodedata.normalize("NFC", wanted).split()
    if not words:
        return []
    flags = re.IGNORECASE if wanted == wanted.lower() else 0
    pattern = re.compile(r"\s+".join(_loosely(word) for word in words), flags)
    found: list[Range] = []
    for match in pattern.finditer(reading.text):
        start, end = snap(reading.text, match.start(), match.end())
        if found and start < found[-1][1]:
            # Within the cluster that the last one was found in.
            continue
        found.append((start, end))
        if len(found) == MOST:
            break
    return found


def _loosely(word: str) -> str:
    return "".join(_ALIKE.get(letter, "") or _composed(letter) for letter in word)


_ALIKE = {"'": "['’‘]", '"': '["“”„]', "-": "[-‐‑]"}


def _composed(letter: str) -> str:
    """A letter as a pattern for itself, also where a text has it as a base and an accent."""
    apart = unicodedata.normalize("NFD", letter)
    return re.escape(letter) if apart == letter else f"(?:{re.escape(letter)}|{re.escape(apart)})"
