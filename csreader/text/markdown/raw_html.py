"""Raw HTML in Markdown: CommonMark's rules, but for what would lose or disfigure words.

What only looks like a tag is text; a comment or script that nothing closes ends with its
paragraph, and one that a blank line would cut goes on to its end; HTML that is indented
inside an element is no code; `markdown="1"` means what it does to kramdown.
"""

from __future__ import annotations

import re

from markdown_it.common.html_blocks import block_names
from markdown_it.common.html_re import HTML_OPEN_CLOSE_TAG_STR
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.code import code as code_rule
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.html_inline import html_inline as html_inline_rule
from markdown_it.token import Token

from csreader.text.html.elements import BLOCKS, VOID, is_known
from csreader.text.markdown.block_ends import line_of
from csreader.text.markdown.liquid import masked, tag_with_liquid

_TAG_NAME = re.compile(r"</?([a-zA-Z][^\s/<>]*)")
# CommonMark 0.31, 4.6: what begins an HTML block of kinds 1 to 5, and what ends it.
_SPANNING = (
    (
        re.compile(r"<(?:script|pre|style|textarea)(?=[\s>]|\Z)", re.IGNORECASE),
        re.compile(r"</(?:script|pre|style|textarea)>", re.IGNORECASE),
    ),
    (re.compile("<!--"), re.compile("-->")),
    (re.compile(r"<\?"), re.compile(r"\?>")),
    (re.compile(r"<!\[CDATA\["), re.compile(r"\]\]>")),
    (re.compile("<![A-Za-z]"), re.compile(">")),
)
_BLOCK_TAG = re.compile(rf"</?(?:{'|'.join(block_names)})(?=\s|/?>|\Z)", re.IGNORECASE)
_WHOLE_TAG = re.compile(HTML_OPEN_CLOSE_TAG_STR.removeprefix("^") + r"\s*\Z")
_MARKDOWN_TAG = re.compile(
    r"<[a-zA-Z][^<>]*\bmarkdown\s*=\s*([\"']?)(?:1|block|span)\1[^<>]*>", re.IGNORECASE
)
_CUT = re.compile(r"<(?:!(--)|(script|style|textarea|title|xmp|iframe)\b)", re.IGNORECASE)
_TAGS = re.compile(
    r"`[^`\n]*`|<!--(?:[^-<]|-(?!->)|<(?!!--))*+-->|<(/?)([a-zA-Z][\w-]*+)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*+>",
    re.DOTALL,
)
_ENDS_P = BLOCKS - {"body", "html", "caption", "td", "th", "tr", "tbody", "thead", "tfoot"}
_NO_CODE = frozenset("p span b i em strong a font small big u s h1 h2 h3 h4 h5 h6 li td".split())
"""Elements in which indented text is text: HTML of many levels, cut by blank lines."""


def html_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The block rule for raw HTML."""
    first = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("<", first) or state.is_code_block(start):
        return False
    line = state.src[first : state.eMarks[start]]
    for opening, closing in _SPANNING:
        if opening.match(line):
            if silent:
                return True
            return _push(state, start, _spanning_end(state, start, end, closing))
    name = _TAG_NAME.match(line)
    if name is None or not is_known(name[1]):
        return False
    is_block = _BLOCK_TAG.match(line) is not None
    if silent:
        return is_block
    if not is_block and not _WHOLE_TAG.match(masked(line) if state.env.get("liquid") else line):
        return False
    if marked := _MARKDOWN_TAG.match(line):
        if line[marked.end() :].strip():
            # Read as a paragraph, in which the tag is one among the words.
            return False
        return _push(state, start, start + 1)
    after = _blank(state, start + 1, end)
    number = start
    while (number := _cut_end(state, number, after, end)) >= 0:
        after = _blank(state, number + 1, end)
    return _push(state, start, after)


def code(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The block rule for indented code, which HTML inside an open element is not."""
    if not state.is_code_block(start):
        return False
    opened = _open_element(state)
    if opened:
        after = _blank(state, start + 1, end)
        if any(_begins_with_tag(state, line) for line in range(start, after)):
            return _push(state, start, after)
        if opened in _NO_CODE:
            return False
    return code_rule(state, start, end, silent)


def html_inline(state: StateInline, silent: bool) -> bool:
    """The inline rule for tags: a name that is no element's is text as typed."""
    if not state.src.startswith("<", state.pos):
        return False
    name = _TAG_NAME.match(state.src, state.pos)
    if name is not None and not is_known(name[1]):
        return False
    if html_inline_rule(state, silent):
        return True
    tag, end = tag_with_liquid(state.src, state.pos) if state.env.get("liquid") else ("", 0)
    if not tag:
        return False
    if not silent:
        state.push("html_inline", "", 0).content = tag
    state.pos = end
    return True


def _begins_with_tag(state: StateBlock, line: int) -> bool:
    name = _TAG_NAME.match(state.src, state.bMarks[line] + state.tShift[line])
    return name is not None and is_known(name[1])


def _push(state: StateBlock, start: int, end: int) -> bool:
    token = state.push("html_block", "", 0)
    token.map = [start, end]
    token.content = state.getLines(start, end, state.blkIndent, True)
    state.line = end
    return True


def _blank(state: StateBlock, line: int, end: int) -> int:
    """The first line from one on that is blank, or outside the container."""
    while line < end and not state.isEmpty(line) and state.sCount[line] >= state.blkIndent:
        line += 1
    return line


def _spanning_end(state: StateBlock, start: int, end: int, closing: re.Pattern[str]) -> int:
    """The line after the one that closes a block; after its paragraph where none does."""
    line = line_of(state, closing, state.bMarks[start] + state.tShift[start] + 2, start, end)
    return line + 1 if line >= 0 else _blank(state, start + 1, end)


def _cut_end(state: StateBlock, line: int, after: int, end: int) -> int:
    """The line that closes a comment or element of text which a blank line cuts; or -1.

    Looked for is what begins in the lines from `line` to before `after`, which is blank.
    """
    if after >= end or not state.isEmpty(after):
        return -1
    position, limit = state.bMarks[line], state.eMarks[after - 1]
    while opening := _CUT.search(state.src, position, limit):
        closer = "-->" if opening[1] else rf"</{opening[2].lower()}(?=[\s/>])"
        pattern = re.compile(closer, re.IGNORECASE)
        found = pattern.search(state.src, opening.end(), limit)
        if found is None:
            return line_of(state, pattern, limit, after, end)
        position = found.end()
    return -1


def _open_element(state: StateBlock) -> str:
    """The innermost element of raw HTML that is open where the tokens end; empty without."""
    done, opened = state.env.setdefault("open_elements", (0, []))
    for token in state.tokens[done:]:
        if token.type in ("html_block", "inline"):
            _follow_tags(token, opened)
        elif token.nesting == 1:
            opened.append(token.type)
        elif token.nesting == -1:
            opening = token.type.replace("_close", "_open")
            if opening in opened:
                del opened[len(opened) - 1 - opened[::-1].index(opening) :]
    state.env["open_elements"] = (len(state.tokens), opened)
    return next((name for name in reversed(opened) if not name.endswith("_open")), "")


def _follow_tags(token: Token, opened: list[str]) -> None:
    if "<" not in token.content:
        return
    for match in _TAGS.finditer(token.content):
        if match[2] is None:
            continue
        name = match[2].lower()
        if name in VOID:
            continue
        if opened and opened[-1] == "p" and name in _ENDS_P:
            opened.pop()
        if not match[1]:
            opened.append(name)
        elif name in opened:
            del opened[len(opened) - 1 - opened[::-1].index(name) :]
