"""Markdown becomes HTML whose blocks carry the line of the file they began on.

markdown-it does the parsing: CommonMark with tables, strikethrough, footnotes and
definition lists, and our rules for attribute lists, Liquid, mathematics and raw HTML.
"""

from __future__ import annotations

import re
import secrets
from functools import lru_cache, partial
from html import unescape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.entity import entity as entity_rule
from markdown_it.token import Token

from csreader.text.markdown.definitions import definitions_plugin
from csreader.text.markdown.footnotes import footnotes_plugin
from csreader.text.markdown.kramdown import abbreviation_plugin, block_end_plugin, kramdown_plugin
from csreader.text.markdown.liquid import liquid_plugin, settle
from csreader.text.markdown.mathematics import mathematics_plugin, may_hold
from csreader.text.markdown.raw_html import code, html_block, html_inline
from csreader.text.markdown.renderer import Rendered, render

DEEPEST = 100
"""How deep blocks may nest; of deeper ones the markers are taken off beforehand."""
_DEEPEST_LINK = 20
"""How deep brackets are looked into: each level costs a run through the rest of a paragraph."""
_MARKERS_KEPT = (24, 8, 0)
"""How many markers a line keeps when a body nests too deep: the first that suffices."""

_MARKER = r"[ \t]*+(?:>|(?:[-*+:~]|\d{1,9}[.)]|\[\^[^\]\s]+\]:)(?=[ \t]|$))"
_CHARACTER = re.compile(r"&#(?:1[2-5]\d|x[89][0-9a-f]);", re.IGNORECASE)
_DEFINITION = re.compile(r"^[ \t>]*[:~][ \t]", re.MULTILINE)
_BLOCK_END = re.compile(r"^\^[ \t]*$", re.MULTILINE)
_RULE_LINE = re.compile(r"[ \t]*([-*+_])(?:[ \t]*\1)*[ \t]*\Z")


def to_html(source: str, first_line: int) -> Rendered:
    """Renders Markdown.

    The attribute that carries a line has a name random for each parse: a post's own HTML
    could forge a known one.

    Args:
        source: The body, line ends as LF, without U+0000.
        first_line: The file's line, from 1, that the body begins on.
    """
    attribute = f"data-l{secrets.token_hex(8)}"
    for kept in (None, *_MARKERS_KEPT):
        md = _parser(_features(source))
        env: dict[str, Any] = {"liquid": "{" in source}
        tokens = md.parse(source if kept is None else _flattened(source, kept), env)
        if not any(token.level >= DEEPEST - 1 and token.nesting == 1 for token in tokens):
            break
    return render(tokens, attribute, first_line)


def _flattened(source: str, kept: int) -> str:
    """The source without list and quotation markers nested deeper than anyone can see."""
    markers = re.compile(rf"^((?:{_MARKER}){{{kept}}})((?:{_MARKER})+)", re.MULTILINE)
    indented = re.compile(rf"^[ \t]{{{kept * 4},}}(?={_MARKER})", re.MULTILINE)

    def keep(match: re.Match[str]) -> str:
        end = source.find("\n", match.end())
        line = source[match.start() : end if end >= 0 else len(source)]
        return match[0] if _RULE_LINE.match(line) else match[1] + " "

    source = indented.sub(" " * kept * 4, source)
    return markers.sub(keep, source)


def _features(source: str) -> frozenset[str]:
    """What beyond CommonMark a source may hold: rules that cannot apply cost time."""
    features = {
        "table": "|" in source,
        "strikethrough": "~~" in source,
        "braces": "{" in source,
        "footnotes": "[^" in source or "^[" in source,
        "definitions": _DEFINITION.search(source) is not None,
        "abbreviations": "*[" in source,
        "block ends": "^" in source and _BLOCK_END.search(source) is not None,
        "mathematics": may_hold(source),
    }
    return frozenset(name for name, found in features.items() if found)


@lru_cache(maxsize=128)
def _parser(features: frozenset[str]) -> MarkdownIt:
    """A parser of blocks, with one of its own for the text in them."""
    md = _configured(features, DEEPEST)
    within = _configured(features, _DEEPEST_LINK)
    md.core.ruler.at("inline", partial(_inline, within))
    return md


def _configured(features: frozenset[str], deepest: int) -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": True, "maxNesting": deepest})
    md.enable([name for name in ("table", "strikethrough") if name in features])
    if "footnotes" in features:
        md.use(footnotes_plugin)
    if "definitions" in features:
        md.use(definitions_plugin)
    if "abbreviations" in features:
        md.use(abbreviation_plugin)
    if "block ends" in features:
        md.use(block_end_plugin)
    if "mathematics" in features:
        md.use(mathematics_plugin)
    if "braces" in features:
        md.use(kramdown_plugin).use(liquid_plugin)
    md.block.ruler.at("html_block", html_block, {"alt": ["paragraph", "reference", "blockquote"]})
    md.block.ruler.at("code", code)
    md.inline.ruler.at("html_inline", html_inline)
    md.inline.ruler.at("entity", _entity)
    # Any address is kept, as typed: which are followed is decided where they are shown.
    links: Any = md
    links.validateLink = _any_address
    links.normalizeLink = links.normalizeLinkText = str
    return md


def _any_address(_: str) -> bool:
    return True


def _inline(within: MarkdownIt, state: StateCore) -> None:
    """The core rule that parses each block's text; one nested without measure is left as typed."""
    for token in state.tokens:
        if token.type == "inline":
            token.children = []
            try:
                within.inline.parse(token.content, within, state.env, token.children)
            except RecursionError:
                token.children = [Token("text", "", 0, content=token.content)]
        if state.env["liquid"]:
            settle(token, state.env)


def _entity(state: StateInline, silent: bool) -> bool:
    """As CommonMark's, but `&#151;` is the dash that browsers show (HTML, 13.2.5.84)."""
    if match := _CHARACTER.match(state.src, state.pos):
        character = unescape(match[0])
        if not "\x80" <= character <= "\x9f":
            if not silent:
                token = state.push("text_special", "", 0)
                token.content = character
                token.markup = match[0]
                token.info = "entity"
            state.pos = match.end()
            return True
    return entity_rule(state, silent)
