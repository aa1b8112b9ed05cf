"""Small pieces of painting that several widgets share: strips, clipping, colours."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.strip import Strip

from csreader.text.characters import one_line
from csreader.text.clusters import cell_width, clusters
from csreader.text.layout.widths import cells_of

Part = tuple[str, Style]
"""Text to paint, and how. The text holds no control characters."""

NO_STYLE = Style()


def clip(text: str, cells: int) -> str:
    """The text on one line in at most so many cells; what is cut off is told by `…`."""
    text = one_line(text)
    if cells <= 0:
        return ""
    width = 0
    fitting = ""
    for cluster in clusters(text[: cells * 8 + 1]):
        size = cell_width(cluster)
        if width + size > cells:
            while width > cells - 1 and fitting:
                last = clusters(fitting)[-1]
                fitting = fitting[: -len(last)]
                width -= cell_width(last)
            return fitting.rstrip() + "…"
        fitting += cluster
        width += size
    return fitting


def clip_middle(text: str, cells: int) -> str:
    """A path on one line in at most so many cells: its end tells more than its middle."""
    text = one_line(text)
    if cells_of(text) <= cells:
        return text
    first = clip(text, max(1, cells // 3))
    room = cells - cells_of(first)
    end = ""
    for cluster in reversed(clusters(text[-cells * 8 :])):
        if cells_of(end) + cell_width(cluster) > room:
            break
        end = cluster + end
    return first + end


def wrap(text: str, cells: int, lines: int) -> list[str]:
    """The text in at most so many lines of at most so many cells, cut with `…`."""
    words = one_line(text).split()
    cells = max(cells, 1)
    wrapped: list[str] = []
    while words and len(wrapped) < lines:
        line = words.pop(0)
        while words and cells_of(line) + 1 + cells_of(words[0]) <= cells:
            line += " " + words.pop(0)
        if len(wrapped) == lines - 1 and words:
            line = clip(f"{line} {' '.join(words)}", cells)
        wrapped.append(clip(line, cells))
    return wrapped


def fold(text: str, cells: int) -> list[str]:
    """The text in lines of at most so many cells, cut anywhere and nothing left out."""
    lines = [""]
    width = 0
    for cluster in clusters(one_line(text)):
        size = cell_width(cluster)
        if width + size > cells and lines[-1]:
            lines.append("")
            width = 0
        lines[-1] += cluster
        width += size
    return lines


def strip_of(parts: Iterable[Part], width: int, base: Style = NO_STYLE) -> Strip:
    """Parts side by side on a base style, cut or filled to a width in cells."""
    segments: list[Segment] = []
    used = 0
    for text, style in parts:
        room = width - used
        if room <= 0:
            break
        size = cells_of(text)
        if size > room:
            text = clip(text, room)
            segments.append(Segment(text, base + style))
            used += cells_of(text)
            break
        segments.append(Segment(text, base + style))
        used += size
    if used < width:
        segments.append(Segment(" " * (width - used), base))
        used = width
    return Strip(segments, used)


@lru_cache(maxsize=1024)
def tint(background: str, color: str, strength: float) -> str:
    """A background coloured lightly by a tag's colour, as #rrggbb."""
    return Color.parse(background).blend(Color.parse(color), strength).hex6


def hex_of(color: RichColor | None, default: str) -> str:
    """A style's colour as #rrggbb; the default where it has none of its own."""
    triplet = color.triplet if color is not None else None
    return triplet.hex if triplet is not None else default


@lru_cache(maxsize=1024)
def readable(foreground: str, background: str, text: str) -> str:
    """A foreground moved towards the text's colour until it can be read (contrast 4.5, WCAG AA)."""
    color, behind, towards = Color.parse(foreground), Color.parse(background), Color.parse(text)
    for _ in range(10):
        if contrast(color, behind) >= 4.5:
            break
        color = color.blend(towards, 0.2)
    return color.hex6


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: Color) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""

    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = map(linear, color.normalized)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
