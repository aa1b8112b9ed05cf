"""The reader's frame: its panes, the focus among them, what it says and asks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widget import AwaitMount, Widget
from textual.widgets import Static

from csreader.tui.commands import Scope
from csreader.tui.commands.keymap import keymap_of
from csreader.tui.session import Session
from csreader.tui.tour import Tour
from csreader.tui.widgets.bars import KeyBar, MarkBar, TourBar
from csreader.tui.widgets.body import Body
from csreader.tui.widgets.body_selection import Selection
from csreader.tui.widgets.heading import Heading
from csreader.tui.widgets.marks_pane import MarksPane
from csreader.tui.widgets.posts_pane import PostsPane
from csreader.tui.widgets.search_bar import SearchBar
from csreader.tui.widgets.session_bar import SessionBar
from csreader.tui.widgets.wait_bar import WaitBar

SMALLEST = (24, 8)
"""Columns and lines below which nothing can be read."""
_PANES = {
    "posts-pane": Scope.POSTS,
    "body-pane": Scope.BODY,
    "marks-pane": Scope.ANNOTATIONS,
}
"""The panes in the order that tab takes, each with its commands."""


class Frame(Screen[None]):
    """Posts, body, annotations and codebook side by side.

    Args:
        session: What is open.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._pane = "posts-pane"
        self._said_at = Selection()
        """The cursor and selection when something was said last."""

    def compose(self) -> ComposeResult:
        """Three panes, the marks at the cursor, the keys."""
        with Horizontal(id="panes"):
            yield PostsPane(self.session, id="posts-pane")
            with Vertical(id="body-pane"):
                yield Heading(id="heading")
                yield Body(id="body")
                yield SearchBar(id="search")
                yield MarkBar(id="mark-bar")
            yield MarksPane(self.session, id="marks-pane")
        yield WaitBar(id="waiting")
        yield TourBar(id="tour")
        yield SessionBar(id="session-bar")
        yield KeyBar(id="keys")
        yield Static("the window is too small\nq quits", id="too-small", markup=False)

    def find_parts(self) -> None:
        """Take hold of the widgets, once they are there."""
        self.body = self.query_one(Body)
        self.posts = self.query_one(PostsPane)
        self.marks = self.query_one(MarksPane)
        self.tour = Tour(self, self.query_one(TourBar).show)

    def on_resize(self, event: events.Resize) -> None:
        """Say where the window is too small; nothing else can be read there."""
        columns, lines = event.size
        tiny = columns < SMALLEST[0] or lines < SMALLEST[1]
        if tiny == self.has_class("-tiny"):
            return
        self.set_class(tiny, "-tiny")
        self.set_focus(None)
        if not tiny:
            # What is hidden loses the focus.
            self.call_after_refresh(self.show_pane, self._pane)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is done unseen in a window that is too small."""
        return not self.has_class("-tiny") and super().check_action(action, parameters)

    # Panes

    def show_pane(self, pane: str) -> None:
        """Put the focus on a pane, and show it where there is no room for all."""
        self._pane = pane
        self.set_class(pane == "marks-pane", "-marks")
        for name in _PANES:
            self.query_one(f"#{name}").set_class(name == pane, "-active")
        target: Widget = {
            "posts-pane": self.posts.posts,
            "body-pane": self.body,
            "marks-pane": self.marks.annotations,
        }[pane]
        # At once, for the next key may have been typed already; what is not shown yet
        # takes the focus a little later.
        self.set_focus(target, scroll_visible=False)
        if self.focused is not target:
            target.focus()
        self.query_one(KeyBar).show(self.scope, self.session.store.coder)
        if self.is_mounted:
            self.tour.look()

    @property
    def scope(self) -> Scope:
        """Which commands' keys work where the focus is."""
        return _PANES[self._pane]

    def on_descendant_focus(self) -> None:
        """A click on a pane is a step to it."""
        for pane in _PANES:
            if pane != self._pane and self.query_one(f"#{pane}").has_focus_within:
                self.show_pane(pane)

    def action_pane(self, step: int) -> None:
        """Go to the next pane."""
        panes = list(_PANES)
        self.show_pane(panes[(panes.index(self._pane) + step) % len(panes)])

    # Messages and questions

    def say(self, message: str, *, warning: bool = False) -> None:
        """Show a message below the text."""
        self._said_at = self.body.selection
        self.query_one(MarkBar).say(message, warning=warning)

    def tell(self, message: str, *, warning: bool = False) -> None:
        """Show what came of something large, also where the text is not in sight."""
        self.say(message, warning=warning)
        if not self.query_one("#body-pane").display:
            self.notify(message, severity="warning" if warning else "information", markup=False)

    def ask(self, dialog: Screen[Any], then: Callable[[Any], Any]) -> Awaitable[None]:
        """Show a dialog."""
        shown: AwaitMount = self.app.push_screen(dialog, then)
        return shown

    @on(Body.Typed)
    def _typed_ahead(self, event: Body.Typed) -> None:
        following = keymap_of(self.app).following(event.chord)
        self.query_one(KeyBar).typed(event.text, following)

    # What the tour looks at

    @property
    def has_tags(self) -> bool:
        """Whether the codebook has a tag."""
        return bool(self.session.codebook.tags)

    @property
    def in_text(self) -> bool:
        """Whether the focus is in the text."""
        return self._pane == "body-pane"

    @property
    def place(self) -> int:
        """The cursor's offset."""
        return self.body.cursor

    @property
    def has_selection(self) -> bool:
        """Whether something is selected."""
        return self.body.selection.range is not None

    @property
    def own_marks(self) -> int:
        """How many passages the coder has marked, each of its tags counted."""
        return sum(max(1, len(mark.annotation.tags)) for mark in self.session.marks.own)
