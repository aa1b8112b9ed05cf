"""Liquid tags and Hugo's shortcodes, as rules inside markdown-it: hidden, never run.

Code between `highlight` (and its kin of other generators) and its end is code; what
stands between `raw` and `endraw` is text as typed; `comment` hides what it holds.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from html import escape
from types import SimpleNamespace
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkDestination
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from csreader.text.markdown.block_ends import line_of

_LONGEST = 2000
"""Characters that one tag may take; a brace never closed is text."""
# A string may hold braces, but none that would end the tag.
_STRING = r"\"(?:[^\"\n}]|\}(?!\}))*+\"|'(?:[^'\n}]|\}(?!\}))*+'"
# Neither kind of tag holds another's beginning, so that no brace is looked at twice.
_TAG = re.compile(
    rf"\{{%(?:[^%{{]|%(?!\}})|\{{(?!%)){{0,{_LONGEST}}}+%\}}"
    rf"|\{{\{{(?:{_STRING}|[^{{}}]|\}}(?!\}})|\{{(?!\{{)){{0,{_LONGEST}}}+\}}\}}"
)
_NAME = re.compile(r"\{%-?\s*(\w+)")
_CODE = "highlight|codeblock|prism|code"
_FENCE = re.compile(
    rf"\{{%-?\s*({_CODE}|comment)\b[^%\n]*%\}}|\{{\{{([<%])\s*(highlight)\b[^}}\n]*[>%]\}}\}}"
)
_RAW = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}")
_RAW_END = re.compile(r"\{%-?\s*end")
_CODE_TAG = re.compile(r"<(/?)(code|pre|kbd|samp|tt)(?=[\s>])", re.IGNORECASE)
_COMMENT_END = re.compile(r"\{%-?\s*endcomment\s*-?%\}")
_BLANKS = re.compile(r"[ \t]*")
_CODE_IN_HTML = re.compile(
    rf"\{{%-?\s*({_CODE})\b[^%]*%\}}((?:[^{{]|\{{(?!%)|{_RAW.pattern})*+)\{{%-?\s*end\1\s*-?%\}}"
)
_KEPT_IN_HTML = re.compile(
    r"(<(pre|code|script|style|textarea)\b(?:[^<]|<(?!/?\2\b))*+</\2>"
    r"|</?[a-zA-Z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*+>)"
    r"|\{%-?\s*raw\s*-?%\}((?:[^{]|\{(?!%-?\s*(?:end)?raw\b))*+)\{%-?\s*endraw\s*-?%\}"
    r"|\{%-?\s*comment\b[^%]*%\}(?:[^{]|\{(?!%-?\s*(?:end)?comment\b))*+"
    r"\{%-?\s*endcomment\s*-?%\}"
    rf"|{_TAG.pattern}",
    re.IGNORECASE,
)
_TAG_IN_TAG = re.compile(
    r"<[a-zA-Z][\w-]*+(?:\s(?:[^<>{]|\{(?![{%])|\{\{[^}]*+\}\}|\{%[^%]*+%\})*+)>"
)
_UNQUOTED = re.compile(r"=\s*((?:[^\s\"'<>{]|\{(?!\{)){0,500}+\{\{[^}\"]*+\}\}[^\s\"'<>]*)")
_PIECE = r"\{\{[^{}\n]*\}\}|\{%[^{}\n]*%\}|[^<>()\n\"']"
_DESTINATION = re.compile(rf"(?:{_PIECE}|\((?:{_PIECE})*+\))++")
_ENDS_PARAGRAPH = ["paragraph", "reference", "blockquote", "list"]


def liquid_plugin(md: MarkdownIt) -> None:
    """Teaches a parser Liquid's tags."""
    md.block.ruler.before("fence", "liquid", _block, {"alt": _ENDS_PARAGRAPH})
    md.inline.ruler.before("escape", "liquid", _inline)
    helpers: Any = SimpleNamespace(**vars(md.helpers))
    helpers.parseLinkDestination = _link_destination
    md.helpers = helpers


def hide_in_html(html: str) -> str:
    """A piece of HTML without Liquid's tags among its text.

    Those inside its tags stay, for a link's address may hold them, and so do those in its
    code; what `highlight` marks becomes code, what `raw` marks is left as it is.
    """
    if "{{" not in html and "{%" not in html:
        return html
    html = _CODE_IN_HTML.sub(lambda match: f"<pre>{escape(_without_raw(match[2]))}</pre>", html)
    return _KEPT_IN_HTML.sub(lambda match: _quoted(match[1] or "") or match[3] or "", html)


def tag_with_liquid(text: str, position: int) -> tuple[str, int]:
    """An HTML tag that holds Liquid's tags outside quotation marks, and where it ends.

    Returns:
        The tag, with marks around what Liquid makes the values of; empty if none is there.
    """
    match = _TAG_IN_TAG.match(text, position)
    if match and ("{{" in match[0] or "{%" in match[0]):
        return _quoted(match[0]), match.end()
    return "", position


def masked(text: str) -> str:
    """A text of the same length with Liquid's tags as letters, for finding HTML's tags in it."""
    if "{{" not in text and "{%" not in text:
        return text
    return _TAG.sub(lambda match: "x" * len(match[0]), text)


def _quoted(tag: str) -> str:
    return _UNQUOTED.sub(r'="\1"', tag)


def _without_raw(code: str) -> str:
    return _RAW.sub("", code).strip("\n")


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Lines of nothing but tags, and those from a highlight or comment tag to its end."""
    first = state.bMarks[start] + state.tShift[start]
    if state.src[first : first + 2] not in ("{%", "{{") or state.is_code_block(start):
        return False
    if opening := _FENCE.match(state.src, first, state.eMarks[start]):
        return _fence(state, start, end, opening, silent)
    return _tag_lines(state, start, end, silent)


def _fence(state: StateBlock, start: int, end: int, opening: re.Match[str], silent: bool) -> bool:
    name = opening[1] or opening[3]
    closing = re.compile(
        rf"\{{%-?\s*end{name}\s*-?%\}}" if opening[1] else rf"\{{\{{[<%]\s*/\s*{name}\s*[>%]\}}\}}"
    )
    last = line_of(state, closing, opening.end(), start, end)
    if last < 0:
        return False
    found = closing.search(state.src, max(opening.end(), state.bMarks[last]))
    if found is None or state.src[found.end() : state.eMarks[last]].strip():
        return False
    if silent:
        return True
    if name != "comment":
        token = state.push("fence", "code", 0)
        token.map = [start, last + 1]
        if last == start:
            code = state.src[opening.end() : found.start()]
        else:
            rest = state.src[opening.end() : state.eMarks[start]].strip()
            code = f"{rest}\n" if rest else ""
            code += state.getLines(start + 1, last, state.blkIndent, True)
            code += state.src[state.bMarks[last] : found.start()].strip()
        token.content = _without_raw(code)
    state.line = last + 1
    return True


def _tag_lines(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Lines that tags fill, one of which may take several lines.

    A page without them has blank lines there, so they end a paragraph; an output tag does
    not, for words come of it.
    """
    src = state.src
    position = state.bMarks[start] + state.tShift[start]
    line = start
    while True:
        match = _TAG.match(src, position, state.eMarks[end - 1])
        if match is None or _RAW.match(match[0]) or (silent and match[0][1] == "{"):
            return False
        position = match.end()
        while line < end and state.eMarks[line] < position:
            line += 1
            if line < end and state.isEmpty(line):
                return False
        blanks = _BLANKS.match(src, position, state.eMarks[line])
        position = blanks.end() if blanks else position
        if position == state.eMarks[line]:
            break
    if silent:
        return True
    token = state.push("liquid", "", 0)
    token.map = [start, line + 1]
    token.hidden = True
    state.line = line + 1
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
    end = match.end()
    if name == "comment" and (closing := _COMMENT_END.search(state.src, end, state.posMax)):
        end = closing.end()
    if not silent:
        if name in ("raw", "endraw"):
            state.env["liquid_raw"] = name == "raw"
        token = state.push("liquid", "", 0)
        token.hidden = True
        token.content = name
        token.markup = state.src[state.pos : end]
    state.pos = end
    return True


def settle(token: Token, env: MutableMapping[str, Any]) -> None:
    """Hides Liquid in raw HTML, but not between `raw` and `endraw`, nor in its code.

    Called for each block in turn, text that has been parsed: `raw` may go on over blocks.
    """
    if token.type == "html_block":
        raw = bool(env.get("liquid_raw"))
        token.content, env["liquid_raw"] = _hide_outside_raw(token.content, raw)
    elif token.type == "inline":
        code = ""
        for child in token.children or ():
            if child.type == "liquid" and code:
                child.type, child.content = "text", child.markup
            elif child.type == "html_inline" and (tag := _CODE_TAG.match(child.content)):
                code = "" if tag[1] else code or tag[2]


def _hide_outside_raw(html: str, raw: bool) -> tuple[str, bool]:
    """A piece of HTML as `hide_in_html` gives it, and whether `raw` is open where it ends.

    Args:
        html: The piece.
        raw: Whether `raw` is open where it begins.
    """
    parts: list[str] = []
    done = 0
    tags = list(_RAW.finditer(html)) if "raw" in html else []
    for match in tags:
        ends = _RAW_END.match(match[0]) is not None
        if ends == raw:
            piece = html[done : match.start()]
            parts.append(piece if raw else hide_in_html(piece))
            raw, done = not ends, match.end()
    parts.append(html[done:] if raw else hide_in_html(html[done:]))
    return "".join(parts), raw


def _link_destination(text: str, position: int, maximum: int) -> Any:
    """As CommonMark's, but `{{ site.url }}/a` is one destination, blanks and all."""
    result = parseLinkDestination(text, position, maximum)
    match = _DESTINATION.match(text, position, maximum)
    if match and ("{{" in match[0] or "{%" in match[0]):
        result.ok = True
        result.str = match[0].rstrip()
        result.pos = position + len(result.str)
    return result
