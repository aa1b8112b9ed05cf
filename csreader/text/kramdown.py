"""kramdown's attribute lists and extensions, as rules inside markdown-it.

The grammar is that of kramdown's syntax page: block, span and list-item attribute
lists `{: .class #id key="value" name}`, reference definitions `{:name: ...}`, the table
of contents `{:toc}`, and the extensions `{::comment}`, `{::nomarkdown}` and
`{::options /}`. They change how a page looks and hold no words of the story.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

_VALUE = r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|[^\s\"'}]+"
_ITEM = rf"[.#][\w:-]+|[\w:-]+=(?:{_VALUE})|[\w:-]+"
_LIST = re.compile(rf"\{{:\s*(?:(?:{_ITEM})(?:\s+|(?=\}})|(?=[.#])))+\}}")
_REFERENCE = re.compile(rf"\{{:[\w-]+:\s*(?:(?:{_ITEM})(?:\s+|(?=\}})|(?=[.#])))*\}}")
_EXTENSION = re.compile(r"\{::(/|[a-z]+)(?:\s[^{}]*)?/?\}|\{:/[a-z]*\}")
_COMMENT = re.compile(r"\{::comment\}")
_COMMENT_END = re.compile(r"\{:/(?:comment)?\}")
_HEADING_ID = re.compile(r"\s*\{#[\w:.-]+\}\s*$")


def kramdown_plugin(md: MarkdownIt) -> None:
    """Teaches a parser to recognise attribute lists and extensions, and to hide them."""
    md.block.ruler.before(
        "fence", "attribute_list", _block, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    md.inline.ruler.before("escape", "attribute_list", _inline)
    md.core.ruler.after("block", "table_of_contents", _tidy)


def _match(text: str, position: int) -> int:
    """Where an attribute list, reference or extension ends; -1 where there is none."""
    for pattern in (_LIST, _REFERENCE, _EXTENSION):
        if match := pattern.match(text, position):
            return match.end()
    return -1


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A line that is nothing but attribute lists, or a comment extension's lines."""
    if state.is_code_block(start):
        return False
    first = state.bMarks[start] + state.tShift[start]
    line = state.src[first : state.eMarks[start]].rstrip()
    if not line.startswith("{:"):
        return False
    after = start + 1
    if _COMMENT.fullmatch(line):
        while after < end and not _COMMENT_END.search(
            state.src, state.bMarks[after], state.eMarks[after]
        ):
            after += 1
        if after == end:
            return False
        after += 1
    else:
        position = 0
        while position < len(line):
            position = _match(line, position)
            if position < 0:
                return False
            while position < len(line) and line[position] in " \t":
                position += 1
    if silent:
        return True
    token = state.push("attribute_list", "", 0)
    token.map = [start, after]
    token.content = line
    token.hidden = True
    state.line = after
    return True


def _inline(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("{:", state.pos):
        return False
    end = _match(state.src, state.pos)
    if end < 0:
        return False
    if state.pos == 0:
        # An item's attribute list: the blank behind it goes too.
        while end < state.posMax and state.src[end] == " ":
            end += 1
    if not silent:
        state.push("attribute_list", "", 0).hidden = True
    state.pos = min(end, state.posMax)
    return True


def _tidy(state: StateCore) -> None:
    """Takes out the list that `{:toc}` replaces, and the id at a heading's end."""
    tokens = state.tokens
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and "{#" in tokens[index + 1].content:
            inline = tokens[index + 1]
            inline.content = _HEADING_ID.sub("", inline.content)
    if not any(t.type == "attribute_list" and re.search(r"\btoc\b", t.content) for t in tokens):
        return
    kept: list[Token] = []
    for token in tokens:
        if token.type == "attribute_list" and re.search(r"\btoc\b", token.content):
            closing = kept[-1] if kept else None
            if closing is not None and closing.type.endswith("_list_close"):
                opening = closing.type.replace("_close", "_open")
                while kept:
                    last = kept.pop()
                    if last.type == opening and last.level == closing.level:
                        break
        kept.append(token)
    state.tokens = kept
