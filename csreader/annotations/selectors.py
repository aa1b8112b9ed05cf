"""Describes a passage so that it can be found again.

The selectors are the W3C Web Annotation Data Model's TextPositionSelector and
TextQuoteSelector (sections 4.2.4 and 4.2.5): code points, end exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from csreader.annotations.model import Annotation
from csreader.text.clusters import snap
from csreader.text.model import ReadingText

CONTEXT = 32
"""The most code points that a prefix or suffix has."""


@dataclass(frozen=True, slots=True)
class Selector:
    """Where a passage is, what it says and what stands around it."""

    start: int
    end: int
    quote: str
    prefix: str
    suffix: str
    line: int
    """The line of the source file, from 1, of the block the passage begins in."""


def describe(reading: ReadingText, start: int, end: int) -> Selector:
    """The selectors of a passage.

    Args:
        reading: The text the offsets count in.
        start: The first code point.
        end: The code point after the last.

    Returns:
        A selector whose ends are widened to whole grapheme clusters; prefix and suffix
        hold up to 32 code points each, to whole words (clusters, where a word is longer).

    Raises:
        ValueError: If the range is empty or not within the text.
    """
    text = reading.text
    if not 0 <= start < end <= len(text):
        raise ValueError(f"{start}:{end} is no passage of a text of {len(text)} code points")
    start, end = snap(text, start, end)
    return Selector(
        start,
        end,
        text[start:end],
        _prefix(text, start),
        _suffix(text, end),
        reading.line_at(start),
    )


def context(text: str, start: int, end: int) -> tuple[str, str]:
    """The prefix and suffix of a passage of any text, as `describe` has them."""
    return _prefix(text, start), _suffix(text, end)


def at_passage(one: Annotation, where: Selector) -> Annotation:
    """An annotation put on another passage."""
    return replace(
        one,
        start=where.start,
        end=where.end,
        quote=where.quote,
        prefix=where.prefix,
        suffix=where.suffix,
        line=where.line,
        quote_was="",
        text=None,
    )


def _prefix(text: str, start: int) -> str:
    cut = max(0, start - CONTEXT)
    if cut:
        window = text[cut:start]
        if not (text[cut - 1].isspace() or window[0].isspace()):
            blank = next((at for at, character in enumerate(window) if character.isspace()), 0)
            # Without a blank, or with nothing behind it, the window is one long word.
            if window[blank:].strip():
                cut += blank
        cut += len(text[cut:start]) - len(text[cut:start].lstrip())
        if cut < start:
            cluster, after = snap(text, cut, cut + 1)
            cut = cut if cluster == cut else min(after, start)
    return text[cut:start]


def _suffix(text: str, end: int) -> str:
    cut = min(len(text), end + CONTEXT)
    if cut < len(text):
        window = text[end:cut]
        if not (text[cut].isspace() or window[-1].isspace()):
            blank = next((at for at in range(len(window) - 1, -1, -1) if window[at].isspace()), -1)
            if blank >= 0 and window[:blank].strip():
                cut = end + blank
        cut -= len(text[end:cut]) - len(text[end:cut].rstrip())
        if cut > end:
            cluster, _ = snap(text, cut, cut + 1)
            cut = max(cluster, end)
    return text[end:cut]
