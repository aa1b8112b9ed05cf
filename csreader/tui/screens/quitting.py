"""The question whether to quit although something is not saved."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from csreader.text.characters import one_line
from csreader.tui.screens.dialog import Dialog
from csreader.tui.widgets.hint import Hint
from csreader.tui.widgets.wait_bar import told_of_waiting

_ANSWERS = """\
s  try again to save
c  copy out to a file, then quit
x  quit without them"""


class Quitting(Dialog[str]):
    """Gives `save`, `copy`, `without`, or None to stay.

    Args:
        count: How many changes wait.
        reason: Why they could not be saved.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s,ctrl+s", "give('save')", "save", show=False),
        Binding("c", "give('copy')", "copy", show=False),
        Binding("x", "give('without')", "without", show=False),
        Binding("n,escape,q", "give('')", "stay", show=False),
    ]
    DEFAULT_CSS = """
    Quitting {
        & > Vertical { width: 70; padding: 1 2; border: round $warning 60%; }
        & Static { width: 1fr; height: auto; margin: 0 0 1 0; }
    }
    """

    def __init__(self, count: int, reason: str) -> None:
        super().__init__()
        self._message = f"Not saved yet: {told_of_waiting(count)}. {one_line(reason)}"

    def compose(self) -> ComposeResult:
        """What is not saved, the answers."""
        with Vertical():
            yield Static(_ANSWERS, markup=False)
            yield Static(self._message, markup=False)
            yield Hint("esc stays")

    def action_give(self, answer: str) -> None:
        """Give an answer."""
        self.dismiss(answer or None)
