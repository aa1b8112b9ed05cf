"""What pickers with a filter have in common: type to filter, arrows to choose, enter takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from csreader.text.characters import one_line
from csreader.tui.screens.dialog import Dialog
from csreader.tui.widgets.hint import Hint
from csreader.tui.widgets.row_list import Row, RowList

Result = TypeVar("Result")

_MOST = 16
"""How many rows show at once where there is room."""


class FilterPicker(Dialog[Result | None]):
    """A list of which one row is chosen; gives what the row means, None where nothing was.

    Args:
        title: Stands above.
        placeholder: What to type.
        hint: The keys, below.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "close", show=False),
        Binding("enter", "accept", "accept", show=False, priority=True),
        Binding("down,ctrl+n", "step(1)", "down", show=False, priority=True),
        Binding("up,ctrl+p", "step(-1)", "up", show=False, priority=True),
    ]
    DEFAULT_CLASSES = "-listing"
    DEFAULT_CSS = """
    FilterPicker {
        & > Vertical { width: 64; }
        & Input, & Input:focus {
            border: none; height: 1; padding: 0 1; background: $foreground 8%;
        }
    }
    """

    def __init__(
        self,
        title: str,
        placeholder: str,
        hint: str = "type or ↓ to choose   enter takes   esc closes",
    ) -> None:
        super().__init__()
        self._title = title
        self._hint = hint
        self._placeholder = placeholder
        self._filtered = ""

    def compose(self) -> ComposeResult:
        """The title, the filter, the rows, the keys."""
        with Vertical():
            yield Static(one_line(self._title), id="title", markup=False)
            yield Input(placeholder=self._placeholder)
            yield RowList()
            yield Hint(self._hint)

    def on_mount(self) -> None:
        """Show all."""
        self.fill()
        self.set_focus(self.query_one(Input))

    def on_resize(self) -> None:
        """The list takes the room that there is."""
        listed = self.query_one(RowList)
        self._fit(len(listed.rows))

    def on_input_changed(self) -> None:
        """Filter."""
        if self.query_one(Input).value != self._filtered:
            self.fill()

    def fill(self, cursor: int | None = None) -> None:
        """Lists the rows that fit what is typed.

        Args:
            cursor: The row to put the cursor on; None for the one that it begins on.
        """
        self._filtered = self.query_one(Input).value
        rows = self.rows(self._filtered.strip())
        self._fit(len(rows))
        self.query_one(RowList).show_rows(rows, self.first(rows) if cursor is None else cursor)

    def _fit(self, rows: int) -> None:
        # One line less than other lists: the one that is typed in.
        self.query_one(RowList).styles.height = max(1, min(_MOST, rows, self.list_room - 1))

    def rows(self, typed: str) -> Sequence[Row]:
        """The rows that fit what was typed, best first."""
        raise NotImplementedError

    def first(self, rows: Sequence[Row]) -> int:  # noqa: ARG002
        """The row that the cursor begins on; -1 for none."""
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
            self.fill()
        self.accept(self.query_one(RowList).row)

    def accept(self, row: Row | None) -> None:
        """Close with what the row under the cursor means; stay where there is none."""
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
