"""The line of a dialog's keys."""

from __future__ import annotations

from csreader.text.layout.widths import cells_of
from csreader.tui.paint import Part
from csreader.tui.widgets.bars import PaintedLines
from csreader.tui.widgets.row_list import Look

_BETWEEN = "   "


class Hint(PaintedLines):
    """Which keys do what; where not all fit, the first and how to leave stay.

    Args:
        text: Each key with what it does, apart by three blanks, how to leave the last.
    """

    DEFAULT_CSS = """
    Hint { width: 1fr; height: 1; padding: 0 1; }
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self._keys = text.split(_BETWEEN)

    def update(self, text: str) -> None:
        """Show others."""
        self._keys = text.split(_BETWEEN)
        self.refresh()

    def lines(self, width: int, look: Look) -> list[list[Part]]:
        """One line."""
        *keys, last = self._keys
        room = width - cells_of(last)
        shown = []
        for key in keys:
            room -= cells_of(key + _BETWEEN)
            if room < 0:
                break
            shown.append(key)
        return [[(_BETWEEN.join([*shown, last]), look.dim)]]
