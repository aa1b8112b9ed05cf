"""What the dialogs have in common: a frame over the dimmed reader, a title, a list, the keys."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from csreader.tui.widgets.row_list import Row, RowList

Result = TypeVar("Result")


class Dialog(ModalScreen[Result]):
    """A frame in the middle of the screen, over the dimmed reader; what is in it differs."""

    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        background: $background 60%;
        & > Vertical {
            max-width: 96%; height: auto; max-height: 90%;
            background: $surface; padding: 1 1 0 1;
            border: round $primary 60%;
        }
    }
    """


class ListDialog(Dialog[Result | None]):
    """A short list over the reader, of which one row is chosen.

    Args:
        title: Stands above.
        hint: The keys, below.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "close", "close", show=False)]
    DEFAULT_CSS = """
    ListDialog {
        & > Vertical { width: 72; }
        & Static { width: 1fr; height: 1; padding: 0 1; text-style: bold; }
        & #hint { color: $dim; text-style: none; }
        & RowList { height: auto; margin: 1 0; background: $surface; }
    }
    """

    def __init__(self, title: str, hint: str) -> None:
        super().__init__()
        self._title = title
        self._hint = hint

    def compose(self) -> ComposeResult:
        """Title, list, keys."""
        with Vertical():
            yield Static(self._title, markup=False)
            yield RowList()
            yield Static(self._hint, id="hint", markup=False)

    def on_mount(self) -> None:
        """Fill the list once its width is known."""
        self.query_one(RowList).focus()
        self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        listed = self.query_one(RowList)
        rows = self.rows(max(20, listed.size.width))
        most = max(3, self.app.size.height * 9 // 10 - 7)
        listed.styles.height = max(1, min(sum(row.height for row in rows), most))
        listed.show_rows(rows)

    def rows(self, width: int) -> list[Row]:
        """The list's rows for a width in cells."""
        raise NotImplementedError

    def action_close(self) -> None:
        """Choose nothing."""
        self.dismiss(None)

    def on_click(self, event: events.Click) -> None:
        """A click beside the dialog closes it."""
        if event.widget is self:
            self.dismiss(None)
