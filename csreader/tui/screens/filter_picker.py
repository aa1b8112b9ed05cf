"""What pickers with a filter have in common: type to filter, arrows to choose, enter takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from csreader.tui.paint import clip
from csreader.tui.screens.dialog import Dialog
from csreader.tui.widgets.row_list import Row, RowList

Result = TypeVar("Result")

_HINT = "type or ↓ to choose   enter takes   esc closes"


class FilterPicker(Dialog[Result | None]):
    """A list of which one row is chosen; gives what the row means, None where nothing was.

    Args:
        title: Stands above.
        placeholder: What to type.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "close", show=False),
        Binding("enter", "accept", "accept", show=False, priority=True),
        Binding("down,ctrl+n", "step(1)", "down", show=False, priority=True),
        Binding("up,ctrl+p", "step(-1)", "up", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    FilterPicker {
        & > Vertical { width: 64; }
        & Static { width: 1fr; height: 1; color: $dim; padding: 0 1; }
        & #title { color: $foreground; text-style: bold; }
        & Input, & Input:focus {
            border: none; height: 1; padding: 0 1; background: $foreground 8%;
        }
        & RowList { height: auto; max-height: 16; margin: 1 0; background: $surface; }
    }
    """

    def __init__(self, title: str, placeholder: str) -> None:
        super().__init__()
        self._title = title
        self._placeholder = placeholder
        self._filtered = ""

    def compose(self) -> ComposeResult:
        """The title, the filter, the rows, the keys."""
        with Vertical():
            yield Static(clip(self._title, 60), id="title", markup=False)
            yield Input(placeholder=self._placeholder)
            yield RowList()
            yield Static(_HINT, markup=False)

    def on_mount(self) -> None:
        """Show all."""
        self._fill()
        self.set_focus(self.query_one(Input))

    def on_input_changed(self) -> None:
        """Filter."""
        if self.query_one(Input).value != self._filtered:
            self._fill()

    def _fill(self) -> None:
        self._filtered = self.query_one(Input).value
        listed = self.query_one(RowList)
        rows = self.rows(self._filtered.strip())
        listed.styles.height = max(1, min(16, len(rows)))
        listed.show_rows(rows, self.first(rows))

    def rows(self, typed: str) -> Sequence[Row]:
        """The rows that fit what was typed, best first."""
        raise NotImplementedError

    def first(self, rows: Sequence[Row]) -> int:  # noqa: ARG002
        """The row that the cursor begins on."""
        return 0

    def result(self, row: Row) -> Result:
        """What a row means."""
        raise NotImplementedError

    def action_step(self, rows: int) -> None:
        """Move among the rows."""
        self.query_one(RowList).action_step(rows)

    def action_accept(self) -> None:
        """Take the row under the cursor, with what was typed and is on its way to the filter."""
        self.query_one(Input).call_later(self._accept)

    def _accept(self) -> None:
        if self.query_one(Input).value != self._filtered:
            self._fill()
        row = self.query_one(RowList).row
        if row is not None:
            self.dismiss(self.result(row))

    def on_row_list_chosen(self) -> None:
        """A click takes a row."""
        self.action_accept()

    def action_cancel(self) -> None:
        """Choose nothing."""
        self.dismiss(None)

    def on_click(self, event: events.Click) -> None:
        """A click beside the dialog closes it."""
        if event.widget is self:
            self.dismiss(None)
