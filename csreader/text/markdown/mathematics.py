r"""TeX, left as typed.

Between `$$` and `$$` as kramdown and MathJax take it; between `$` and `$` where pandoc's
rule for it holds (no blank inside the dollars, no word against them on the outside) and it
does not look like prices; between `\\(` and `\\)`, which is how MathJax's `\(` is written.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

_INLINE = re.compile(r"\$\$(?!\$)(?:[^$\\]|\\.|\$(?!\$))++\$\$(?!\$)", re.DOTALL)
_DOLLARS = re.compile(
    r"(?<![\w\\$])\$(?![\s$])((?:[^$`<\\\n]|\\.|\n(?!\s*\n)){1,400}?)(?<![\s\\])\$(?![\w$])"
)
_TEX = re.compile(r"[\\_^]|\A\S+\Z")
"""What tells a formula from a sum of money: an operator, or no blank in it."""
_BRACKETS = re.compile(r"\\\\(?:\((.{1,400}?)\\\\\)|\[(.{1,400}?)\\\\\])", re.DOTALL)


def may_hold(source: str) -> bool:
    """Whether a body may hold mathematics."""
    if "$" not in source and "\\\\" not in source:
        return False
    return "$$" in source or any(one.search(source) for one in (_DOLLARS, _BRACKETS))


def mathematics_plugin(md: MarkdownIt) -> None:
    """Teaches a parser to leave mathematics alone."""
    md.block.ruler.before("fence", "mathematics", _block, {"alt": ["reference"]})
    md.inline.ruler.before("escape", "mathematics", _inline)


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Lines from one that begins with `$$` to one that ends with it."""
    first = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("$$", first) or state.is_code_block(start):
        return False
    line = start
    while not state.isEmpty(line):
        begin = first + 2 if line == start else state.bMarks[line]
        found = state.src.find("$$", begin, state.eMarks[line])
        if found >= 0:
            break
        line += 1
        if line == end or state.sCount[line] < state.blkIndent:
            return False
    else:
        return False
    if state.src[found + 2 : state.eMarks[line]].strip():
        return False
    if not silent:
        state.line = line + 1
        token = state.push("mathematics_block", "p", 0)
        token.map = [start, line + 1]
        token.content = state.getLines(start, line + 1, state.blkIndent, False)
    return True


def _inline(state: StateInline, silent: bool) -> bool:
    first = state.src[state.pos]
    if first == "$":
        match = _INLINE.match(state.src, state.pos, state.posMax)
        match = match or _DOLLARS.match(state.src, state.pos, state.posMax)
        if match is None or (match[0][1] != "$" and not _is_formula(match[1])):
            return False
        text = match[0]
    elif first == "\\":
        match = _BRACKETS.match(state.src, state.pos, state.posMax)
        if match is None:
            return False
        # The first backslash is Markdown's own.
        text = match[0][1:-3] + match[0][-2:]
    else:
        return False
    if not silent:
        state.push("text", "", 0).content = text
    state.pos = match.end()
    return True


def _is_formula(inside: str) -> bool:
    return _TEX.search(inside) is not None and "](" not in inside
