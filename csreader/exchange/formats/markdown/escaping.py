"""Writes any text as Markdown that shows just this text.

What CommonMark (0.31) takes for markup has a backslash, and so has what common extensions
do: strikethrough, tables, mathematics, emoji by name, definition lists. White space that a
parser would drop is a numeric character reference, a line's end within a paragraph a hard
break.
"""

from __future__ import annotations

import re

from csreader.text.characters import one_line, replace_controls

_MARKUP = re.compile(r"[\\`*_\[\]<>&|~$^]|:(?=[\w+-]+:)|==")
_LINE_START = re.compile(r"([#+\-=:%])|(\d{1,9})([.)])")
_ENDS = re.compile(r"^\s+|\s+$")
_ODD_SPACE = re.compile(r"[^\S\n ]")
_PARAGRAPHS = re.compile(r"(?<=[^\n])\n\n(?=[^\n])")
_BREAK = "\\\n"


def line(text: str) -> str:
    """A text on one line, as the content of a heading or of a part of a paragraph."""
    # At a heading's end they would be taken off.
    return "\\#".join(map(_escaped, one_line(text).split("#")))


def paragraphs(text: str, prefix: str = "") -> str:
    """A text as paragraphs, with what stands before each of their lines.

    A blank line parts two paragraphs; all other line ends are hard breaks.
    """
    written = (_paragraph(part) for part in _PARAGRAPHS.split(replace_controls(text)))
    lines = "\n\n".join(written).split("\n")
    return "\n".join(f"{prefix}{one}".rstrip() for one in lines)


def _paragraph(text: str) -> str:
    # A line's end at either end of a paragraph is no hard break.
    inner = text.strip("\n")
    before = len(text) - len(text.lstrip("\n"))
    after = len(text) - len(inner) - before if inner else 0
    lines = _BREAK.join(_escaped(one) for one in inner.split("\n"))
    return "&#10;" * before + lines + "&#10;" * after


def _escaped(text: str) -> str:
    """One line's text."""
    text = _MARKUP.sub(lambda found: "".join(f"\\{one}" for one in found[0]), text)
    start = _LINE_START.match(text)
    if start is not None:
        at = start.start(3) if start[3] else 0
        text = f"{text[:at]}\\{text[at:]}"
    text = _ENDS.sub(lambda found: "".join(map(_reference, found[0])), text)
    return _ODD_SPACE.sub(lambda found: _reference(found[0]), text)


def _reference(character: str) -> str:
    return f"&#{ord(character)};"
