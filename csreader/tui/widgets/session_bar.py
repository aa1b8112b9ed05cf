"""The line that tells how far a tagging session is."""

from __future__ import annotations

from csreader.text.layout.widths import cells_of
from csreader.tui.paint import Part, clip
from csreader.tui.widgets.bars import PaintedLines
from csreader.tui.widgets.row_list import Look

_KEYS = (("D", "done, next"), ("S", "put off"), ("Q", "summary"))


class SessionBar(PaintedLines):
    """Done and left, and the session's keys; hidden where there is no session."""

    DEFAULT_CSS = """
    SessionBar { height: 1; padding: 0 1; background: $primary 20%; display: none; }
    SessionBar.-on { display: block; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.told = ""

    def show(self, told: str) -> None:
        """Show how far it is; an empty text hides the bar."""
        if told != self.told:
            self.told = told
            self.set_class(bool(told), "-on")
            self.refresh()

    def lines(self, width: int, look: Look) -> list[list[Part]]:
        """One line."""
        key = self.get_component_rich_style("bar--key", partial=True)
        told = clip(self.told, width)
        room = width - cells_of(told) - 2
        keys: list[Part] = []
        for name, label in _KEYS:
            size = cells_of(name) + cells_of(label) + 3
            if size > room:
                break
            keys.extend([("  ", look.text), (name, key), (f" {label}", look.dim)])
            room -= size
        return [[(told, look.strong), (" " * max(0, room + 2), look.text), *keys]]
