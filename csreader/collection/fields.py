"""What a header's reader hands on."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from csreader.collection.model import Finding, Severity
from csreader.text.characters import one_line

KNOWN_KEYS = frozenset(
    "title subtitle date layout tags tag categories category author authors excerpt summary"
    " description permalink slug published publishdate draft lang language type url aliases"
    " comments created updated modified lastmod abstract keywords headline".split()
)
"""Keys that a header of Jekyll, Hugo or Hexo has, in small letters."""

LONGEST = 250_000
"""How much of a header, in code points, is parsed as a whole; a longer one is read by lines."""
_QUOTED = 60
_TWO_QUOTATIONS = {
    quote: re.compile(rf"[^{quote}]*[^\s{quote}]{quote}(?!\w).*(?<!\w){quote}") for quote in "\"'"
}
"""What is quoted twice, such as `"a" and "b"`, without the outermost quotes."""


@dataclass(frozen=True, slots=True)
class Fields:
    """A header's values, and where they stand."""

    values: Mapping[str, object] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    """The source, as typed, of the values that are lists or mappings."""
    lines: Mapping[str, int] = field(default_factory=dict)
    """The file's line, from 1, of each key."""
    findings: tuple[Finding, ...] = ()
    repaired: bool = False


def line_counter(raw: str, first_line: int) -> Callable[[int], int]:
    """Gives the file's line, from 1, of an offset in a header, in little time for each."""
    ends = [match.start() for match in re.finditer("\n", raw)]
    return lambda offset: first_line + bisect_left(ends, offset)


def is_known(key: str) -> bool:
    """Whether headers commonly have such a key, in any case."""
    return key.lower() in KNOWN_KEYS


def unreadable_value(line: int, key: str, value: str, language: str) -> Finding:
    """The finding for a value that does not parse and is kept as typed."""
    message = (
        f"The value of {quoted(key)} is not valid {language}: {quoted(value)}; "
        "it is shown as typed. Put it in quotes."
    )
    return Finding(line, "front-matter", Severity.ERROR, message)


def doubled_key(line: int | None, key: str) -> Finding:
    """The finding for a key that stands twice in a header."""
    message = f"The key {quoted(key)} stands twice in the header; the last one counts."
    return Finding(line, "duplicate-key", Severity.WARNING, message)


def quoted(text: str) -> str:
    """A piece of a file for a message: on one line, shortened, in quotes."""
    text = one_line(re.sub(r"\s+", " ", text.strip()))
    return f"“{text[: _QUOTED - 1]}…”" if len(text) > _QUOTED else f"“{text}”"


def without_quotes(text: str) -> str:
    """A value as typed, without the quotes around all of it."""
    text = text.strip()
    if len(text) < 2 or text[0] != text[-1] or text[0] not in _TWO_QUOTATIONS:
        return text
    return text if _TWO_QUOTATIONS[text[0]].match(text[1:-1]) else text[1:-1]
