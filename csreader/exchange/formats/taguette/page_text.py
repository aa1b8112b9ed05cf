"""The text of a page of HTML as Taguette counts in it, and as it is compared with a post.

Taguette counts the UTF-8 bytes of the page's texts, without its tags. For comparing, blank
lines are put between blocks, for two paragraphs without a blank between them are not one word.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from csreader.text.characters import replace_controls
from csreader.text.html.elements import BLOCKS
from csreader.text.html.tree import read_events, text_of


@dataclass(slots=True)
class PageText:
    """A text that grows while a page is gone through."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    """In code points."""
    _bytes: list[int] = field(default_factory=lambda: [0])
    """How many bytes of the page stand before each piece."""
    _starts: list[int] = field(default_factory=lambda: [0])
    """Where each piece begins in the text."""
    _pieces: list[bytes] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Adds what stands between two tags."""
        encoded = text.encode("utf-8")
        # Each character stays one, so that those before a byte are as many.
        text = replace_controls(text.replace("\r", "\n"))
        self._pieces.append(encoded)
        self._starts[-1] = self.length
        self._bytes.append(self._bytes[-1] + len(encoded))
        self._put(text)
        self._starts.append(self.length)

    def end_block(self) -> None:
        """Adds a blank line where a block begins or ends."""
        if self.parts and not self.parts[-1].endswith("\n\n"):
            self._put("\n\n")

    def break_line(self) -> None:
        """Adds a line end."""
        self._put("\n")

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self.parts)

    def at_byte(self, offset: int, *, end: bool = False) -> int:
        """Where a byte of the page stands in the text, in code points.

        Args:
            offset: Counted in bytes.
            end: Whether something ends there, so that it stands behind what is before it
                and not before what is behind it.
        """
        offset = min(max(offset, 0), self._bytes[-1])
        index = bisect_right(self._bytes, offset - 1 if end and offset else offset) - 1
        index = min(index, len(self._pieces) - 1)
        if index < 0:
            return 0
        within = self._pieces[index][: offset - self._bytes[index]]
        return self._starts[index] + len(within.decode("utf-8", "ignore"))

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)


def body_events(html: str) -> Iterator[tuple[str, str]]:
    """The texts and tags of a page's body in order: `text` with a text, `tag` with a tag."""
    inside = False
    for number, event in enumerate(read_events(html)):
        if number % 2:
            if not inside:
                inside = event.startswith("<body")
            elif event.startswith("</body"):
                return
            elif not event.startswith("<!--"):
                yield "tag", event
        elif inside and event:
            yield "text", text_of(event)


def element_name(tag: str) -> str:
    """The name of a tag's element."""
    return tag.strip("</>").split(None, 1)[0].rstrip("/") if tag.strip("</>") else ""


def lay_out(text: PageText, tag: str) -> None:
    """What a tag does to the text."""
    name = element_name(tag)
    if name == "br":
        text.break_line()
    elif name in BLOCKS:
        text.end_block()


def page_text(html: str) -> PageText:
    """The text of a page."""
    text = PageText()
    for kind, event in body_events(html):
        if kind == "text":
            text.add(event)
        else:
            lay_out(text, event)
    return text
