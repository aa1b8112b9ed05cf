"""The app: opens a collection and shows the reader."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from platformdirs import user_config_path
from rich.text import Text
from textual.app import SystemCommand
from textual.filter import LineFilter
from textual.screen import Screen
from textual.theme import Theme

from csreader.annotations import StoreError
from csreader.collection import CollectionError, Problem, Severity
from csreader.collection.config import NAME, read_config
from csreader.text.characters import one_line
from csreader.tui.commands.keymap import Keymap, keymap
from csreader.tui.few_colors import SixteenColors
from csreader.tui.one_by_one import OneByOne
from csreader.tui.palette import entries
from csreader.tui.screens.note_editor import NoteEditor
from csreader.tui.screens.quitting import Quitting
from csreader.tui.screens.reader import Reader
from csreader.tui.session import Session
from csreader.tui.state import StateFile
from csreader.tui.tagging import Request
from csreader.tui.tour import remember_toured, was_toured
from csreader.tui.waiting import Waiting
from csreader.tui.watching import watch

_DARK = Theme(
    name="csreader-dark",
    primary="#7aa2d6",
    secondary="#a9c0a0",
    accent="#86b8c8",
    warning="#d9a74a",
    error="#d9705f",
    success="#8fb573",
    foreground="#d8dad6",
    background="#16181b",
    surface="#1e2125",
    panel="#24282d",
    dark=True,
    variables={"dim": "#8d9298", "selection": "#33506f"},
)
_LIGHT = Theme(
    name="csreader-light",
    primary="#2f5f9e",
    secondary="#44663a",
    accent="#1f6b80",
    warning="#8a5a00",
    error="#a8321f",
    success="#3f6b22",
    foreground="#22252a",
    background="#fbfaf6",
    surface="#f1efe8",
    panel="#e8e5db",
    dark=False,
    variables={"dim": "#6b6f74", "selection": "#bcd3ee"},
)


_GREETING = "new here? f2 takes you round in a minute; ? shows the keys"
_SIXTEEN = SixteenColors()


class CsreaderApp(OneByOne):
    """csreader in a terminal.

    Args:
        path: The folder or file to open.
        coder: Who marks; empty for who the collection or the system says.
        tour: Whether to take a first-time user round.
        request: The tagging session to begin with, if any.
    """

    TITLE = "csreader"
    ENABLE_COMMAND_PALETTE = True
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-narrow"),
        (70, "-medium"),
        (100, "-wide"),
    ]

    def __init__(
        self,
        path: Path,
        coder: str = "",
        *,
        tour: bool = False,
        request: Request | None = None,
    ) -> None:
        super().__init__()
        self._request = request
        self._tour = tour
        self._path = path
        self._coder = coder
        self.keys = Keymap()
        """The commands with the keys that they have in this run."""
        self.register_theme(_DARK)
        self.register_theme(_LIGHT)
        self._looks = StateFile(None, "looks.json")
        self.theme = self._kept_theme() or "csreader-dark"

    def _kept_theme(self) -> str:
        """The theme chosen last; none where it is not there, or would show nothing."""
        name = self._looks.read().get("theme")
        theme = self.available_themes.get(name) if isinstance(name, str) else None
        # Without colour a theme of the terminal's own colours is black on black.
        return theme.name if theme and not (theme.ansi and self.no_color) else ""

    def watch_theme(self, theme: str) -> None:
        """Keeps the theme for the next time."""
        if self.is_running and self._looks.read().get("theme") != theme:
            self._looks.write({"theme": theme})

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """What our styles need and a theme from elsewhere may lack."""
        return {"dim": "#8a8a8a", "selection": "#3a5878"}

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Where there are sixteen colours only, each of the palette has one of its own."""
        filters = super().get_line_filters()
        if self.console.color_system == "standard" and not self.no_color:
            return [*filters, _SIXTEEN]
        return filters

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """What the command palette offers: our own commands, and the theme."""
        if isinstance(screen, Reader):
            yield from entries(screen)
        yield SystemCommand("Theme", "change the colours", self.action_change_theme)

    async def action_quit(self) -> None:
        """Quit; neither a note being written nor what could not be saved goes unasked."""
        if isinstance(self.screen, Quitting):
            return
        if isinstance(self.screen, NoteEditor) and self.screen.holds_back():
            return
        if (waiting := self._waiting_changes()) is not None:
            await self.push_screen(Quitting(len(waiting), waiting.reason), self._leave)
            return
        await super().action_quit()

    def _waiting_changes(self) -> Waiting | None:
        """What waits to be saved and still cannot be."""
        for screen in self.screen_stack:
            if isinstance(screen, Reader):
                if len(screen.waiting):
                    screen.session.save_waiting()
                    screen.marks_changed()
                return screen.waiting if len(screen.waiting) else None
        return None

    async def _leave(self, answer: str | None) -> None:
        if answer == "copy" and (waiting := self._waiting_changes()) is not None:
            if said := waiting.copy_out():
                self.exit(0, 0, Text(said))
        elif answer == "without":
            await super().action_quit()
        elif answer == "save":
            await self.action_quit()

    def on_mount(self) -> None:
        """Open the collection behind the first frame."""
        self.run_worker(self._open, thread=True)

    def _open(self) -> None:
        try:
            session = Session.open(self._path, self._coder)
        except (CollectionError, StoreError, OSError) as error:
            # As text: a message is else read as markup.
            self.call_from_thread(self.exit, 2, 2, Text(str(error)))
            return
        self.call_from_thread(self._show, session)

    def _show(self, session: Session) -> None:
        self._take_keys(session)
        self.title = f"csreader: {one_line(session.collection.root.name)}"
        new = not was_toured()
        greeting = _GREETING if new and not self._tour else ""
        reader = Reader(session, greeting, self._request)
        self.push_screen(reader)
        watch(reader)
        if new and self._tour:
            reader.call_after_refresh(reader.action_tour)
        elif new:
            # Said once.
            remember_toured()

    def _take_keys(self, session: Session) -> None:
        """Give commands the keys that the user's configuration and the collection's say."""
        own = read_config(user_config_path("csreader"))
        self.keys = keymap({**session.collection.config.keys, **own.keys})
        self.set_keymap(dict(self.keys.textual))
        session.key_problems = tuple(
            Problem(NAME, None, "configuration", Severity.WARNING, message)
            for message in (*(one.message for one in own.problems), *self.keys.problems)
        )


def run(
    path: str | None, coder: str = "", *, tour: bool = False, request: Request | None = None
) -> int:
    """Opens the app on a folder or file, the current folder where none is given.

    Returns:
        The command's exit code.
    """
    app = CsreaderApp(Path(path or "."), coder, tour=tour, request=request)
    app.run()
    return app.return_code or 0
