"""Colours of the report: contrast as WCAG 2.2 has it, and tags' colours fit for both schemes.

A tag's colour is its user's and may be anything. Behind words so little of it is mixed with
the page's that they are read well on any; as a line it is made darker or lighter until it is
seen well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

GRAPHIC_CONTRAST = 3.0
"""What level AA asks of what has to be seen beside text (WCAG 2.2, success criterion 1.4.11)."""

_STRONGEST = 0.34
"""How much of a colour stands behind words at most: with any, text has a contrast of 4.5 yet,
as level AA asks (1.4.3)."""
_STEP = 0.02
_BLACK, _WHITE = (0, 0, 0), (255, 255, 255)

Rgb = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Pair:
    """A colour in the light and in the dark scheme, as #rrggbb."""

    light: str
    dark: str

    @property
    def css(self) -> str:
        """As a stylesheet says it."""
        return f"light-dark({self.light}, {self.dark})"


PAPER = Pair("#fbfaf7", "#17191d")
"""What the page is."""
SURFACE = Pair("#f2f0ea", "#1f2227")
"""What stands out from it, such as the summary."""
INK = Pair("#23262b", "#e3e1dc")
QUIET = Pair("#5c6068", "#a2a5ab")
"""Dates, counts and the like."""
ACCENT = Pair("#1f5f8b", "#8fc1e8")
"""Links."""
RULE = Pair("#dcd8ce", "#34383f")
CONTROL = Pair("#85817a", "#7b8089")
"""The outline of what is operated."""
NEUTRAL = Pair("#8a8f98", "#8a8f98")
"""Stands in for a tag's colour where a passage has a note only."""


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(_rgb(one)), _luminance(_rgb(other))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=4096)
def line_color(color: str) -> Pair:
    """A tag's colour as a line on the page."""
    return Pair(
        _seen(_rgb(color), PAPER.light, SURFACE.light, _BLACK),
        _seen(_rgb(color), PAPER.dark, SURFACE.dark, _WHITE),
    )


@lru_cache(maxsize=4096)
def tint(colors: tuple[str, ...]) -> Pair:
    """What stands behind words with tags of some colours, at least one; the more, the stronger."""
    mixed = _average([_rgb(color) for color in colors])
    share = min(_STRONGEST, 0.18 + 0.06 * len(colors))
    return Pair(
        _hex(_mixed(_rgb(PAPER.light), mixed, share)),
        _hex(_mixed(_rgb(PAPER.dark), mixed, share)),
    )


def _seen(color: Rgb, paper: str, surface: str, towards: Rgb) -> str:
    share = 0.0
    while share < 1:
        found = _hex(_mixed(color, towards, share))
        if min(contrast(found, paper), contrast(found, surface)) >= GRAPHIC_CONTRAST:
            return found
        share += _STEP
    return _hex(towards)


def _luminance(color: Rgb) -> float:
    """Relative luminance (WCAG 2.2, terms)."""
    parts = (value / 255 for value in color)
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rgb(color: str) -> Rgb:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _hex(color: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*color)


def _mixed(one: Rgb, other: Rgb, share: float) -> Rgb:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _average(colors: Sequence[Rgb]) -> Rgb:
    red, green, blue = (round(sum(part) / len(colors)) for part in zip(*colors, strict=True))
    return red, green, blue
