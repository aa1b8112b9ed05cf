"""The reader: posts, body, annotations and codebook side by side."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual.app import SuspendNotSupported
from textual.binding import BindingType

from csreader.tui.commands import Scope, bindings
from csreader.tui.editor import edit
from csreader.tui.exchanging import Exchanging
from csreader.tui.following import Following
from csreader.tui.links import Links
from csreader.tui.marking import Marking
from csreader.tui.places import SAVE_SECONDS, Places
from csreader.tui.retagging import turn
from csreader.tui.retrieval import Passage
from csreader.tui.screens.codebook import CodebookScreen
from csreader.tui.screens.lost_marks import LostScreen
from csreader.tui.screens.pages import HelpPage, ProblemsPage
from csreader.tui.screens.reader.posts import PostActions
from csreader.tui.session import Session
from csreader.tui.tagging import Request, Tagging
from csreader.tui.waiting import RETRY_SECONDS, Waiting


class Reader(PostActions):
    """The screen that a session is spent on.

    Args:
        session: What is open.
        greeting: Said once, below the first post.
        request: The tagging session to begin with.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.EVERYWHERE, without=("ctrl+p", "ctrl+q"))
    ]
    CSS_PATH = "reader.tcss"

    def __init__(
        self, session: Session, greeting: str = "", request: Request | None = None
    ) -> None:
        super().__init__(session, greeting)
        self._request = request

    def on_mount(self) -> None:
        """List the posts, then open the one that was named, or the first."""
        self.find_parts()
        self.marking = Marking(self.session, self.body, self)
        self.links = Links(self.session, self.body, self)
        self.places = Places(self.session, self.body, self)
        self.tagging = Tagging(self.session, self, self.posts.listing.counts)
        self.set_interval(SAVE_SECONDS, self.tagging.save)
        self.waiting = Waiting(self.session, self, self.app.copy_to_clipboard)
        self.set_interval(RETRY_SECONDS, self.waiting.try_again)
        self.watch(self.app, "app_focus", self._looked_at, init=False)
        self.following = Following(self.session, self.body, self._opening, self)
        self.exchanging = Exchanging(self.session, self, self.read_again)
        named = self.session.collection.named
        first = named or self.places.last_post or next(iter(self.session.posts), None)
        self.posts.show(first)
        # An empty folder's text says what to do.
        self.show_pane("body-pane" if named or first is None else "posts-pane")
        if first is not None:
            self.call_after_refresh(self.open_post, first)
        else:
            self.call_after_refresh(self._show_empty)
        if not self._greeting and self._request is None:
            self._greeting = self.tagging.left_behind or self._told_of_gone_posts()
        if self._request is not None and first is not None:
            self.call_after_refresh(self.tagging.begin, self._request)

    def _told_of_gone_posts(self) -> str:
        gone = self.session.marks_left_behind()
        posts = f"{gone} post{'s' if gone != 1 else ''}"
        return f"you marked {posts} that are not here any more; R finds them again" if gone else ""

    def _looked_at(self, has_focus: bool) -> None:
        """Who comes back has perhaps made room on the disk."""
        if has_focus:
            self.waiting.try_again()

    def on_unmount(self) -> None:
        """Keep the places for the next time."""
        self.places.save()
        self.tagging.save()

    # Everywhere

    async def action_undo(self) -> None:
        """Undo the last change."""
        self.marking.leave_bounds()
        await turn(self.session, self, back=True, read_again=self.read_again)

    async def action_redo(self) -> None:
        """Do the last undone change again."""
        self.marking.leave_bounds()
        await turn(self.session, self, back=False, read_again=self.read_again)

    async def action_codebook(self) -> None:
        """Show the codebook; a passage that is chosen there is gone to."""
        await self.ask(CodebookScreen(self.session, self.marks_changed), self._go_to_passage)

    async def action_lost(self) -> None:
        """Show the marks that lost their place; one that is chosen there is gone to."""
        await self.ask(LostScreen(self.session, self.marks_changed), self._go_to_passage)

    async def action_export(self) -> None:
        """Write the marks to a file for another program."""
        await self.exchanging.export(self.posts.filtered)

    async def action_import(self) -> None:
        """Bring in marks and tags from another program's file."""
        await self.exchanging.import_marks()

    async def action_undo_import(self) -> None:
        """Take the last import back, also one of an earlier time."""
        await self.exchanging.undo_import()

    def _go_to_passage(self, passage: Passage | None) -> None:
        if passage is None or passage.post is None:
            return
        start = passage.mark.start
        self.go_to_post(passage.post, start or 0)
        if start is None:
            self.say("its passage is not in the text any more", warning=True)

    def action_back(self) -> None:
        """Drop the selection, else what was found, else the filter."""
        if self.tour.end():
            return
        if self.marking.leave_bounds() or self.body.drop_selection():
            return
        if self.search.wanted:
            self.search.clear()
            self._show_found()
            self.say("")
        elif not self.posts.drop_filter():
            self.say("")

    def action_problems(self) -> None:
        """Show what is wrong with the collection's files."""
        found = [
            (f"{one.path}:{one.line}" if one.line else one.path, one.message)
            for one in self.session.problems()
        ]
        self.app.push_screen(ProblemsPage(found), self._go_to_problem)

    def _go_to_problem(self, where: str | None) -> None:
        """Open the post that a problem is in, at its line."""
        path, _, line = (where or "").rpartition(":")
        if not (path and line.isdecimal()):
            path, line = where or "", "0"
        post = next((one for one in self.session.posts if one.relative_path == path), None)
        if post is not None:
            reading = post.reading
            starts = [block.start for block in reading.blocks if block.line <= int(line)]
            self.go_to_post(post, starts[-1] if starts else 0)

    def action_help(self) -> None:
        """Show the keys that work here."""
        self.app.push_screen(HelpPage(self.scope))

    def action_tour(self) -> None:
        """Begin the tour."""
        self.tour.begin()

    async def action_edit(self) -> None:
        """Open the post's file in the editor, at the cursor's line; then read it again."""
        post = self.session.post
        if post is None or self.session.is_gone(post):
            self.say("there is no file to edit", warning=True)
            return
        line = self.session.reading.line_at(self.body.cursor)
        try:
            with self.app.suspend():
                failure = edit(post.path, line)
        except SuspendNotSupported:
            self.say("this terminal cannot be lent to an editor", warning=True)
            return
        if failure:
            self.say(failure, warning=True)
        else:
            await self.read_again()

    async def read_again(self) -> None:
        """Take in the posts as they are on disk now."""
        self.following.posts_changed(await asyncio.to_thread(self.session.read_again))

    # What others change

    def may_change(self) -> bool:
        """Whether the text may change now: no dialog is at work on it."""
        return self.app.screen is self and not self.marking.is_asking

    def answered(self) -> None:
        """A dialog's answer has been dealt with."""
        self.following.go_on()

    def on_screen_resume(self) -> None:
        """A dialog was closed: take in what changed on disk meanwhile."""
        self.following.go_on()
