"""Writes markdown-it's tokens out as HTML, lean, with the line that each block began on.

Pieces of raw HTML are marked, so that what would swallow a page can be ended with the piece
it began in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from csreader.text.html.elements import escape_unknown
from csreader.text.html.swallowing import end_swallowers, marked_piece

_SPECIAL = re.compile('[&<>"]')
_NOTHING = frozenset(("attribute_list", "liquid", "footnote_anchor"))
_BREAKS = {"softbreak": "\n", "hardbreak": "<br>"}


@dataclass(frozen=True, slots=True)
class Rendered:
    """A body as HTML."""

    html: str
    line_attribute: str
    """The name of the attribute that carries the line of the file that an element began on."""
    unclosed: list[tuple[int, str]]
    """The line and name of what was never closed, as `end_swallowers` tells it."""


def render(tokens: Sequence[Token], line_attribute: str, first_line: int) -> Rendered:
    """Renders the tokens of a body that begins on a line of the file, from 1."""
    work = _Renderer(line_attribute, first_line)
    for token in tokens:
        work.block(token)
    html = "".join(work.out)
    if not work.raw:
        return Rendered(html, line_attribute, [])
    html, unclosed = end_swallowers(html, first_line, marked=True)
    return Rendered(html, line_attribute, unclosed)


class _Renderer:
    """Collects the HTML of tokens."""

    def __init__(self, line_attribute: str, first_line: int) -> None:
        self.out: list[str] = []
        self.line_attribute = line_attribute
        self.first_line = first_line
        self.line = first_line
        self.raw = False

    def block(self, token: Token) -> None:
        """Write a block's token."""
        kind = token.type
        if kind == "inline":
            self.inline(token.children or ())
            return
        at = ""
        if token.map is not None:
            self.line = self.first_line + token.map[0]
            at = f' {self.line_attribute}="{self.line}"'
        if token.hidden or kind in _NOTHING:
            # A paragraph in a tight list has no tags of its own.
            if token.nesting == -1:
                self.out.append("\n")
        elif kind == "html_block":
            self.out.append(marked_piece(escape_unknown(token.content), self.line))
            self.raw = True
        elif kind == "fence":
            # Its text begins below the line of the fence.
            at = f' {self.line_attribute}="{self.line + 1}"'
            self.out.append(f"<pre{at}>\n{_escaped(token.content)}</pre>")
        elif kind == "code_block":
            self.out.append(f"<pre{at}>\n{_escaped(token.content)}</pre>")
        elif kind == "mathematics_block":
            self.out.append(f"<p{at}>{_escaped(token.content)}</p>")
        elif kind == "footnote_open":
            self.out.append(f'<li id="fn{token.meta["id"] + 1}">')
        elif kind in _FOOTNOTES:
            self.out.append(_FOOTNOTES[kind])
        elif token.nesting == -1:
            self.out.append(f"</{token.tag}>")
        else:
            self.out.append(f"<{token.tag}{at}{_attributes(token)}>")

    def inline(self, tokens: Sequence[Token]) -> None:
        """Write a block's inline content."""
        begin = len(self.out)
        out = self.out.append
        raw = False
        for token in tokens:
            kind = token.type
            if kind == "text":
                out(_escaped(token.content))
            elif kind in _BREAKS:
                out(_BREAKS[kind])
            elif kind == "code_inline":
                out(f"<code>{_escaped(token.content)}</code>")
            elif kind == "html_inline":
                out(token.content)
                raw = True
            elif kind == "image":
                token.attrs["alt"] = _plain(token.children or ())
                out(f"<img{_attributes(token)}>")
            elif kind == "footnote_ref":
                out(f'<sup><a href="#fn{token.meta["id"] + 1}">[{token.meta["id"] + 1}]</a></sup>')
            elif kind in _NOTHING:
                pass
            elif token.nesting == -1:
                out(f"</{token.tag}>")
            else:
                out(f"<{token.tag}{_attributes(token)}>")
        if raw:
            self.raw = True
            piece = marked_piece("".join(self.out[begin:]), self.line)
            self.out[begin:] = [piece]


_FOOTNOTES = {
    "footnote_block_open": "<hr><section><ol>",
    "footnote_block_close": "</ol></section>",
    "footnote_close": "</li>",
}


def _escaped(text: str) -> str:
    if not _SPECIAL.search(text):
        return text
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    return text.replace(">", "&gt;").replace('"', "&quot;")


def _attributes(token: Token) -> str:
    if not token.attrs:
        return ""
    return "".join(f' {name}="{_escaped(str(value))}"' for name, value in token.attrs.items())


def _plain(tokens: Sequence[Token]) -> str:
    """The words of an image's description, without markup."""
    words: list[str] = []
    waiting = list(reversed(tokens))
    while waiting:
        token = waiting.pop()
        if token.type in ("text", "code_inline", "html_inline"):
            words.append(token.content)
        elif token.type == "image":
            waiting.extend(reversed(token.children or ()))
        elif token.type in _BREAKS:
            words.append("\n")
    return "".join(words)
