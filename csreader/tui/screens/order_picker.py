"""Takes what the list of posts shall be sorted by."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events, on

from csreader.tui.paint import Part, clip
from csreader.tui.post_index import Order
from csreader.tui.screens.dialog import ListDialog
from csreader.tui.widgets.row_list import Look, Row, RowList

_KEYS = {
    "d": (Order.DATE, "by date, the undated last"),
    "t": (Order.TITLE, "by title"),
    "s": (Order.STATUS, "by status: what is begun first, what is done last"),
    "l": (Order.LEAST_TAGGED, "the least tagged first"),
    "m": (Order.MOST_TAGGED, "the most tagged first"),
    "c": (Order.CODER, "by the coders who marked them, the unmarked last"),
    "w": (Order.WORDS, "the shortest first; words are counted, which takes a while"),
}


@dataclass(frozen=True, slots=True)
class _OrderRow:
    key: str
    order: Order
    told: str
    chosen: bool
    height: int = 1

    def paint(self, width: int, look: Look) -> list[list[Part]]:
        """One line; see `RowList`."""
        sign = "✓ " if self.chosen else "  "
        told = clip(self.told, width - 5)
        return [
            [
                (f" {sign}", look.strong),
                (f"{self.key} ", look.strong),
                (told, look.strong if self.chosen else look.text),
            ]
        ]


class OrderPicker(ListDialog[Order]):
    """Gives the order that was chosen.

    Args:
        order: The order so far.
    """

    def __init__(self, order: Order) -> None:
        super().__init__("Sort the posts", "a letter or enter sorts   esc closes")
        self._order = order

    def rows(self, width: int) -> list[Row]:  # noqa: ARG002
        """A row for each order."""
        return [
            _OrderRow(key, order, told, order is self._order)
            for key, (order, told) in _KEYS.items()
        ]

    def on_key(self, event: events.Key) -> None:
        """A letter chooses, also one that means something in other lists."""
        found = _KEYS.get(event.character or "")
        if found is not None:
            event.stop()
            event.prevent_default()
            self.dismiss(found[0])

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        if isinstance(event.row, _OrderRow):
            self.dismiss(event.row.order)
