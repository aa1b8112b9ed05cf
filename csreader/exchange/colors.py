"""Colours of other tools' files."""

from __future__ import annotations

import re

_COLOR = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})")


def own_color(written: str) -> str:
    """A colour as #rrggbb; empty where it is none."""
    found = _COLOR.fullmatch(written.strip().lower())
    if found is None:
        return ""
    digits = found[1]
    return f"#{digits}" if len(digits) == 6 else "#" + "".join(digit * 2 for digit in digits)
