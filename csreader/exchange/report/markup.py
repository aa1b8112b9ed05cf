"""HTML from text: escaped, and without characters that HTML cannot hold."""

from __future__ import annotations

from html import escape

from csreader.text.characters import one_line, replace_controls


def text(words: str) -> str:
    """Text of several lines."""
    return escape(replace_controls(words), quote=True)


def line(words: str) -> str:
    """Text on one line, for a title, a name or an attribute."""
    return escape(one_line(words), quote=True)


def counted(count: int, one: str, several: str = "") -> str:
    """A number with what it counts."""
    return f"{count:,} {one if count == 1 else several or f'{one}s'}"
