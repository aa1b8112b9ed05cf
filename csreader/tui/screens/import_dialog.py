"""Asks for a file, and shows what importing it would do before anything is done."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from csreader.annotations import StoreError
from csreader.exchange.importing.reporting import Ways
from csreader.exchange.interface import FormatError
from csreader.text.characters import one_line
from csreader.tui.exporting import shown_path
from csreader.tui.importing import Asked, Foreseen, Importing
from csreader.tui.paint import wrap
from csreader.tui.screens.dialog import Dialog
from csreader.tui.screens.exchange_rows import MarkRow, Told
from csreader.tui.screens.working import StoppedError
from csreader.tui.widgets.hint import Hint
from csreader.tui.widgets.path_input import PathInput
from csreader.tui.widgets.row_list import Row, RowList

WAYS = Ways(
    update="o takes the file's",
    again="a brings them back",
    preview="enter imports",
    undo="u takes it back",
    which=lambda _name, _post: "csreader import --post says which",
    write="w writes it as a new post.",
    format="↑ ↓ says which",
)
_HINT_FILE = "tab completes   ↑ ↓ format   enter looks into it   esc closes"
_HINT = "enter imports   tab file   ↑ ↓ scroll   esc closes"
_HINT_NOTHING = "tab file   esc closes"
_MOST_LINES = 3
_LOOK = 0.1
"""Seconds between two looks at how far the reading is."""
_BY_ITSELF = "what the file looks like"


class ImportDialog(Dialog[Foreseen | None]):
    """Gives what shall be imported; None where nothing shall.

    Args:
        importing: Reads files, and foresees what comes of them.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "close", show=False, priority=True),
        Binding("enter", "accept", "read, import", show=False, priority=True),
        Binding("down", "step(1)", "down", show=False, priority=True),
        Binding("up", "step(-1)", "up", show=False, priority=True),
        Binding("w", "ask('write_posts')", "new posts", show=False),
        Binding("o", "ask('update')", "the file's tags", show=False),
        Binding("a", "ask('again')", "bring back", show=False),
    ]
    DEFAULT_CSS = """
    ImportDialog {
        & > Vertical { width: 96; max-height: 96%; }
        &.-read > Vertical { height: 96%; }
        & Static { width: 1fr; height: auto; padding: 0 1; }
        & .title { text-style: bold; height: 1; margin: 0 0 1 0; }
        & Horizontal { height: 1; }
        & .name { width: 6; color: $dim; }
        & #format { height: 1; }
        & #told { color: $dim; max-height: 5; margin: 1 0 0 0; }
        & #told.-wrong { color: $warning; }
        & #asked { color: $dim; display: none; }
        & #asked.-on { display: block; }
        & RowList { background: $surface; height: 1fr; min-height: 1; margin: 1 0; display: none; }
        &.-read RowList { display: block; }
    }
    """

    def __init__(self, importing: Importing) -> None:
        super().__init__()
        self._importing = importing
        self._asked = Asked()
        self._path: Path | None = None
        self._foreseen: Foreseen | None = None
        self._at = (0, 0)
        """How far the reading is, of how much."""
        self._is_reading = False
        self._is_closed = False

    def compose(self) -> ComposeResult:
        """The file, what is in it, what can be asked."""
        with Vertical():
            yield Static("Import marks and tags", classes="title", markup=False)
            with Horizontal():
                yield Static("file", classes="name", markup=False)
                yield PathInput(is_wanted=self._importing.is_readable)
            with Horizontal():
                yield Static("as", classes="name", markup=False)
                yield Static(_BY_ITSELF, id="format", markup=False)
            formats = ", ".join(self._importing.formats)
            yield Static(f"It may be {formats}.", id="told", markup=False)
            yield RowList()
            yield Static("", id="asked", markup=False)
            yield Hint(_HINT_FILE)

    def on_mount(self) -> None:
        """Let the path be typed."""
        self.query_one(PathInput).focus()
        self.set_interval(_LOOK, self._tell_progress)

    def on_unmount(self) -> None:
        """Nobody waits for what is being read."""
        self._is_closed = True

    def on_resize(self) -> None:
        """Wrap what is told anew."""
        self.call_after_refresh(self._list)

    # What is shown

    @on(Input.Changed)
    def _typed(self) -> None:
        """What was foreseen is of another file."""
        if self.query_one(PathInput).path != self._path:
            self._forget()

    def _forget(self) -> None:
        """What was foreseen is not asked for any more."""
        self.workers.cancel_group(self, "default")
        self._at, self._is_reading = (0, 0), False
        self._foreseen, self._path, self._asked = None, None, Asked(self._asked.format)
        self._list()
        self._tell("")

    def _tell(self, said: str, *, wrong: bool = False) -> None:
        told = self.query_one("#told", Static)
        told.update(said)
        told.set_class(wrong, "-wrong")
        told.display = bool(said)

    def _list(self) -> None:
        listed, asked = self.query_one(RowList), self.query_one("#asked", Static)
        foreseen = self._foreseen
        asked.set_class(foreseen is not None and bool(foreseen.offers), "-on")
        if foreseen is not None:
            self.add_class("-read")
            width = listed.scrollable_content_region.width or self.query_one(PathInput).size.width
            rows = list(self._rows(foreseen, max(20, width - 2)))
            listed.show_rows(rows, max(0, listed.cursor))
            asked.update("   ".join(self._told_asked(foreseen)))
            self._tell_format(foreseen.opened.format.name)
        else:
            listed.show_rows([])
            self._tell_format(self._asked.format or _BY_ITSELF)
        self._show_keys()

    def _tell_format(self, name: str) -> None:
        self.query_one("#format", Static).update(name)

    def _rows(self, foreseen: Foreseen, width: int) -> Iterator[Row]:
        told = foreseen.report
        for number, line in enumerate((told.done[-1], *told.problems, *told.done[:-1])):
            yield Told(tuple(wrap(line, width, _MOST_LINES)), is_strong=number == 0)
        if foreseen.marks:
            yield Told(("",))
        yield from map(MarkRow, foreseen.marks)

    def _told_asked(self, foreseen: Foreseen) -> list[str]:
        said = {
            "write_posts": ("w new posts", self._asked.write_posts),
            "update": ("o the file's tags and notes", self._asked.update),
            "again": ("a what was removed", self._asked.again),
        }
        return [
            f"{words}: {'yes' if on else 'no'}"
            for name, (words, on) in said.items()
            if name in foreseen.offers
        ]

    def _show_keys(self) -> None:
        foreseen = self._foreseen
        if foreseen is None or isinstance(self.focused, PathInput):
            hint = _HINT_FILE
        else:
            hint = _HINT if foreseen.is_something else _HINT_NOTHING
        self.query_one(Hint).update(hint)

    def on_descendant_focus(self) -> None:
        """The keys differ in the file's line."""
        self._show_keys()

    # Reading

    def _read(self, path: Path) -> None:
        self._path, self._at, self._is_reading = path, (0, 0), True
        self._tell(f"reading {shown_path(path)} …")
        self.run_worker(self._foresee(path, self._asked), exclusive=True)

    def _tell_progress(self) -> None:
        done, of = self._at
        if of:
            self._tell(f"reading {shown_path(self._path or Path())} … {done:,} of {of:,}")

    async def _foresee(self, path: Path, asked: Asked) -> None:
        def progress(done: int, of: int) -> None:
            if self._is_closed or self._path is not path:
                raise StoppedError
            self._at = done, of

        try:
            foreseen = await asyncio.to_thread(self._importing.foresee, path, asked, progress)
        except StoppedError:
            return
        except (FormatError, StoreError) as error:
            self._fail(one_line(str(error)))
        except FileNotFoundError:
            self._fail(f"{shown_path(path)} does not exist.")
        except OSError as error:
            self._fail(f"{shown_path(path)} cannot be read: {error.strerror or error}.")
        else:
            self._at, self._is_reading = (0, 0), False
            self._foreseen = foreseen
            self._tell("")
            self._list()
            self.call_after_refresh(self._list)  # the list has its width then
            self.query_one(RowList).focus()

    def _fail(self, why: str) -> None:
        """There is nothing to import; another file can be named."""
        self._at, self._is_reading = (0, 0), False
        self._foreseen = None
        self._list()
        self._tell(why, wrong=True)
        self.query_one(PathInput).focus()

    # Keys

    def action_step(self, rows: int) -> None:
        """In the file's line, take it for the next or former format; in the list, scroll."""
        if not isinstance(self.focused, PathInput):
            self.query_one(RowList).action_step(rows)
            return
        names = ["", *self._importing.formats]
        at = names.index(self._asked.format)
        self._asked = Asked(names[(at + rows) % len(names)])
        self._forget()

    def action_ask(self, name: str) -> None:
        """Ask for something, or no more; what is foreseen is worked out anew."""
        if self._foreseen is None or self._path is None or self._is_reading:
            return
        if name in self._foreseen.offers:
            changed: dict[str, Any] = {name: not getattr(self._asked, name)}
            self._asked = replace(self._asked, **changed)
            self._read(self._path)

    def action_accept(self) -> None:
        """Read the file; once it is read, import it."""
        self.query_one(PathInput).call_later(self._accept)

    def _accept(self) -> None:
        if isinstance(self.focused, PathInput):
            path = self.query_one(PathInput).path
            if path is None:
                self._tell("Say which file to import.", wrong=True)
            else:
                self._read(path)
        elif self._is_reading:
            return
        elif self._foreseen is not None and self._foreseen.is_something:
            self.dismiss(self._foreseen)

    @on(RowList.Chosen)
    def _clicked(self, event: RowList.Chosen) -> None:
        """A click moves the cursor; enter imports."""
        event.stop()

    def action_close(self) -> None:
        """Import nothing."""
        self.dismiss(None)

    def on_click(self, event: events.Click) -> None:
        """A click beside the dialog closes it."""
        if event.widget is self:
            self.dismiss(None)
