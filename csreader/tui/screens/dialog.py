"""What the dialogs have in common: a frame over the dimmed reader, a title, a list, the keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from csreader.tui.widgets.hint import Hint
from csreader.tui.widgets.row_list import Row, RowList

Result = TypeVar("Result")

_AROUND = 7
"""The lines of a dialog that its list has not: frame, title, blank lines, keys."""
_AROUND_LOW = 2
"""The same where there is neither frame nor blank lines."""
_LOW = 15
"""Lines of the window below which a dialog has no frame."""


class Dialog(ModalScreen[Result]):
    """A frame in the middle of the screen, over the dimmed reader; what is in it differs."""

    VERTICAL_BREAKPOINTS = [(0, "-low"), (_LOW, "-high")]  # noqa: RUF012
    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        background: $background 60%;
        & > Vertical {
            max-width: 96%; height: auto; max-height: 90%;
            background: $surface; padding: 1 1 0 1;
            border: round $primary 60%;
        }
        &.-listing Static {
            width: 1fr; height: 1; padding: 0 1; text-style: bold;
            text-wrap: nowrap; text-overflow: ellipsis;
        }
        &.-listing RowList { height: auto; margin: 1 0; background: $surface; }
        &.-low > Vertical { padding: 0; border: none; max-height: 100%; }
        &.-low RowList, &.-low TextArea, &.-low Static { margin: 0; }
    }
    """

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Closes the dialog; a second time, nothing: Textual would close what is below it."""
        if self.app.screen is not self:
            return AwaitComplete()
        return super().dismiss(result)

    @property
    def list_room(self) -> int:
        """The lines that a list between title and keys may take; 1 at least."""
        height = self.app.size.height
        return max(1, height - _AROUND_LOW if height < _LOW else height * 9 // 10 - _AROUND)


class ListDialog(Dialog[Result | None]):
    """A list over the reader, of which one row is chosen.

    Args:
        title: Stands above.
        hint: The keys, below.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "close", "close", show=False)]
    DEFAULT_CLASSES = "-listing"
    DEFAULT_CSS = """
    ListDialog { & > Vertical { width: 72; } }
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
            yield Hint(self._hint)

    def on_mount(self) -> None:
        """Fill the list once its width is known."""
        self.query_one(RowList).focus()

    def on_resize(self) -> None:
        """Fill it anew where there is another width, or more or less room."""
        self.call_after_refresh(self.fill)

    def fill(self) -> None:
        """Lists the rows, the cursor where it was."""
        listed = self.query_one(RowList)
        rows = list(self.rows(max(20, listed.size.width)))
        listed.styles.height = self.height_for(rows)
        listed.show_rows(rows, max(0, listed.cursor))

    def rows(self, width: int) -> Iterable[Row]:
        """The list's rows for a width in cells."""
        raise NotImplementedError

    def height_for(self, rows: Sequence[Row]) -> int:
        """How many lines the list takes: those of its rows, as far as there is room."""
        return max(1, min(sum(row.height for row in rows), self.list_room))

    def action_close(self) -> None:
        """Choose nothing."""
        self.dismiss(None)

    def on_click(self, event: events.Click) -> None:
        """A click beside the dialog closes it."""
        if event.widget is self:
            self.dismiss(None)
