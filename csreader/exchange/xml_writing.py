"""XML written element by element, indented, with nothing in it that XML 1.0 cannot hold."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from csreader.text.characters import REPLACEMENT, replace_controls

_NONCHARACTERS = re.compile("[\ufffe\uffff]")
_PART = 1 << 16

Attributes = Mapping[str, str | None]
"""Values by name; None for an attribute that is left out."""


def xml_text(text: str) -> str:
    """Text as XML 1.0 can hold it (section 2.2): what it cannot hold is U+FFFD.

    So are the control characters that it could hold, as wherever csreader writes.
    """
    return _NONCHARACTERS.sub(REPLACEMENT, replace_controls(text))


class XmlWriter:
    """Writes to a stream in UTF-8; `flush` at the end.

    Args:
        stream: What is written to; it stays open.
        depth: How many levels above are written elsewhere, for the indentation.
    """

    def __init__(self, stream: BinaryIO, depth: int = 0) -> None:
        self._stream = stream
        self._depth = depth
        self._parts: list[str] = []
        self._size = 0

    def declaration(self) -> None:
        """The line that a document begins with."""
        self._put('<?xml version="1.0" encoding="UTF-8"?>\n')

    def element(self, name: str, attributes: Attributes | None = None, text: str = "") -> None:
        """An element without elements in it."""
        opening = f"{'  ' * self._depth}<{name}{_written(attributes)}"
        self._put(f"{opening}>{escape(xml_text(text))}</{name}>\n" if text else f"{opening}/>\n")

    def text_element(self, name: str, text: str) -> None:
        """An element with text, or nothing where the text is empty."""
        if text:
            self.element(name, None, text)

    def start(self, name: str, attributes: Attributes | None = None) -> None:
        """An element's beginning."""
        self._put(f"{'  ' * self._depth}<{name}{_written(attributes)}>\n")
        self._depth += 1

    def end(self, name: str) -> None:
        """An element's end."""
        self._depth -= 1
        self._put(f"{'  ' * self._depth}</{name}>\n")

    @contextlib.contextmanager
    def within(self, name: str, attributes: Attributes | None = None) -> Iterator[None]:
        """An element around what is written meanwhile."""
        self.start(name, attributes)
        yield
        self.end(name)

    def flush(self) -> None:
        """Hands on what is kept back."""
        self._stream.write("".join(self._parts).encode("utf-8"))
        self._parts, self._size = [], 0

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._size += len(text)
        if self._size >= _PART:
            self.flush()


def _written(attributes: Attributes | None) -> str:
    # quoteattr writes tabs and newlines as references, so that they are kept.
    return "".join(
        f" {name}={quoteattr(xml_text(value))}"
        for name, value in (attributes or {}).items()
        if value is not None
    )
