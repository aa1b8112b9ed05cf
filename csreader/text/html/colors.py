"""CSS colours as #rrggbb."""

from __future__ import annotations

import re
from functools import lru_cache

_NUMBER = r"(\d{1,6}(?:\.\d*)?)"
_RGB = re.compile(
    rf"rgba?\(\s*{_NUMBER}(%?)[\s,]+{_NUMBER}%?[\s,]+{_NUMBER}%?\s*(?:[,/].*)?\)", re.ASCII
)
_LONGEST = 100
_HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})")


@lru_cache(maxsize=256)
def css_color(value: str) -> str:
    """A colour's #rrggbb, from a name, `#rgb`, `#rrggbb` or `rgb()`; empty for any other."""
    value = value[:_LONGEST].strip().lower()
    if match := _HEX.fullmatch(value):
        digits = match[1]
        return "#" + (digits if len(digits) == 6 else "".join(d * 2 for d in digits))
    if match := _RGB.fullmatch(value):
        scale = 2.55 if match[2] else 1.0
        channels = (min(255, round(float(match[n]) * scale)) for n in (1, 3, 4))
        return "#" + "".join(f"{channel:02x}" for channel in channels)
    # Deferred: few posts name a colour.
    import webcolors

    try:
        return str(webcolors.name_to_hex(value))
    except ValueError:
        return ""
