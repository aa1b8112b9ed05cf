"""Reads selectors: where in a text a target's passage is.

Words (TextQuoteSelector) and places in characters (TextPositionSelector, fragments of
RFC 5147) are understood, alone, side by side, and as a refinement of each other. What leads
through a page's markup (XPath, CSS) or an image says nothing about a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from csreader.exchange.formats.w3c.values import Node, address, kinds, listed, text
from csreader.exchange.interface import FormatError

_CHARACTERS = re.compile(r"char=(\d{1,15}),(\d{1,15})(?:;.*)?")
_DEEPEST = 100
"""How many refinements of refinements are followed."""


@dataclass(frozen=True, slots=True)
class Selection:
    """A passage, by its place, by its words, or by both."""

    start: int | None = None
    """In characters."""
    end: int | None = None
    quote: str = ""
    prefix: str = ""
    suffix: str = ""

    @property
    def says_nothing(self) -> bool:
        """Whether it is no passage."""
        return not self.quote and self.start is None

    def with_more(self, other: Selection) -> Selection:
        """This one, with what only the other says of the same passage."""
        words = self if self.quote else other
        place = self if self.start is not None else other
        return replace(words, start=place.start, end=place.end)

    def refined(self, inner: Selection) -> Selection:
        """A part of this passage; the part's words alone where this one leaves its place open."""
        at = self._offset_of(inner)
        length = len(inner.quote)
        if inner.start is not None and inner.end is not None:
            length = inner.end - inner.start
        if at is None:
            return replace(inner, start=None, end=None)
        start = None if self.start is None else self.start + at
        end = None if start is None else start + length
        if not self.quote:
            return replace(inner, start=start, end=end)
        quote = self.quote
        part, before, after = quote[at : at + length], quote[:at], quote[at + length :]
        return Selection(start, end, part, self.prefix + before, after + self.suffix)

    def _offset_of(self, inner: Selection) -> int | None:
        if inner.start is not None:
            return inner.start
        if inner.quote and self.quote.count(inner.quote) == 1:
            return self.quote.index(inner.quote)
        return None


def selection_of(selectors: object, where: str) -> tuple[Selection, frozenset[str]]:
    """The passage that a target's selectors mean, and the kinds of those not understood.

    Args:
        selectors: What the target's `selector` holds: several mean the same passage.
        where: Where they stand, safe to print.

    Raises:
        FormatError: If one is broken.
    """
    found, strange = Selection(), set[str]()
    for one in listed(selectors):
        read = _read(one, where) if isinstance(one, dict) else _fragment(text(one))
        if read.says_nothing:
            strange |= kinds(one) if isinstance(one, dict) else {"address"}
        found = found.with_more(read)
    return found, frozenset(strange)


def _read(selector: Node, where: str) -> Selection:
    found = Selection()
    for depth, one in enumerate(_refinements(selector)):
        if depth > _DEEPEST:
            raise FormatError(f"{where}: its selectors are nested too deeply.")
        part = _plain(one, where)
        # Below what is not understood only words say where a passage is.
        found = part if depth == 0 and not part.says_nothing else found.refined(part)
    return found


def _refinements(selector: Node) -> Iterator[Node]:
    one: object = selector
    while isinstance(one, dict):
        yield one
        one = next(iter(listed(one.get("refinedBy"))), None)


def _plain(selector: Node, where: str) -> Selection:
    kind = kinds(selector)
    if "TextQuoteSelector" in kind:
        exact, prefix, suffix = (text(selector.get(one)) for one in ("exact", "prefix", "suffix"))
        return Selection(quote=exact, prefix=prefix, suffix=suffix)
    if "TextPositionSelector" in kind:
        return _position(selector.get("start"), selector.get("end"), where)
    if "RangeSelector" in kind:
        return _range(selector, where)
    return _fragment(text(selector.get("value"))) if "FragmentSelector" in kind else Selection()


def _position(start: object, end: object, where: str) -> Selection:
    if not (_is_offset(start) and _is_offset(end) and start <= end):  # type: ignore[operator]
        raise FormatError(
            f"{where}: a TextPositionSelector needs a start and an end, whole numbers from 0."
        )
    return Selection(start, end)  # type: ignore[arg-type]


def _is_offset(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _range(selector: Node, where: str) -> Selection:
    """A range between places; between words it leaves open what it holds."""
    first, last = (_offset(selector.get(name), where) for name in ("startSelector", "endSelector"))
    if first is None or last is None or last < first:
        return Selection()
    return Selection(first, last)


def _offset(selectors: object, where: str) -> int | None:
    """Where a range's first or last selector begins, which is what counts of it."""
    one = next(iter(listed(selectors)), None)
    if not isinstance(one, dict) or "TextPositionSelector" not in kinds(one):
        return None
    return _plain(one, where).start


def _fragment(value: str) -> Selection:
    found = _CHARACTERS.fullmatch(value.rpartition("#")[2])
    return Selection(int(found[1]), int(found[2])) if found else Selection()


def source_of(target: object) -> tuple[str, Node]:
    """The address of a target's text, and what is told of that text."""
    if not isinstance(target, dict):
        return text(target), {}
    source = next(iter(listed(target.get("source"))), None)
    told = source if isinstance(source, dict) else {}
    return address(source) or address(target), told
