"""Asks for a format and a file, and shows how the file would begin."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from csreader.annotations import StoreError
from csreader.collection import Post
from csreader.exchange.interface import Format, FormatError, Options, UnfitError
from csreader.text.layout.widths import cells_of
from csreader.tui.exporting import Exporting, counted, renamed, shown_path, told_options, yes
from csreader.tui.paint import wrap
from csreader.tui.screens.dialog import Dialog
from csreader.tui.screens.exchange_rows import FileLine, FormatRow, room_for_description
from csreader.tui.widgets.hint import Hint
from csreader.tui.widgets.path_input import PathInput
from csreader.tui.widgets.row_list import RowList

_HINT = "↑ ↓ format   tab file   enter writes   page keys scroll   esc closes"
_HINT_FILE = "↑ ↓ format   tab completes, goes on   enter writes   esc closes"
_REPLACING = "enter again replaces it   esc closes"
_ALL_THE_SAME = "enter again writes it all the same   esc closes"
_AROUND = 11
"""The lines of the dialog beside its formats, what one leaves out, and the preview."""
_MOST_FORMATS = 9
_MOST_LOSSES = 5
_PREVIEWED = 200
"""How many lines are there to be scrolled through."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What shall be written, and where to."""

    format: Format
    paths: dict[str, Path]
    """As `exchange.exporting.targets` gives them."""
    posts: Sequence[Post]
    options: Options


class ExportDialog(Dialog[Choice | None]):
    """Gives what shall be written; None where nothing shall.

    Args:
        exporting: Knows the formats, and makes the preview.
        name: The format that the cursor is on at first.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "close", show=False, priority=True),
        Binding("enter", "accept", "write", show=False, priority=True),
        Binding("down,ctrl+n", "step(1)", "down", show=False, priority=True),
        Binding("up,ctrl+p", "step(-1)", "up", show=False, priority=True),
        Binding("pagedown", "page(1)", "scroll", show=False, priority=True),
        Binding("pageup", "page(-1)", "scroll back", show=False, priority=True),
        Binding("t", "option('with_text')", "with text", show=False),
        Binding("b", "option('by')", "group by", show=False),
        Binding("a", "option('all_posts')", "all posts", show=False),
        Binding("m", "option('bom')", "byte-order mark", show=False),
        Binding("l", "listed", "listed posts", show=False),
    ]
    DEFAULT_CSS = """
    ExportDialog {
        & > Vertical { width: 96; height: 96%; max-height: 96%; }
        & Static { width: 1fr; height: auto; padding: 0 1; }
        & .title { text-style: bold; height: 1; }
        & #loses { color: $dim; }
        & #options { height: 1; color: $dim; }
        & RowList { background: $surface; margin: 1 0; }
        & #lines { background: $background; height: 1fr; min-height: 1; margin: 1 0 0 0; }
        & Horizontal { height: 1; }
        & .name { width: 6; color: $dim; }
        & #told { color: $warning; min-height: 1; max-height: 3; }
        &.-low #loses, &.-low #lines { display: none; }
        &.-low #told { min-height: 0; }
        &.-low #formats { height: 1fr; }
    }
    """

    def __init__(self, exporting: Exporting, name: str = "json") -> None:
        super().__init__()
        self._exporting = exporting
        names = [one.name for one in exporting.formats]
        self._first = names.index(name) if name in names else 0
        self._options = Options()
        self._only_listed = exporting.listed is not None
        self._offered = ""
        """The path that was offered, as long as it is not another."""
        self._shown = exporting.formats[self._first]
        """The format that the file's name fits."""
        self._doubt = ""
        """What was said that enter does all the same."""

    def compose(self) -> ComposeResult:
        """Formats, what one leaves out, how the file begins, where it goes."""
        with Vertical():
            yield Static("", classes="title", markup=False)
            yield RowList(id="formats")
            yield Static("", id="loses", markup=False)
            yield Static("", id="options", markup=False)
            lines = RowList(id="lines")
            lines.can_focus = False
            yield lines
            yield Static("", id="told", markup=False)
            with Horizontal():
                yield Static("file", classes="name", markup=False)
                yield PathInput()
            yield Hint(_HINT)

    def on_mount(self) -> None:
        """List the formats."""
        listed = self._formats
        listed.show_rows([FormatRow(one) for one in self._exporting.formats], self._first)
        listed.focus()
        self._show()

    def on_resize(self) -> None:
        """Give each list its room."""
        if not self.has_class("-low"):
            room = max(1, self.app.size.height * 96 // 100 - _AROUND)
            formats = min(len(self._exporting.formats), _MOST_FORMATS, max(3, room // 3))
            self._formats.styles.height = formats
            self.query_one("#loses").styles.height = min(_MOST_LOSSES, max(2, room // 3))
        self.call_after_refresh(self._tell_losses)

    @property
    def _formats(self) -> RowList:
        return self.query_one("#formats", RowList)

    @property
    def _lines(self) -> RowList:
        return self.query_one("#lines", RowList)

    @property
    def _format(self) -> Format:
        row = self._formats.row
        assert isinstance(row, FormatRow)
        return row.format

    @property
    def _asked(self) -> Options:
        """The options as far as the format takes them."""
        usual, one = Options(), self._format
        return replace(
            usual,
            **{name: getattr(self._options, name) for name in one.accepts if hasattr(usual, name)},
        )

    @property
    def _posts(self) -> Sequence[Post]:
        return self._exporting.posts(only_listed=self._only_listed)

    # What is shown

    @on(RowList.Moved, "#formats")
    def _show(self) -> None:
        one, posts = self._format, self._posts
        marks = self._exporting.marks(posts)
        which = "the list's" if self._only_listed else "all"
        self.query_one(".title", Static).update(
            f"Export: {counted(marks, 'mark')} in {which} {counted(len(posts), 'post')}"
        )
        self._tell_losses()
        self.query_one("#options", Static).update(self._told_options())
        self._offer(one)
        self._tell("")
        self.run_worker(self._look(one, posts, self._asked), exclusive=True)

    def _tell_losses(self) -> None:
        """Say what the format leaves out, behind what it is where its row has no room for that."""
        one, told = self._format, self.query_one("#loses", Static)
        said = one.loses or "It carries everything."
        if cells_of(one.description) > room_for_description(
            self._formats.scrollable_content_region.width
        ):
            said = f"{one.description}. {said}"
        told.update("\n".join(wrap(said, told.content_size.width, told.content_size.height)))

    def _offer(self, one: Format) -> None:
        """Offer a file's name; one that was typed gets the format's ending for the former's."""
        typed = self.query_one(PathInput)
        if typed.value in ("", self._offered):
            self._offered = typed.value = shown_path(self._exporting.file_for(one))
        else:
            typed.value = renamed(typed.value, self._shown, one)
        self._shown = one

    def _told_options(self) -> str:
        told = told_options(self._options, self._format)
        if self._exporting.listed is not None:
            told.append(f"l only the list's posts: {yes(self._only_listed)}")
        return "   ".join(told)

    async def _look(self, one: Format, posts: Sequence[Post], options: Options) -> None:
        try:
            lines = await asyncio.to_thread(self._exporting.look, one, posts, options, _PREVIEWED)
            self._lines.nothing = "Nothing would be written."
        except (FormatError, StoreError, OSError) as error:
            lines, self._lines.nothing = [], str(error)
        self._lines.show_rows([FileLine(line) for line in lines], -1)
        self._lines.scroll_home(animate=False)

    def _tell(self, said: str, hint: str = "") -> None:
        self._doubt = said if hint else ""
        self.query_one("#told", Static).update(said)
        in_file = isinstance(self.focused, PathInput)
        self.query_one(Hint).update(hint or (_HINT_FILE if in_file else _HINT))

    def on_descendant_focus(self) -> None:
        """The keys differ in the file's line."""
        self._tell("")

    @on(Input.Changed)
    def _typed(self) -> None:
        self._tell("")

    # Keys

    def action_step(self, rows: int) -> None:
        """Choose another format."""
        self._formats.action_step(rows)

    def action_page(self, pages: int) -> None:
        """Scroll the preview."""
        lines = self._lines
        lines.scroll_relative(y=pages * max(1, lines.size.height - 1), animate=False)

    def action_option(self, name: str) -> None:
        """Turn an option on or off."""
        if name not in self._format.accepts:
            return
        now: Any = getattr(self._options, name)
        other = {"post": "tag", "tag": "post"}[now] if name == "by" else not now
        changed: dict[str, Any] = {name: other}
        self._options = replace(self._options, **changed)
        self._show()

    def action_listed(self) -> None:
        """Export the list's posts, or all."""
        if self._exporting.listed is not None:
            self._only_listed = not self._only_listed
            self._show()

    def action_accept(self) -> None:
        """Write, with what was typed before this key and is on its way."""
        self.query_one(PathInput).call_later(self._accept)

    def _accept(self) -> None:
        path = self.query_one(PathInput).path
        if path is None:
            self._tell("Say which file to write.")
            return
        one = self._format
        try:
            paths = self._exporting.targets(one, path)
        except UnfitError as error:
            self._tell(str(error))
            return
        doubt, hint = self._doubted(one, paths)
        if doubt and doubt != self._doubt:
            self._tell(doubt, hint)
            return
        self.dismiss(Choice(one, paths, self._posts, self._asked))

    def _doubted(self, one: Format, paths: dict[str, Path]) -> tuple[str, str]:
        """What makes a second enter needed, in a sentence and for the keys; empty for nothing."""
        there = next((path for path in paths.values() if os.path.lexists(path)), None)
        if there is not None:
            return f"{shown_path(there)} is there already.", _REPLACING
        other = self._exporting.other_format(one, paths[""])
        if other:
            return f"By its name the file is {other}, not {one.name}.", _ALL_THE_SAME
        return "", ""

    @on(RowList.Chosen)
    def _clicked(self, event: RowList.Chosen) -> None:
        """A click chooses a format; enter writes."""
        event.stop()

    def action_close(self) -> None:
        """Write nothing."""
        self.dismiss(None)

    def on_click(self, event: events.Click) -> None:
        """A click beside the dialog closes it."""
        if event.widget is self:
            self.dismiss(None)
