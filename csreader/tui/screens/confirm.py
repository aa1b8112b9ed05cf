"""A question that is answered with yes or no."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from csreader.text.characters import one_line
from csreader.tui.screens.dialog import Dialog


class Confirm(Dialog[bool]):
    """Gives whether the answer was yes.

    Args:
        message: What there is to know.
        question: What is asked.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "yes", show=False),
        Binding("n,escape,q", "answer(False)", "no", show=False),
    ]
    DEFAULT_CSS = """
    Confirm {
        & > Vertical { width: 70; padding: 1 2; border: round $warning 60%; }
        & Static { width: 1fr; height: auto; margin: 0 0 1 0; }
        & #answers { color: $dim; margin: 0; }
    }
    """

    def __init__(self, message: str, question: str) -> None:
        super().__init__()
        self._message = one_line(message)
        self._question = question

    def compose(self) -> ComposeResult:
        """The message, the question, the answers."""
        with Vertical():
            yield Static(self._message, markup=False)
            yield Static(self._question, markup=False)
            yield Static("y yes   n no", id="answers", markup=False)

    def action_answer(self, yes: bool) -> None:
        """Give the answer."""
        self.dismiss(yes)
