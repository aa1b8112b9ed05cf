"""Liquid tags and Hugo's shortcodes, as rules inside markdown-it: hidden, never run.

Code between `highlight` (and its kin of other generators) and its end is code; what
stands between `raw` and `endraw` is text as typed; `comment` hides what it holds.
"""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkDestination
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

_LONGEST = 2000
"""Characters that one tag may take; a brace never closed is text."""
_TAG = re.compile(rf"\{{%.{{0,{_LONGEST}}}?%\}}|\{{\{{.{{0,{_LONGEST}}}?\}}\}}", re.S)
_NAME = re.compile(r"\{%-?\s*(\w+)")
_CODE = frozenset(("highlight", "codeblock", "prism"))
_FENCED = re.compile(r"\{%-?\s*(highlight|codeblock|prism|comment)\b[^%]*%\}")
_IN_HTML = re.compile(rf"(<[^>]*>)|{_TAG.pattern}", re.S)
_DESTINATION = re.compile(r"(?:\{\{[^{}\n]*\}\}|\{%[^{}\n]*%\}|[^<>()\n\"'])+")


def liquid_plugin(md: MarkdownIt) -> None:
    """Teaches a parser Liquid's tags."""
    md.block.ruler.before(
        "fence", "liquid", _block, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    md.inline.ruler.before("escape", "liquid", _inline)
    helpers: Any = SimpleNamespace(**vars(md.helpers))
    helpers.parseLinkDestination = _link_destination
    md.helpers = helpers


def hide_in_html(html: str) -> str:
    """A piece of HTML without the Liquid tags among its text; those in its tags stay."""
    if "{{" not in html and "{%" not in html:
        return html
    return _IN_HTML.sub(lambda match: match[1] or "", html)


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Lines from a highlight or comment tag to its end."""
    if state.is_code_block(start):
        return False
    first = state.bMarks[start] + state.tShift[start]
    opening = _FENCED.match(state.src, first, state.eMarks[start])
    if opening is None:
        return False
    closing = re.compile(rf"\{{%-?\s*end{opening[1]}\s*-?%\}}")
    after = start
    found = None
    while after < end and found is None:
        begin = opening.end() if after == start else state.bMarks[after]
        found = closing.search(state.src, begin, state.eMarks[after])
        after += 1
    if found is None or state.src[found.end() : state.eMarks[after - 1]].strip():
        return False
    if silent:
        return True
    if opening[1] in _CODE:
        token = state.push("fence", "code", 0)
        token.map = [start, after]
        token.markup = "```"
        inner = state.src[opening.end() : found.start()]
        if after - start > 1:
            lines = state.getLines(start + 1, after - 1, state.blkIndent, True)
            inner = inner.split("\n", 1)[0].strip() + lines
            inner += state.src[state.bMarks[after - 1] : found.start()].strip()
        token.content = inner
    state.line = after
    return True


def _inline(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos : state.pos + 2] not in ("{%", "{{"):
        return False
    match = _TAG.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    named = _NAME.match(match[0])
    name = named[1] if named else ""
    if state.env.get("liquid_raw") and name != "endraw":
        return False
    if not silent:
        if name in ("raw", "endraw"):
            state.env["liquid_raw"] = name == "raw"
        state.push("liquid", "", 0).hidden = True
    state.pos = match.end()
    return True


def _link_destination(text: str, position: int, maximum: int) -> Any:
    """As CommonMark's, but `{{ site.url }}/a` is one destination, blanks and all."""
    result = parseLinkDestination(text, position, maximum)
    if "{{" not in text[position:maximum] and "{%" not in text[position:maximum]:
        return result
    match = _DESTINATION.match(text, position, maximum)
    if match and ("{{" in match[0] or "{%" in match[0]):
        result.ok = True
        result.str = match[0].rstrip()
        result.pos = position + len(result.str)
    return result
