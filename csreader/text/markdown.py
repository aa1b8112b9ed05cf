"""Markdown becomes HTML whose blocks carry the line of the file they began on.

markdown-it does the parsing: CommonMark with tables, strikethrough, footnotes and
definition lists, and our rules for attribute lists and Liquid. The attribute that
carries a line has a random name, for a post's own HTML could forge a known one.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.code import code as code_rule
from markdown_it.rules_block.html_block import html_block as html_block_rule
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.html_inline import html_inline as html_inline_rule
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from csreader.text.elements import close_swallowers, escape_unknown, is_known
from csreader.text.kramdown import kramdown_plugin
from csreader.text.liquid import hide_in_html, liquid_plugin

DEEPEST = 100
"""How deep blocks may nest; deeper markers are taken off beforehand."""
_DEEPEST_MARKERS = 40
_DEEPEST_INDENT = 120

_MARKERS = re.compile(
    rf"^(?P<kept>(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{{1,9}}[.)](?=[ \t]))){{{_DEEPEST_MARKERS}}})"
    r"(?P<more>(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])))+)",
    re.M,
)
_INDENT = re.compile(rf"^([ \t]{{{_DEEPEST_INDENT}}})[ \t]+", re.M)
_RULE_LINE = re.compile(r"[ \t]*([-*+_])(?:[ \t]*\1)*[ \t]*\Z")
_TAG_NAME = re.compile(r"</?([a-zA-Z][^\s/>]*)")
_HTML_TAGS = re.compile(
    r"<(/?)(div|span|p|table|tbody|tr|td|th|ul|ol|li|section|article|center|blockquote)\b[^>]*?(/?)>",
    re.I,
)


def to_html(source: str, first_line: int) -> tuple[str, str, list[tuple[int, str]]]:
    """Renders Markdown.

    Args:
        source: The body, line ends as LF.
        first_line: The file's line, from 1, that the body begins on.

    Returns:
        The HTML; the name of the attribute that carries a block's line of the file; and
        for each element that would have swallowed the page, the line and its name.
    """
    md = _parser()
    attribute = f"data-l{secrets.token_hex(8)}"
    env: dict[str, Any] = {"unclosed": [], "first_line": first_line}
    source = _flattened(source)
    tokens = md.parse(source, env)
    _carry_lines(tokens, attribute, first_line)
    html = md.renderer.render(tokens, md.options, env)
    return html, attribute, env["unclosed"]


def _flattened(source: str) -> str:
    """The source without list and quotation markers nested deeper than anyone can see."""
    source = _INDENT.sub(r"\1", source)

    def keep(match: re.Match[str]) -> str:
        end = source.find("\n", match.end())
        line = source[match.start() : end if end >= 0 else len(source)]
        return match[0] if _RULE_LINE.match(line) else match["kept"] + " "

    return _MARKERS.sub(keep, source)


def _carry_lines(tokens: Sequence[Token], attribute: str, first_line: int) -> None:
    for token in tokens:
        if token.map is not None and token.nesting >= 0 and token.type != "inline":
            token.attrs[attribute] = first_line + token.map[0]


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": True, "maxNesting": DEEPEST}, renderer_cls=_Renderer)
    md.enable(["table", "strikethrough"])
    md.use(footnote_plugin).use(deflist_plugin).use(kramdown_plugin).use(liquid_plugin)
    md.block.ruler.at("html_block", _html_block, {"alt": ["paragraph", "reference", "blockquote"]})
    md.block.ruler.at("code", _code)
    md.inline.ruler.at("html_inline", _html_inline)
    # A link may go anywhere: which ones are followed is decided where they are painted.
    md.validateLink = _any_link  # type: ignore[method-assign]
    return md


def _any_link(url: str) -> bool:  # noqa: ARG001
    return True


def _html_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """As CommonMark's, but for what only looks like a tag, and for what is never closed.

    An element or comment that nothing closes ends with its paragraph, not with the page.
    """
    first = state.bMarks[start] + state.tShift[start]
    text = state.src[first : state.eMarks[start]]
    if not text.startswith("<") or state.is_code_block(start):
        return False
    name = _TAG_NAME.match(text)
    if name is not None and not is_known(name[1]):
        return False
    if not html_block_rule(state, start, end, silent):
        return False
    if silent:
        return True
    token = state.tokens[-1]
    assert token.map is not None
    _, unclosed = close_swallowers(token.content)
    if unclosed and token.map[1] == end and end - start > 1:
        blank = next((n for n in range(start + 1, end) if state.isEmpty(n)), end)
        if blank < end:
            token.map = [start, blank]
            token.content = state.getLines(start, blank, state.blkIndent, True)
            state.line = blank
    depth = state.env.get("html_depth", 0)
    for closing, _, empty in _HTML_TAGS.findall(token.content):
        depth += 0 if empty else -1 if closing else 1
    state.env["html_depth"] = max(0, depth)
    return True


def _code(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """As CommonMark's, but indented HTML inside an open element is no code."""
    if not state.is_code_block(start):
        return False
    if state.env.get("html_depth", 0) and not silent:
        first = state.bMarks[start] + state.tShift[start]
        name = _TAG_NAME.match(state.src, first, state.eMarks[start])
        if name is not None and is_known(name[1]):
            after = start + 1
            while after < end and not state.isEmpty(after):
                after += 1
            token = state.push("html_block", "", 0)
            token.map = [start, after]
            token.content = state.getLines(start, after, state.blkIndent, True)
            depth = state.env["html_depth"]
            for closing, _, empty in _HTML_TAGS.findall(token.content):
                depth += 0 if empty else -1 if closing else 1
            state.env["html_depth"] = max(0, depth)
            state.line = after
            return True
    return code_rule(state, start, end, silent)


def _html_inline(state: StateInline, silent: bool) -> bool:
    """As CommonMark's, but a name that is no element's is text as typed."""
    name = _TAG_NAME.match(state.src, state.pos)
    if name is not None and not is_known(name[1]):
        return False
    return html_inline_rule(state, silent)


class _Renderer(RendererHTML):
    """Ends what would swallow the page with the piece of source it began in."""

    def html_block(
        self,
        tokens: Sequence[Token],
        idx: int,
        options: OptionsDict,  # noqa: ARG002
        env: EnvType,
    ) -> str:
        """Raw HTML; only what looks like a tag of no known element is made text."""
        token = tokens[idx]
        html, unclosed = close_swallowers(escape_unknown(hide_in_html(token.content)))
        line = token.map[0] if token.map else 0
        _note(env, line, unclosed)
        return html

    def renderInline(  # noqa: N802
        self, tokens: Sequence[Token], options: OptionsDict, env: EnvType
    ) -> str:
        """A block's inline content."""
        html = super().renderInline(tokens, options, env)
        if "<" not in html:
            return html
        html, unclosed = close_swallowers(html)
        _note(env, 0, unclosed)
        return html

    def attribute_list(self, *_: Any) -> str:
        """Nothing."""
        return ""

    liquid = attribute_list

    def footnote_anchor(self, *_: Any) -> str:
        """Nothing: an arrow back to where the reader is not."""
        return ""


def _note(env: EnvType, line: int, names: list[str]) -> None:
    for name in names:
        env["unclosed"].append((env["first_line"] + line, name))
