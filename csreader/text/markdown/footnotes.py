"""Footnotes as mdit-py-plugins has them; but `^[[1]](address)` is a link behind a `^`."""

from __future__ import annotations

from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkLabel
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.footnote import footnote_plugin

_Rule = Callable[[StateInline, bool], bool]


def footnotes_plugin(md: MarkdownIt) -> None:
    """Teaches a parser footnotes."""
    md.use(footnote_plugin)
    (rule,) = (each for each in md.inline.ruler.__rules__ if each.name == "footnote_inline")
    md.inline.ruler.at("footnote_inline", _but_links(rule.fn))


def _but_links(inline_note: _Rule) -> _Rule:
    def note(state: StateInline, silent: bool) -> bool:
        if not state.src.startswith("^[", state.pos):
            return False
        end = parseLinkLabel(state, state.pos + 1, False)
        if end >= 0 and state.src[end + 1 : end + 2] in ("(", "["):
            return False
        return inline_note(state, silent)

    return note
