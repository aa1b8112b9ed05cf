"""An independent reader of HTML: the text that a browser shows, by the standard library's parser.

It shares no code and no parser with the product, and knows only what the CommonMark
specification's own HTML needs.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    "p div h1 h2 h3 h4 h5 h6 ul ol li blockquote pre hr table thead tbody tr section dl dt dd "
    "article aside header footer nav form fieldset figure figcaption main details summary "
    "center address dialog textarea".split()
)
_HIDDEN = frozenset("script style title template iframe noembed noframes".split())


class _Visible(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self.runs: list[str] = []
        self.preformatted = 0
        self.hidden: list[str] = []
        self.fresh = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.fresh = True
        if self.hidden:
            return
        if tag in _HIDDEN:
            self.hidden.append(tag)
        elif tag == "br":
            self.runs.append("\0")
        elif tag in _BLOCKS:
            self.end()
            self.preformatted += tag in ("pre", "textarea")

    def handle_endtag(self, tag: str) -> None:
        if self.hidden:
            if tag == self.hidden[-1]:
                self.hidden.pop()
        elif tag in _BLOCKS:
            self.end()
            if tag in ("pre", "textarea"):
                self.preformatted = max(0, self.preformatted - 1)

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            # HTML drops the newline right after <pre>, and only that one.
            after_tag = self.get_starttag_text() or ""
            first = (
                self.preformatted
                and self.fresh
                and after_tag.lower().startswith(("<pre", "<textarea"))
            )
            self.runs.append(data.removeprefix("\n") if first else data)
        self.fresh = False

    def end(self) -> None:
        text, self.runs = "".join(self.runs), []
        if self.preformatted:
            text = text.rstrip("\n")
            if text.strip():
                self.blocks.append(text.replace("\0", "\n"))
            return
        text = re.sub("[ \t\n\r\f\u00a0]+", " ", text)
        for part in re.split(" ?\0 ?(?:\0 ?)+", text):
            shown = re.sub(" ?\0 ?", "\n", part).strip(" \n")
            if shown:
                self.blocks.append(shown)


def visible_text(html: str) -> str:
    """The blocks that a browser shows, one blank line apart."""
    parser = _Visible()
    # In HTML (not XHTML) a CDATA section is a comment up to the next `>`, and a tag that
    # the page ends in is dropped; the standard library's parser shows both.
    html = re.sub(r"<!\[CDATA\[[^>]*>", "", html)
    html = re.sub(r"<[a-zA-Z][^>]*\Z", "", html)
    # `<!-->` and `<!--->` are whole comments.
    html = re.sub(r"<!--+>", "", html)
    parser.feed(html)
    parser.close()
    parser.end()
    return "\n\n".join(parser.blocks)
