"""TeX between `$$` and `$$`, as kramdown and MathJax take it: left as typed."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

_INLINE = re.compile(r"\$\$(?!\$)(?:[^$\\]|\\.|\$(?!\$))++\$\$(?!\$)", re.DOTALL)


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
    if not state.src.startswith("$$", state.pos):
        return False
    match = _INLINE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.push("text", "", 0).content = match[0]
    state.pos = match.end()
    return True
