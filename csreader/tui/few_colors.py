"""Sixteen colours: what tags' colours become on a terminal that has no more.

Rich takes the nearest of the sixteen, which makes several of the palette one, and a light
tint black. Here each of the palette has one of its own. What is painted are the values by
which Rich knows the sixteen (those of VGA), so that it takes exactly these.
"""

from __future__ import annotations

from functools import lru_cache

from rich.color import Color as RichColor
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from csreader.annotations.tags.codebook import PALETTE
from csreader.tui.paint import contrast

_VGA = (
    "#5555ff",
    "#aa5500",
    "#00aa00",
    "#ff55ff",
    "#ffff55",
    "#ff5555",
    "#aa00aa",
    "#55ff55",
    "#0000aa",
    "#55ffff",
    "#aa0000",
    "#00aaaa",
)
"""For each colour of the palette the one of the sixteen that stands for it."""
_OF = dict(zip(PALETTE, _VGA, strict=True))
_SELECTED = ("#555555", "#aaaaaa")
"""The greys behind what is selected: on a dark screen, on a light one."""
_INKS = (Color.parse("#000000"), Color.parse("#ffffff"))


@lru_cache(maxsize=1024)
def one_of_sixteen(color: str) -> str:
    """The colour of the sixteen that stands for a tag's, both as #rrggbb; never a grey."""
    if color in _OF:
        return _OF[color]
    red, green, blue = Color.parse(color).rgb

    def distance(other: str) -> int:
        r, g, b = Color.parse(other).rgb
        return (red - r) ** 2 + (green - g) ** 2 + (blue - b) ** 2

    return min(_VGA, key=distance)


@lru_cache(maxsize=16)
def ink_on(color: str) -> str:
    """Black or white, as #rrggbb: what can be read on a background."""
    behind = Color.parse(color)
    return max(_INKS, key=lambda ink: contrast(ink, behind)).hex6


def _number(color: str) -> int | None:
    """Which of the sixteen Rich sends for a colour."""
    return RichColor.parse(color).downgrade(ColorSystem.STANDARD).number


def selected_on(background: str) -> Style:
    """How what is selected is painted on a screen's background, given as #rrggbb."""
    light = contrast(_INKS[0], Color.parse(background)) > contrast(
        _INKS[1], Color.parse(background)
    )
    # A page of a dark grey becomes one of these itself.
    page = _number(background)
    behind = next(grey for grey in (_SELECTED[light], *_SELECTED) if _number(grey) != page)
    return Style(color=ink_on(behind), bgcolor=behind)


class SixteenColors(LineFilter):
    """Gives the palette's colours, where something is written in them, their stand-ins."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """The same segments in other colours; see Textual's `LineFilter`."""
        return [
            Segment(text, style and _recolored(style), control) for text, style, control in segments
        ]


@lru_cache(maxsize=4096)
def _recolored(style: Style) -> Style:
    color = style.color
    if color is None or color.triplet is None or color.triplet.hex not in _OF:
        return style
    return style + Style(color=_OF[color.triplet.hex])
