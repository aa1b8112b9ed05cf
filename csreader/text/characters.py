"""Keeps characters that act on a terminal away from it, one for one.

Control characters (C0, DEL, C1; ECMA-48) and lone surrogates become U+FFFD in the
reading text and wherever csreader paints or prints; bidirectional overrides and
isolates (Unicode Standard Annex 9) only on the screen.
"""

from __future__ import annotations

import re

REPLACEMENT = "\ufffd"

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LINE_BREAKS = re.compile("[\t\n]")
_SEPARATORS = re.compile("[\u2028\u2029]")


def replace_controls(text: str) -> str:
    """The text with its control characters and lone surrogates as U+FFFD.

    Tabs and newlines stay. As many code points come out as go in.
    """
    return _CONTROLS.sub(REPLACEMENT, text) if _CONTROLS.search(text) else text


def screen_text(text: str) -> str:
    """Text of a body as it may be painted: without controls, and bidi overrides as U+FFFD."""
    text = replace_controls(text)
    return text if text.isascii() else _OVERRIDES.sub(REPLACEMENT, text)


def one_line(text: str) -> str:
    """A title, name or message as it may be painted: as `screen_text`, on one line.

    Tabs and newlines become blanks, U+2028 and U+2029 become U+FFFD.
    """
    return _SEPARATORS.sub(REPLACEMENT, _LINE_BREAKS.sub(" ", screen_text(text)))


def address(text: str) -> str:
    """A link's or image's address as it may be painted: without controls, on one line.

    Tabs and newlines are left out, as browsers do (URL Standard, 4.4).
    """
    return replace_controls(_LINE_BREAKS.sub("", text)).strip()
