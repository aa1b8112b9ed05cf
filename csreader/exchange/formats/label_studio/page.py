"""The text of a page as Label Studio counts in it: `HyperText` and its `globalOffsets`.

They count code points of the page's text nodes, white space between elements included, and
one for each `<br>`. For reading, blank lines are put between blocks.
"""

from __future__ import annotations

from bisect import bisect_right

from csreader.exchange.formats.taguette.page_text import body_events, element_name
from csreader.text.html.elements import BLOCKS


class CountedPage:
    """A page's text with the positions in it.

    Args:
        html: The page, or a part of one.
    """

    def __init__(self, html: str) -> None:
        self._counted: list[str] = []
        self._shown: list[str] = []
        self._starts: list[tuple[int, int]] = []
        """Where each text node begins, as counted and as shown."""
        self._sizes = [0, 0]
        for kind, event in body_events(html):
            if kind == "text":
                self._starts.append((self._sizes[0], self._sizes[1]))
                self._add(event, event)
            elif (name := element_name(event)) == "br":
                self._add("\n", "\n")
            elif name in BLOCKS and self._shown and not self._shown[-1].endswith("\n\n"):
                self._add("", "\n\n")
        self.counted = "".join(self._counted)
        """The text that offsets count in."""
        self.shown = "".join(self._shown)
        """The text to read, as long or longer."""

    def shown_range(self, start: int, end: int) -> tuple[int, int]:
        """A range of the counted text in the shown one."""
        return self._shown_at(start, 0), self._shown_at(end, 1)

    def _shown_at(self, at: int, back: int) -> int:
        """Where a position is shown; one step back its text node is looked for, for an end."""
        index = bisect_right(self._starts, (at - back, len(self.shown))) - 1
        if index < 0:
            return at
        counted, shown = self._starts[index]
        return shown + at - counted

    def _add(self, counted: str, shown: str) -> None:
        self._counted.append(counted)
        self._shown.append(shown)
        self._sizes[0] += len(counted)
        self._sizes[1] += len(shown)
