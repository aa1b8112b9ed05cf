"""The line above the list of posts that says which are listed, and what is wrong with it."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.widgets import Input

from csreader.tui.paint import Part, wrap
from csreader.tui.widgets.bars import PaintedLines
from csreader.tui.widgets.row_list import Look

_MOST_LINES = 4


class QueryLine(Input):
    """Takes a query; the arrows move in the list meanwhile, escape drops it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "drop", "drop the filter", show=False),
        Binding("down,ctrl+n", "step(1)", "down", show=False),
        Binding("up", "step(-1)", "up", show=False),
    ]

    class Dropped(Message):
        """The filter shall go."""

    class Stepped(Message):
        """The list's cursor shall move."""

        def __init__(self, rows: int) -> None:
            super().__init__()
            self.rows = rows

    def action_drop(self) -> None:
        """Show all posts again."""
        self.post_message(self.Dropped())

    def action_step(self, rows: int) -> None:
        """Move in the list."""
        self.post_message(self.Stepped(rows))


class QueryNote(PaintedLines):
    """What is wrong with the query, or what it may hold."""

    DEFAULT_CSS = """
    QueryNote { height: auto; padding: 0 1; margin: 0 0 1 0; display: none; }
    QueryNote.-shown { display: block; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self._warning = False

    def say(self, text: str, *, warning: bool = False) -> None:
        """Show a text; nothing hides the note."""
        if (text, warning) == (self._text, self._warning):
            return
        self._text, self._warning = text, warning
        self.set_class(bool(text), "-shown")
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as the text takes."""
        return len(wrap(self._text, max(1, width), _MOST_LINES))

    def lines(self, width: int, look: Look) -> list[list[Part]]:
        """The text, wrapped."""
        style = look.strong if self._warning else look.dim
        return [[(line, style)] for line in wrap(self._text, width, _MOST_LINES)]
