"""kramdown's attribute lists and extensions, as rules inside markdown-it.

The grammar is that of kramdown's syntax page: block, span and list-item attribute
lists `{: .class #id key="value" name}`, reference definitions `{:name: ...}`, the table
of contents `{:toc}`, the extensions `{::comment}`, `{::nomarkdown}` and `{::options /}`,
a heading's `{#id}`, abbreviations `*[HTML]: ...`, and the end-of-block mark `^`. They
change how a page looks and hold no words of the story.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from csreader.text.markdown.block_ends import line_of

_ENDS_PARAGRAPH = ["paragraph", "reference", "blockquote", "list"]

_VALUE = r"(?:\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+'|[^\s\"'{}]++)"
_ITEM = rf"(?>[\w:-]+={_VALUE}|[.#][\w:-]++|[\w:-]++)"
_LIST = re.compile(rf"\{{:\s*+(?>{_ITEM}\s*+)++\}}")
_REFERENCE = re.compile(rf"\{{:[\w-]+:\s*+(?>{_ITEM}\s*+)*+\}}")
_EXTENSION = re.compile(r"\{::(?:/|[a-z]++)(?:\s[^{}]*+)?/?\}|\{:/[a-z]*+\}")
_COMMENT = re.compile(r"\{::comment\}")
_COMMENT_END = re.compile(r"\{:/(?:comment)?\}")
_HEADING_ID = re.compile(r"(?<!\s)\s*+\{[#.][\w:.-]+(?:\s+[#.][\w:.-]+)*\}\s*$")
_CONTENTS = re.compile(r"(?:\{:|\s)\s*toc(?=[\s}])")
_ABBREVIATION = re.compile(r"\*\[[^\]\n]+\]:")
_LIST_BEGINS = frozenset(("bullet_list_open", "ordered_list_open"))
_LIST_ENDS = frozenset(("bullet_list_close", "ordered_list_close"))


def kramdown_plugin(md: MarkdownIt) -> None:
    """Teaches a parser to recognise attribute lists and extensions, and to hide them."""
    md.block.ruler.before("fence", "attribute_list", _block, {"alt": _ENDS_PARAGRAPH})
    md.inline.ruler.before("escape", "attribute_list", _inline)
    md.core.ruler.after("block", "attribute_list", _tidy)


def block_end_plugin(md: MarkdownIt) -> None:
    """Teaches a parser that `^` alone on a line ends a block, and is no word."""
    md.block.ruler.before("fence", "block_end", _block_end, {"alt": _ENDS_PARAGRAPH})


def abbreviation_plugin(md: MarkdownIt) -> None:
    """Teaches a parser to hide what abbreviations stand for."""
    md.block.ruler.before("fence", "abbreviation", _abbreviation, {"alt": _ENDS_PARAGRAPH})


def _match(text: str, position: int) -> int:
    """Where an attribute list, reference or extension ends; -1 where there is none."""
    for pattern in (_LIST, _REFERENCE, _EXTENSION):
        if match := pattern.match(text, position):
            return match.end()
    return -1


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A line that is nothing but attribute lists, or a comment extension's lines."""
    first = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("{:", first) or state.is_code_block(start):
        return False
    line = state.src[first : state.eMarks[start]].rstrip()
    after = start + 1
    if _COMMENT.fullmatch(line):
        closing = line_of(state, _COMMENT_END, state.eMarks[start], start, end)
        if closing < 0:
            return False
        after = closing + 1
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


def _block_end(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """The mark that parts two lists, or a list and the code behind it."""
    if state.src[state.bMarks[start] : state.eMarks[start]].rstrip() != "^":
        return False
    if not silent:
        token = state.push("attribute_list", "", 0)
        token.map = [start, start + 1]
        token.hidden = True
        state.line = start + 1
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


def _abbreviation(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """A definition such as `*[HTML]: HyperText Markup Language`."""
    first = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("*[", first) or state.is_code_block(start):
        return False
    if not _ABBREVIATION.match(state.src, first, state.eMarks[start]):
        return False
    if not silent:
        token = state.push("attribute_list", "", 0)
        token.map = [start, start + 1]
        token.hidden = True
        state.line = start + 1
    return True


def _tidy(state: StateCore) -> None:
    """Takes out the list that `{:toc}` replaces, and the attributes at a heading's end."""
    tokens = state.tokens
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and "{" in tokens[index + 1].content:
            heading = tokens[index + 1]
            heading.content = _HEADING_ID.sub("", heading.content)
    if not any(_is_contents(token) for token in tokens):
        return
    kept: list[Token] = []
    lists: list[int] = []
    """Where the lists begin that are open."""
    left_out: Token | None = None
    """The list that is left out until its end."""
    for token in tokens:
        if left_out is not None:
            if token.type in _LIST_ENDS and token.level == left_out.level:
                left_out = None
        elif _is_contents(token):
            if kept and kept[-1].type in _LIST_ENDS:
                level = kept[-1].level
                while not (kept[-1].type in _LIST_BEGINS and kept[-1].level == level):
                    kept.pop()
                kept.pop()
            elif lists:
                left_out = kept[lists[-1]]
                del kept[lists.pop() :]
        else:
            if token.type in _LIST_BEGINS:
                lists.append(len(kept))
            elif token.type in _LIST_ENDS:
                lists.pop()
            kept.append(token)
    state.tokens = kept


def _is_contents(token: Token) -> bool:
    return token.type == "attribute_list" and _CONTENTS.search(token.content) is not None
