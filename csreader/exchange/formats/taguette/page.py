"""A document that Taguette exported as a page: highlights in colour, their tags behind them.

Each highlight ends in a list of its tags, `[first, second]`; where it begins is seen only
where none is open. So of highlights that overlap or touch each other, a passage's beginning
is where the one before it ended.
"""

from __future__ import annotations

import re
from pathlib import Path

from csreader.collection.decode import decode
from csreader.exchange.brought import Brought, BroughtDocument, BroughtMark, BroughtTag
from csreader.exchange.formats.taguette.names import UNTAGGED
from csreader.exchange.formats.taguette.page_text import (
    PageText,
    body_events,
    element_name,
    lay_out,
)
from csreader.exchange.identity import made_id
from csreader.exchange.interface import Format, FormatError
from csreader.exchange.tag_names import own_tag
from csreader.text.characters import one_line
from csreader.text.html.tree import attributes_of, text_of

LARGEST = 64 << 20
"""How many bytes a page may have."""

_GLANCE = 4_096
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL | re.IGNORECASE)
_TAGS = re.compile(r"\s*\[(.*)\]\s*", re.DOTALL)


def _recognises(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            head = stream.read(_GLANCE)
    except OSError:
        return False
    return b".highlight {" in head and b".taglist {" in head


def _read(path: Path) -> Brought:
    name = one_line(str(path))
    if path.stat().st_size > LARGEST:
        raise FormatError(f"{name} has more than {LARGEST >> 20} MiB; it is not read.")
    if not _recognises(path):
        raise FormatError(
            f"{name}, line 1: this is no document that Taguette exported; choose HTML there."
        )
    html = decode(path.read_bytes()).text
    found = _TITLE.search(html)
    title = " ".join(text_of(found[1]).split()) if found else path.stem
    page = _Page()
    page.go_through(html)
    text = page.text.text
    marks = tuple(
        BroughtMark(
            made_id("taguette", title, str(start), str(end), *tags),
            tags,
            "" if tags else UNTAGGED,
            start,
            end,
            text[start:end],
        )
        for start, end, tags in page.found
    )
    tags = dict.fromkeys(tag for mark in marks for tag in mark.tags)
    remarks: tuple[str, ...] = ()
    if page.joined:
        remarks = (
            f"{page.joined} passage{'s begin' if page.joined > 1 else ' begins'} where another "
            "ends, for the page does not show where those begin that overlap.",
        )
    document = BroughtDocument(one_line(title), marks, text)
    return Brought((document,), tuple(BroughtTag(tag) for tag in tags), remarks)


class _Page:
    """Goes through a page, with the passages as they end."""

    def __init__(self) -> None:
        self.text = PageText()
        self.found: list[tuple[int, int, tuple[str, ...]]] = []
        self.joined = 0
        self._begin: int | None = None
        self._end = 0
        self._ended_one = False
        self._spans: list[str] = []
        """The classes of the spans that are open."""

    def go_through(self, html: str) -> None:
        heading: list[str] | None = None
        heading_seen = False
        for kind, event in body_events(html):
            if kind == "tag" and element_name(event) == "h1" and not heading_seen:
                # The page's first heading is the document's name, put before it.
                if event.startswith("</"):
                    heading_seen, heading = True, None
                else:
                    heading = []
            elif heading is not None:
                heading.append(event)
            elif kind == "text":
                self._text(event)
            else:
                self._tag(event)

    def _text(self, text: str) -> None:
        if "taglist" in self._spans:
            self._end_passage(text)
            return
        if "highlight" in self._spans:
            if self._begin is None:
                self._begin = self.text.length
            self.text.add(text)
            self._end = self.text.length
            return
        # Within a highlight blanks are coloured, too.
        self._begin, self._ended_one = None, False
        self.text.add(text)

    def _tag(self, tag: str) -> None:
        if element_name(tag) == "span":
            if tag.startswith("</"):
                if self._spans:
                    self._spans.pop()
            else:
                self._spans.append(attributes_of(tag).get("class", ""))
        else:
            lay_out(self.text, tag)

    def _end_passage(self, written: str) -> None:
        found = _TAGS.fullmatch(written)
        if found is None or self._begin is None:
            return
        text = self.text.text
        start, end = self._begin, self._end
        start += len(text[start:end]) - len(text[start:end].lstrip())
        end -= len(text[start:end]) - len(text[start:end].rstrip())
        if start < end:
            names = (own_tag(name) for name in found[1].split(", "))
            self.found.append((start, end, tuple(dict.fromkeys(filter(None, names)))))
            self.joined += self._ended_one
        self._begin, self._ended_one = self.text.length, True


TAGUETTE_PAGE = Format(
    name="taguette-html",
    endings=(".html", ".htm"),
    description="a document with highlights that Taguette exported as HTML",
    loses="It is read only.",
    read=_read,
    recognises=_recognises,
)
