"""What can be said of a copy: whether a terminal took it, nobody is told."""

from __future__ import annotations

import os

_LARGEST = 74_994
"""Bytes of text that terminals take by OSC 52: xterm's limit of 100,000 in base64."""
_CANNOT = frozenset(("linux", "dumb", "vt100", "vt220"))
"""Terminals, by TERM, that know no OSC 52."""


def told_of_copy(text: str) -> str:
    """What to say after a text was handed to the terminal by OSC 52."""
    if os.environ.get("TERM", "") in _CANNOT:
        return "this terminal has no clipboard: nothing was copied"
    count = len(text)
    said = f"copied {count:,} character{'' if count == 1 else 's'}"
    if len(text.encode("utf-8", "replace")) > _LARGEST:
        return f"{said}, more than many terminals take"
    if os.environ.get("TMUX"):
        return f"{said}, where tmux passes it on (set-clipboard on)"
    return f"{said}, where the terminal allows it"
