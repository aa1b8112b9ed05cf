"""The tree that a real HTML5 parser makes of a page, as a flat list of texts and tags.

The parser writes its tree out again, well formed whatever the page was like: each element
is ended, in order, and `<`, `>` and `&` stand for nothing but themselves. Read from left
to right that is a walk over the tree, at any depth and several times as fast as from node
to node.
"""

from __future__ import annotations

import re
import secrets
from html import unescape

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

LAYOUT = f"layout-{secrets.token_hex(8)}"
"""An attribute, with a name that no page can know, of tables that only lay a page out."""

_EVENT = re.compile(r"(<!--.*?-->|<[^>]*>)", re.DOTALL)
_UNSEEN = ["script", "style", "title", "noembed", "noframes", "template"]
_UNSEEN_TAG = re.compile("<(?:" + "|".join(_UNSEEN) + ")", re.IGNORECASE)
_VERBATIM_TAG = re.compile("<(?:xmp|plaintext|iframe)", re.IGNORECASE)
_BLOCKS_IN_CELL = "ul, ol, dl, blockquote, pre, h1, h2, h3, h4, h5, h6, hr, p + p, div + div"
_ATTRIBUTE = re.compile(r"\s([^\s\"=<>/]++)=\"([^\"]*)\"")


def read_events(html: str) -> list[str]:
    """The walk over a page's tree: texts at even places, tags at odd ones.

    Texts still hold `&amp;` and the like (see `text_of`). What a browser shows nothing of
    is left out where its content would not read as HTML does.
    """
    parser = LexborHTMLParser(html, options=LexborDocumentOptions.WO_EVENTS)
    if _UNSEEN_TAG.search(html):
        parser.strip_tags(_UNSEEN, recursive=True)
    if _VERBATIM_TAG.search(html):
        _make_readable(parser)
    if "<table" in html or "<TABLE" in html or "<Table" in html:
        _mark_layout(parser)
    return _EVENT.split(parser.html or "")


def _mark_layout(parser: LexborHTMLParser) -> None:
    """Marks the tables whose cells hold more than a line of text each."""
    for nested in parser.css("table table"):
        node = nested.parent
        while node is not None and not (node.tag == "table" and LAYOUT in node.attrs):
            if node.tag == "table":
                node.attrs[LAYOUT] = ""
            node = node.parent
    for table in parser.css("table"):
        if table.css_first(_BLOCKS_IN_CELL) is not None:
            table.attrs[LAYOUT] = ""


def _make_readable(parser: LexborHTMLParser) -> None:
    """Changes elements whose text is written out as it is into such as escape it."""
    for node in parser.css("xmp, plaintext"):
        readable = parser.create_node("pre")
        readable.insert_child(node.text(deep=True))
        node.replace_with(readable)
    for node in parser.css("iframe"):
        while (child := node.first_child) is not None:
            child.decompose()


def text_of(event: str) -> str:
    """A text of a walk, or an attribute's value, with its entities decoded."""
    return unescape(event) if "&" in event else event


def attributes_of(tag: str) -> dict[str, str]:
    """The attributes of a start tag of a walk."""
    return {name: text_of(value) for name, value in _ATTRIBUTE.findall(tag)}
