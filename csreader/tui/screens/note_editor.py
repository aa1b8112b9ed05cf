"""The editor of a mark's note."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static, TextArea

from csreader.tui.paint import clip
from csreader.tui.screens.dialog import Dialog
from csreader.tui.widgets.hint import Hint

_HINT = "enter saves   ctrl+j begins a line   esc closes"
_HINT_CHANGED = "esc again throws the change away   enter saves"


class NoteEditor(Dialog[str | None]):
    """Gives the note as written; None where it shall stay as it was.

    Args:
        note: The note so far.
        quote: The passage, shown above.
        written: What is in the editor at first, where that is not the note.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "close", show=False, priority=True),
        Binding("enter,ctrl+s", "save", "save", show=False, priority=True),
        Binding("ctrl+j,alt+enter,shift+enter", "newline", "new line", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    NoteEditor {
        & > Vertical { width: 70; }
        & Static { width: 1fr; height: 1; color: $dim; padding: 0 1; }
        & TextArea, & TextArea:focus {
            height: 6; max-height: 40vh; border: none; background: $foreground 8%; margin: 1 0;
        }
    }
    """

    def __init__(self, note: str, quote: str, written: str | None = None) -> None:
        super().__init__()
        self._note = note
        self._quote = quote
        self._written = note if written is None else written
        self._warned = False

    def again(self, written: str) -> NoteEditor:
        """An editor of the same note with what was written in this one."""
        return NoteEditor(self._note, self._quote, written)

    def compose(self) -> ComposeResult:
        """The passage, the editor, the keys."""
        with Vertical():
            yield Static(clip(f"“{self._quote}”", 62), markup=False)
            yield TextArea(self._written, soft_wrap=True, show_line_numbers=False)
            yield Hint(_HINT)

    def on_mount(self) -> None:
        """Write at the note's end."""
        editor = self.query_one(TextArea)
        self.set_focus(editor)
        editor.move_cursor(editor.document.end)

    def action_newline(self) -> None:
        """Begin a new line."""
        self.query_one(TextArea).insert("\n")

    def action_save(self) -> None:
        """Give the note, with what was typed before this key and is on its way."""
        self.query_one(TextArea).call_later(self._save)

    def _save(self) -> None:
        note = self.query_one(TextArea).text.strip()
        self.dismiss(None if note == self._note else note)

    def action_close(self) -> None:
        """Leave the note as it was; what was written is not thrown away at once."""
        if not self.holds_back():
            self.dismiss(None)

    def holds_back(self) -> bool:
        """Whether what was written would be lost; the second time it may be."""
        if self.query_one(TextArea).text.strip() == self._note or self._warned:
            return False
        self._warned = True
        self.query_one(Hint).update(_HINT_CHANGED)
        return True
