"""The codebook: the tags as a tree, and all that is done with them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widget import AwaitMount
from textual.widgets import Input, Static

from csreader.annotations import Tag
from csreader.annotations.tags.codebook_tree import Node, below, tree
from csreader.tui.commands import Scope, bindings
from csreader.tui.retagging import Retagging, turn
from csreader.tui.retrieval import Passage
from csreader.tui.screens.color_picker import ColorPicker
from csreader.tui.screens.dialog import Dialog
from csreader.tui.screens.merge_picker import MergePicker
from csreader.tui.screens.note_editor import NoteEditor
from csreader.tui.screens.pages import HelpPage
from csreader.tui.screens.passages import Passages
from csreader.tui.screens.shortcut_picker import ShortcutPicker
from csreader.tui.screens.tag_picker import alike, matching
from csreader.tui.session import Session
from csreader.tui.widgets.heading import PaneTitle
from csreader.tui.widgets.row_list import RowList
from csreader.tui.widgets.tag_rows import NodeRow, ScopeKeys, TagFoot, node_rows

_AROUND = 11
"""The lines that everything but the tags takes."""
_LEAST = 10
"""The lines that the tags have where there is room."""
_LABELS = {"add": "new tag", "rename": "new name", "filter": "filter"}


class CodebookScreen(Dialog[Passage | None]):
    """Gives the passage to go to, where one was chosen.

    Args:
        session: What is open.
        changed: Is called when tags have changed.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.CODEBOOK)]
    DEFAULT_CSS = """
    CodebookScreen {
        & > Vertical { width: 100; max-width: 100%; max-height: 100%; }
        & PaneTitle { margin: 0 0 1 0; color: $primary; }
        & RowList { height: 10; background: $surface; margin: 0 0 1 0; }
        & #line { height: 1; display: none; }
        & #label { width: auto; height: 1; padding: 0 1; color: $dim; }
        & Input, & Input:focus {
            width: 1fr; border: none; height: 1; padding: 0 1; background: $foreground 8%;
        }
    }
    """

    def __init__(self, session: Session, changed: Callable[[], None]) -> None:
        super().__init__()
        self._session = session
        self._changed = changed
        self._retagging = Retagging(session, self)
        self._line = ""
        """What the line is open for: a key of `_LABELS`; empty while it is closed."""
        self._filter = ""
        self._renamed = ""
        """The tag that is given a new name."""

    def compose(self) -> ComposeResult:
        """The tree, the line to type in, what happened, the keys."""
        with Vertical():
            yield PaneTitle("Codebook")
            yield RowList()
            with Horizontal(id="line"):
                yield Static("", id="label", markup=False)
                yield Input()
            yield TagFoot()
            yield ScopeKeys(Scope.CODEBOOK)

    def on_mount(self) -> None:
        """List the tags; their columns are set once the width is known."""
        self.set_focus(self.query_one(RowList))
        self._show()

    def on_resize(self) -> None:
        """Set the columns to the new width."""
        self.call_after_refresh(self._show)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """While the line is open, keys are typed into it."""
        return action == "close" if self._line else True

    # What is shown

    def _show(self, name: str | None = None) -> None:
        """List the tags, with the cursor where it was or on a tag."""
        session, listed = self._session, self.query_one(RowList)
        wanted = name or (self._node.name if self._node else "")
        before = max(0, listed.cursor)
        nodes = tree(session.codebook.tags)
        # Room for all, so that a filter moves nothing.
        most = self.app.size.height - _AROUND
        listed.styles.height = max(3, min(max(len(nodes), _LEAST), most))
        if self._filter:
            names = [one.name for one in nodes if one.tag]
            fitting = {*matching(names, self._filter), *alike(names, self._filter)}
            nodes = tuple(one for one in nodes if one.name in fitting)
        rows = node_rows(
            nodes,
            session.codebook,
            dict(session.overview.tags),
            listed.size.width or self.app.size.width,
            full=bool(self._filter),
        )
        places = {one.name: number for number, one in enumerate(nodes)}
        listed.show_rows(rows, places.get(wanted, before))
        count = sum(tag.listed for tag in session.codebook.tags)
        title = f"Codebook / {self._filter}" if self._filter else "Codebook"
        self.query_one(PaneTitle).show(title, f"{count} tag{'s' if count != 1 else ''}")
        self._describe()
        if not nodes:
            self.say("no tag fits; esc shows all" if self._filter else "a adds the first tag")

    def _describe(self) -> None:
        node = self._node
        self.query_one(TagFoot).describe(node.tag.description if node and node.tag else "")

    @property
    def _node(self) -> Node | None:
        row = self.query_one(RowList).row
        return row.node if isinstance(row, NodeRow) else None

    @on(RowList.Moved)
    def _moved(self) -> None:
        self.say("")
        self._describe()

    # As the host of `Retagging`

    def say(self, message: str, *, warning: bool = False) -> None:
        """Show a message below the tags."""
        self.query_one(TagFoot).say(message, warning=warning)

    def ask(self, dialog: Screen[Any], then: Callable[[Any], Any]) -> Awaitable[None]:
        """Show a dialog."""
        shown: AwaitMount = self.app.push_screen(dialog, then)
        return shown

    def marks_changed(self) -> None:
        """Show the tags as they are now, here and in the reader."""
        self._changed()
        self._show()

    # The line

    def _open_line(self, what: str, value: str) -> None:
        self._line = what
        typed = self.query_one(Input)
        typed.value = value
        typed.cursor_position = len(value)
        typed.select_on_focus = False
        self.query_one("#label", Static).update(_LABELS[what])
        self.query_one("#line").display = True
        self.set_focus(typed)
        self.say("" if what == "filter" else "enter saves, esc leaves it; / stands between levels")

    def _close_line(self) -> None:
        self._line = ""
        self.query_one("#line").display = False
        self.set_focus(self.query_one(RowList))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        if self._line == "filter":
            self._filter = event.value.strip()
            self._show()

    @on(Input.Submitted)
    async def _entered(self, event: Input.Submitted) -> None:
        what, value = self._line, event.value
        if what == "filter":
            self._close_line()
        elif what == "add":
            if name := self._retagging.add(value.rstrip(" /")):
                self._close_line()
                self._show(name)
        elif what == "rename":
            # Closed first: a question may come up.
            name = self._renamed
            self._close_line()
            if not await self._retagging.rename(name, value):
                self._line = what
                self.query_one("#line").display = True
                self.set_focus(self.query_one(Input))

    def on_key(self, event: events.Key) -> None:
        """Arrows choose among the tags while a filter is typed."""
        if self._line == "filter" and event.key in ("up", "down"):
            event.stop()
            self.query_one(RowList).action_step(1 if event.key == "down" else -1)

    # Commands

    def _tag(self) -> Tag | None:
        """The tag under the cursor; says so where there is none."""
        node = self._node
        if node is None:
            self.say("there is no tag here; a adds one", warning=True)
        elif node.tag is None:
            self.say(f'"{node.name}" is no tag, but only a level; a adds it', warning=True)
        return node.tag if node else None

    def action_add(self) -> None:
        """Add a tag on the level of the one under the cursor, or the level itself as a tag."""
        node = self._node
        above = node.name.rpartition("/")[0] if node else ""
        level = node.name if node and node.tag is None else above
        value = f"{level}/" if level else ""
        self._open_line("add", value)

    def action_rename(self) -> None:
        """Give the tag another path."""
        if (tag := self._tag()) is not None:
            self._renamed = tag.name
            self._open_line("rename", tag.name)

    async def action_describe(self) -> None:
        """Write the tag's description."""
        if (tag := self._tag()) is None:
            return

        def then(description: str | None) -> None:
            if description is not None:
                store = self._session.store
                self._retagging.change(lambda: store.change_tag(tag.name, description=description))

        await self.ask(NoteEditor(tag.description, tag.name), then)

    async def action_recolor(self) -> None:
        """Choose the tag's colour."""
        if (tag := self._tag()) is None:
            return

        def then(color: str | None) -> None:
            if color is not None and color != tag.color:
                store = self._session.store
                self._retagging.change(lambda: store.change_tag(tag.name, color=color))

        await self.ask(ColorPicker(tag, self._session.codebook), then)

    async def action_shortcut(self) -> None:
        """Give the tag a key."""
        if (tag := self._tag()) is None:
            return

        def then(sign: str | None) -> None:
            if sign is not None:
                store = self._session.store
                self._retagging.change(lambda: store.set_shortcut(tag.name, sign))

        await self.ask(ShortcutPicker(tag, self._session.codebook), then)

    async def action_merge(self) -> None:
        """Merge the tag into another."""
        if (tag := self._tag()) is None:
            return
        session = self._session

        async def then(into: str | None) -> None:
            if into is not None:
                await self._retagging.merge(tag.name, into)

        await self.ask(MergePicker(tag.name, session.codebook, session.overview.tags), then)

    async def action_delete(self) -> None:
        """Delete the tag."""
        if (tag := self._tag()) is not None:
            await self._retagging.delete(tag.name)

    def action_reorder(self, step: int) -> None:
        """Move the tag, with those below it, up or down."""
        node = self._node
        if self._filter:
            self.say("the order shows without the filter; esc clears it", warning=True)
        elif node is not None and node.tag is not None and not node.tag.listed:
            self.say(f'"{node.name}" is in no codebook; a new colour or name lists it')
        elif node is not None:
            self._retagging.change(lambda: self._session.store.move_tag(node.name, step))

    def action_filter(self) -> None:
        """Filter the tags."""
        self._open_line("filter", self._filter)

    async def action_undo(self) -> None:
        """Undo the last change."""
        await turn(self._session, self, back=True)

    async def action_redo(self) -> None:
        """Do it again."""
        await turn(self._session, self, back=False)

    async def action_help(self) -> None:
        """Show the keys of the codebook."""
        await self.ask(HelpPage(Scope.CODEBOOK), lambda _: None)

    def action_close(self) -> None:
        """Leave the line, clear the filter, close the codebook."""
        if self._line:
            if self._line == "filter":
                self._filter = ""
            self._close_line()
            self.say("")
            self._show()
        elif self._filter:
            self._filter = ""
            self._show()
        else:
            self.dismiss(None)

    @on(RowList.Chosen)
    async def _chosen(self) -> None:
        await self.action_passages()

    async def action_passages(self) -> None:
        """List the passages of the tag and of those below it."""
        node = self._node
        if node is None:
            return
        under = below(node.name, self._session.overview.tags)
        title = node.name if not under else f"{node.name}, and below it"

        def then(passage: Passage | None) -> None:
            if passage is not None:
                self.dismiss(passage)

        await self.ask(Passages(self._session, title, (node.name, *under)), then)
