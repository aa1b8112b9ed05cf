"""The line that `/` opens: what to look for, and how often it stands in the post."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static


class SearchBar(Horizontal):
    """Hidden until it is asked for; tells of each change, and of its end."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "leave", show=False, priority=True)
    ]
    DEFAULT_CSS = """
    SearchBar {
        height: 1; display: none; background: $foreground 8%; padding: 0 1;
        & > .sign { width: 2; color: $primary; text-style: bold; }
        & > Input, & > Input:focus {
            width: 1fr; height: 1; border: none; padding: 0; background: transparent;
        }
        & > #search-count { width: auto; max-width: 40%; height: 1; color: $dim; padding: 0 0 0 1; }
    }
    """

    class Changed(Message):
        """Something else is looked for."""

        def __init__(self, wanted: str) -> None:
            super().__init__()
            self.wanted = wanted

    class Ended(Message):
        """The line was left."""

        def __init__(self, *, kept: bool) -> None:
            super().__init__()
            self.kept = kept
            """Whether by enter: what was found stays."""

    def compose(self) -> ComposeResult:
        """The sign, the words, the count."""
        yield Static("/", classes="sign", markup=False)
        yield Input(placeholder="words to find in this post")
        yield Static("", id="search-count", markup=False)

    def open(self) -> None:
        """Show the line, with nothing in it."""
        self.display = True
        field = self.query_one(Input)
        with self.prevent(Input.Changed):
            field.value = ""
        self.tell("")
        # At once, for the next key may have been typed already.
        self.screen.set_focus(field)

    def tell(self, count: str) -> None:
        """Show how often the words stand in the post."""
        self.query_one("#search-count", Static).update(count)

    @property
    def is_open(self) -> bool:
        """Whether words are being typed."""
        return self.display

    def _end(self, *, kept: bool) -> None:
        if self.is_open:
            self.display = False
            self.post_message(self.Ended(kept=kept))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(event.value))

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self._end(kept=True)

    def action_leave(self) -> None:
        """Search for nothing."""
        self._end(kept=False)
