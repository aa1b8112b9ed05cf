"""The classes that colour tags, and the rules of the stylesheet that they stand for.

A stylesheet with a hash allows no `style` attributes, so each set of tags that stands on the
same words has a class: what is behind them and a line for each tag below.
"""

from __future__ import annotations

from collections.abc import Iterator

from csreader.annotations import Tag
from csreader.annotations.tags.codebook import Codebook
from csreader.exchange.report.colors import NEUTRAL, Pair, line_color, tint

_MOST_LINES = 5
"""How many tags' lines are drawn under words; more make their background stronger only."""


class Palette:
    """Gives out classes, and remembers which.

    Args:
        codebook: The tags.
    """

    def __init__(self, codebook: tuple[Tag, ...]) -> None:
        self._book = Codebook(codebook)
        self._order = {tag.name: at for at, tag in enumerate(codebook)}
        self._sets: dict[tuple[str, ...], int] = {}

    def entry(self, name: str) -> Tag:
        """A tag by its name, also one that the codebook does not list."""
        return self._book.entry(name)

    def ordered(self, names: frozenset[str]) -> tuple[str, ...]:
        """Tags' names in the codebook's order, others behind it."""
        last = len(self._order)
        return tuple(sorted(names, key=lambda name: (self._order.get(name, last), name)))

    def class_of(self, names: frozenset[str]) -> str:
        """The class of words with some tags; with none, they have a note only."""
        key = self.ordered(names)
        return f"k{self._sets.setdefault(key, len(self._sets))}"

    def rules(self) -> Iterator[str]:
        """The rules of all classes given out."""
        for names, number in self._sets.items():
            colors = tuple(self.entry(name).color for name in names)
            lines = [line_color(color) for color in colors[:_MOST_LINES]] or [NEUTRAL]
            behind = tint(colors).css if colors else "transparent"
            yield f".k{number}{{--tint:{behind};--line:{lines[0].css};{_bars(lines)}}}"


def _bars(lines: list[Pair]) -> str:
    """Lines on top of each other, the first tag's at the bottom, a gap between two."""
    images = ",".join(f"linear-gradient({one.css},{one.css})" for one in lines)
    places = ",".join(f"0 calc(100% - {3 * at}px)" for at in range(len(lines)))
    return f"--bars:{images};--places:{places};--room:{3 * len(lines) - 1}px"
