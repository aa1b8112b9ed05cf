"""Asks for a file, and shows what importing it would do before anything is done."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

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
from csreader.tui.importing import Asked, Coming, Foreseen, Importing
from csreader.tui.paint import Part, clip, wrap
from csreader.tui.screens.dialog import Dialog
from csreader.tui.widgets.hint import Hint
from csreader.tui.widgets.path_input import PathInput
from csreader.tui.widgets.row_list import Look, Row, RowList

WAYS = Ways(
    update="o takes the file's",
    again="a brings them back",
    preview="enter imports",
    undo="u takes it back",
    which=lambda _name, _post: "csreader import --post says which",
    write="w writes it as a new post",
)
_HINT_FILE = "tab completes   enter looks into it   esc closes"
_HINT = "enter imports   tab file   ↑ ↓ scroll   esc closes"
_HINT_NOTHING = "tab file   esc closes"
_MOST_LINES = 3
_AROUND = 8


@dataclass(frozen=True, slots=True)
class _Told:
    """Something that would be done, or cannot be."""

    lines: tuple[str, ...]
    is_strong: bool = False

    @property
    def height(self) -> int:
        """As many lines as it takes."""
        return len(self.lines)

    def paint(self, width: int, look: Look) -> list[list[Part]]:
        """See `RowList`."""
        style = look.strong if self.is_strong else look.text
        return [[(" ", look.text), (clip(line, width - 2), style)] for line in self.lines]


@dataclass(frozen=True, slots=True)
class _MarkLine:
    """A mark that comes: its words, and below them its tags and its post."""

    coming: Coming
    height: int = 2

    def paint(self, width: int, look: Look) -> list[list[Part]]:
        """See `RowList`."""
        one = self.coming
        tags = ", ".join(one.tags) or one.note
        where = one.post if one.is_placed else f"{one.post}, without a place"
        return [
            [("  ", look.text), (clip(f"“{one.quote}”", width - 4), look.text)],
            [("    ", look.text), (clip(f"{tags}  ·  {where}", width - 6), look.dim)],
        ]


class ImportDialog(Dialog[Foreseen | None]):
    """Gives what shall be imported; None where nothing shall.

    Args:
        importing: Reads files, and foresees what comes of them.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "close", show=False, priority=True),
        Binding("enter", "accept", "read, import", show=False, priority=True),
        Binding("w", "ask('write_posts')", "new posts", show=False),
        Binding("o", "ask('update')", "the file's tags", show=False),
        Binding("a", "ask('again')", "bring back", show=False),
    ]
    DEFAULT_CSS = """
    ImportDialog {
        & > Vertical { width: 96; max-height: 96%; }
        & Static { width: 1fr; height: auto; padding: 0 1; }
        & .title { text-style: bold; height: 1; margin: 0 0 1 0; }
        & Horizontal { height: 1; margin: 0 0 1 0; }
        & .name { width: 6; color: $dim; }
        & #told { color: $dim; max-height: 4; }
        & #told.-wrong { color: $warning; }
        & #asked { color: $dim; display: none; }
        & #asked.-on { display: block; }
        & RowList { background: $surface; height: 1; margin: 0 0 1 0; display: none; }
        & RowList.-on { display: block; }
    }
    """

    def __init__(self, importing: Importing) -> None:
        super().__init__()
        self._importing = importing
        self._asked = Asked()
        self._path: Path | None = None
        self._foreseen: Foreseen | None = None

    def compose(self) -> ComposeResult:
        """The file, what is in it, what can be asked."""
        with Vertical():
            yield Static("Import marks and tags", classes="title", markup=False)
            with Horizontal():
                yield Static("file", classes="name", markup=False)
                yield PathInput(is_wanted=self._importing.is_readable)
            yield Static(f"It may be {self._importing.formats}.", id="told", markup=False)
            yield RowList()
            yield Static("", id="asked", markup=False)
            yield Hint(_HINT_FILE)

    def on_mount(self) -> None:
        """Let the path be typed."""
        self.query_one(PathInput).focus()

    def on_resize(self) -> None:
        """Wrap what is told anew."""
        self.call_after_refresh(self._list)

    # What is shown

    @on(Input.Changed)
    def _typed(self) -> None:
        """What was foreseen is of another file."""
        if self._foreseen is not None:
            self._foreseen = None
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
        listed.set_class(foreseen is not None, "-on")
        asked.set_class(foreseen is not None and bool(foreseen.offers), "-on")
        if foreseen is not None:
            room = max(1, self.app.size.height * 96 // 100 - _AROUND)
            rows = list(self._rows(foreseen, max(20, self.query_one(PathInput).size.width)))
            listed.styles.height = max(1, min(sum(row.height for row in rows), room))
            listed.show_rows(rows, max(0, listed.cursor))
            asked.update("   ".join(self._told_asked(foreseen)))
        self._show_keys()

    def _rows(self, foreseen: Foreseen, width: int) -> Iterator[Row]:
        told = foreseen.report
        for number, line in enumerate((told.done[-1], *told.problems, *told.done[:-1])):
            yield _Told(tuple(wrap(line, width, _MOST_LINES)), is_strong=number == 0)
        if foreseen.marks:
            yield _Told(("",))
        yield from map(_MarkLine, foreseen.marks)

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
        self._path, self._foreseen = path, None
        self._list()
        self._tell(f"reading {shown_path(path)} …")
        self.run_worker(self._foresee(path, self._asked), exclusive=True)

    async def _foresee(self, path: Path, asked: Asked) -> None:
        try:
            foreseen = await asyncio.to_thread(self._importing.foresee, path, asked)
        except (FormatError, StoreError) as error:
            self._tell(one_line(str(error)), wrong=True)
        except OSError as error:
            self._tell(f"{shown_path(path)}: {error.strerror or error}", wrong=True)
        else:
            self._foreseen = foreseen
            self._tell("")
            self._list()
            self.query_one(RowList).focus()

    # Keys

    def action_ask(self, name: str) -> None:
        """Ask for something, or no more; what is foreseen is worked out anew."""
        if self._foreseen is None or self._path is None or name not in self._foreseen.offers:
            return
        self._asked = replace(self._asked, **{name: not getattr(self._asked, name)})
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
