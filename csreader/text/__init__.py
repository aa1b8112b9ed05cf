"""A body becomes reading text: blocks, styled spans, sentences; layout wraps it to a width.

What other rooms use most is named here, and loaded when it is first asked for: neither
this nor `read_text` itself loads a parser before a body is read.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csreader.text.characters import one_line, replace_controls, screen_text
    from csreader.text.layout import Layout, lay_out
    from csreader.text.model import Block, BlockKind, Format, ReadingText, Span, Style
    from csreader.text.reader import read_text

__all__ = [
    "Block",
    "BlockKind",
    "Format",
    "Layout",
    "ReadingText",
    "Span",
    "Style",
    "lay_out",
    "one_line",
    "read_text",
    "replace_controls",
    "screen_text",
]

_MODULES = {
    "characters": ("one_line", "replace_controls", "screen_text"),
    "layout": ("Layout", "lay_out"),
    "model": ("Block", "BlockKind", "Format", "ReadingText", "Span", "Style"),
    "reader": ("read_text",),
}


def __getattr__(name: str) -> object:
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
