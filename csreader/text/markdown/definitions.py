"""Definition lists as kramdown and PHP Markdown Extra read them: a term may have several lines.

mdit-py-plugins' rule follows pandoc, where a term is one line. In the others' every line of
the paragraph before a definition is a term.
"""

from __future__ import annotations

from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from mdit_py_plugins.deflist import deflist_plugin

_Rule = Callable[[StateBlock, int, int, bool], bool]


def definitions_plugin(md: MarkdownIt) -> None:
    """Teaches a parser definition lists."""
    md.use(deflist_plugin)
    (rule,) = (each for each in md.block.ruler.__rules__ if each.name == "deflist")
    md.block.ruler.at("deflist", _with_many_terms(rule.fn), {"alt": list(rule.alt)})


def _with_many_terms(with_one: _Rule) -> _Rule:
    def definitions(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if silent:
            within = state.ddIndent >= 0
            return with_one(state, start, end, True) or (within and _is_empty(state, start))
        if with_one(state, start, end, False):
            return True
        if _is_empty(state, start) and state.tokens and state.tokens[-1].type == "dl_close":
            state.line = start + 1
            return True
        last = _last_term(state, start, end)
        if last < 0:
            return False
        for line in range(start, last):
            state.push("dl_open", "dl", 1).map = [line, line + 1]
            state.push("dt_open", "dt", 1).map = [line, line + 1]
            term = state.push("inline", "", 0)
            term.map = [line, line + 1]
            term.content = state.getLines(line, line + 1, state.blkIndent, False).strip()
            term.children = []
            state.push("dt_close", "dt", -1)
            state.push("dl_close", "dl", -1)
        return with_one(state, last, end, False)

    return definitions


def _last_term(state: StateBlock, start: int, end: int) -> int:
    """The line before a definition that the lines from one on lead up to; -1 without one."""
    if state.is_code_block(start):
        return -1
    terminators = state.md.block.ruler.getRules("paragraph")
    line = start + 1
    while line < end and state.sCount[line] >= state.blkIndent:
        if _is_definition(state, line):
            return line - 1 if line - 1 > start else -1
        if state.isEmpty(line):
            follows = line + 1 < end and _is_definition(state, line + 1)
            return line - 1 if follows and line - 1 > start else -1
        if state.sCount[line] - state.blkIndent <= 3 and any(
            rule(state, line, end, True) for rule in terminators
        ):
            return -1
        line += 1
    return -1


def _is_empty(state: StateBlock, line: int) -> bool:
    """Whether a line is a definition without words."""
    return state.src[state.bMarks[line] : state.eMarks[line]].strip() == ":"


def _is_definition(state: StateBlock, line: int) -> bool:
    first = state.bMarks[line] + state.tShift[line]
    text = state.src[first : state.eMarks[line]]
    return text[:1] == ":" and text[1:2] in (" ", "\t") and bool(text[1:].strip())
