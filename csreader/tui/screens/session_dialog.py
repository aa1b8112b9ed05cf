"""Asks what a tagging session shall go through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from csreader.tui.paint import Part, clip
from csreader.tui.screens.dialog import Dialog
from csreader.tui.session_queue import Plan, QueueOrder
from csreader.tui.widgets.hint import Hint
from csreader.tui.widgets.row_list import Look, RowList

_ORDERS = {
    QueueOrder.DATE: "by date, the undated last",
    QueueOrder.RANDOM: "at random; the same seed gives the same order",
    QueueOrder.LEAST_TAGGED: "the least tagged first",
}
_HINT = "↑ ↓ order   tab field   enter begins   esc closes"


@dataclass(frozen=True, slots=True)
class _OrderRow:
    order: QueueOrder
    chosen: bool
    height: int = 1

    def paint(self, width: int, look: Look) -> list[list[Part]]:
        """One line; see `RowList`."""
        style = look.strong if self.chosen else look.text
        sign = " ✓ " if self.chosen else "   "
        return [[(sign, look.strong), (clip(_ORDERS[self.order], width - 4), style)]]


class SessionDialog(Dialog[Plan | None]):
    """Gives the plan of a session.

    Args:
        plan: What is chosen at first; its seed is offered for the random order.
        look: Tells how many posts a query asks for (less than 0 where that takes a while),
            and what is wrong with it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "close", show=False, priority=True),
        Binding("enter", "accept", "begin", show=False, priority=True),
        Binding("down,ctrl+n", "step(1)", "down", show=False, priority=True),
        Binding("up,ctrl+p", "step(-1)", "up", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    SessionDialog {
        & > Vertical { width: 64; max-height: 96%; }
        & Horizontal { height: 1; margin: 0; }
        & Static { width: 1fr; height: auto; padding: 0 1; }
        & .title { text-style: bold; height: 1; margin: 0 0 1 0; }
        & .name { width: 8; color: $dim; }
        & #told { height: auto; max-height: 3; color: $dim; margin: 0 0 1 0; }
        & Input, & Input:focus {
            border: none; height: 1; padding: 0 1; background: $foreground 8%; width: 1fr;
        }
        & RowList { height: 3; margin: 0 0 1 0; background: $surface; }
        & #seed-line { margin: 0 0 1 0; }
    }
    """

    def __init__(self, plan: Plan, look: Callable[[str], tuple[int, tuple[str, ...]]]) -> None:
        super().__init__()
        self._plan = plan
        self._look = look

    def compose(self) -> ComposeResult:
        """The query, how many posts it finds, the orders, the seed, the keys."""
        with Vertical():
            yield Static("Tagging session", classes="title", markup=False)
            with Horizontal():
                yield Static("posts", classes="name", markup=False)
                yield Input(self._plan.query, placeholder="all", id="query")
            yield Static("", id="told", markup=False)
            yield RowList()
            with Horizontal(id="seed-line"):
                yield Static("seed", classes="name", markup=False)
                yield Input(str(self._plan.seed or ""), id="seed", type="integer", max_length=9)
            yield Hint(_HINT)

    def on_mount(self) -> None:
        """Fill the list, and let the query be written."""
        listed = self.query_one(RowList)
        listed.can_focus = False
        listed.styles.height = len(QueueOrder)
        self._list(self._plan.order)
        self.query_one("#query", Input).focus()
        self._tell()

    def _list(self, chosen: QueueOrder) -> None:
        orders = list(QueueOrder)
        rows = [_OrderRow(one, one is chosen) for one in orders]
        self.query_one(RowList).show_rows(rows, orders.index(chosen))
        self.query_one("#seed-line").display = chosen is QueueOrder.RANDOM

    @on(Input.Changed, "#query")
    def _tell(self) -> None:
        count, problems = self._look(self.query_one("#query", Input).value)
        found = "words are counted first" if count < 0 else f"{count:,} posts"
        self.query_one("#told", Static).update(
            "; ".join(problems) if problems else found if count != 1 else "1 post"
        )

    @on(RowList.Moved)
    def _ordered(self) -> None:
        self._list(self._order)

    @property
    def _order(self) -> QueueOrder:
        row = self.query_one(RowList).row
        return row.order if isinstance(row, _OrderRow) else QueueOrder.DATE

    def action_step(self, rows: int) -> None:
        """Choose another order."""
        self.query_one(RowList).action_step(rows)

    @on(RowList.Chosen)
    def _clicked(self, event: RowList.Chosen) -> None:
        """A click chooses an order; enter begins."""
        event.stop()

    def action_accept(self) -> None:
        """Begin, with what was typed before this key and is on its way."""
        self.query_one("#query", Input).call_later(self._accept)

    def _accept(self) -> None:
        line = self.query_one("#query", Input).value.strip()
        count, problems = self._look(line)
        if problems or not count:
            self.query_one("#told", Static).update("; ".join(problems) or "no post fits; type on")
            return
        seed = self.query_one("#seed", Input).value
        number = int(seed) if seed.isascii() and seed.isdecimal() else self._plan.seed
        self.dismiss(Plan(line, self._order, number))

    def action_close(self) -> None:
        """Begin no session."""
        self.dismiss(None)

    def on_click(self, event: events.Click) -> None:
        """A click beside the dialog closes it."""
        if event.widget is self:
            self.dismiss(None)
