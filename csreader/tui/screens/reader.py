"""The reader: posts, body, annotations and codebook side by side."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widget import AwaitMount, Widget
from textual.widgets import Static

from csreader.annotations import Mark
from csreader.collection import Post
from csreader.tui.clipboard import told_of_copy
from csreader.tui.commands import Scope, bindings
from csreader.tui.editor import edit
from csreader.tui.empty import empty_text
from csreader.tui.following import Following
from csreader.tui.links import Links
from csreader.tui.marking import Marking
from csreader.tui.opening import Opened, Opening
from csreader.tui.places import SAVE_SECONDS, Places
from csreader.tui.retagging import turn
from csreader.tui.retrieval import Passage
from csreader.tui.screens.codebook import CodebookScreen
from csreader.tui.screens.order_picker import OrderPicker
from csreader.tui.screens.pages import HelpPage, ProblemsPage
from csreader.tui.searching import Search
from csreader.tui.session import Session
from csreader.tui.tagging import Request, Tagging
from csreader.tui.tour import Tour
from csreader.tui.widgets.bars import KeyBar, MarkBar, TourBar
from csreader.tui.widgets.body import Body
from csreader.tui.widgets.body_selection import Selection
from csreader.tui.widgets.heading import Heading
from csreader.tui.widgets.lists import AnnotationList
from csreader.tui.widgets.marks_pane import MarksPane
from csreader.tui.widgets.posts_pane import PostsPane
from csreader.tui.widgets.rows import PostRow
from csreader.tui.widgets.search_bar import SearchBar
from csreader.tui.widgets.session_bar import SessionBar

SMALLEST = (24, 8)
"""Columns and lines below which nothing can be read."""
_PANES = {
    "posts-pane": Scope.POSTS,
    "body-pane": Scope.BODY,
    "marks-pane": Scope.ANNOTATIONS,
}
"""The panes in the order that tab takes, each with its commands."""


class Reader(Screen[None]):
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
        super().__init__()
        self._request = request
        self._greeting = greeting
        self.session = session
        self._pane = "posts-pane"
        self._opening = Opening(self)
        self.search = Search()
        self._search_from = Selection()
        """The cursor and the selection when the search began."""
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
        yield TourBar(id="tour")
        yield SessionBar(id="session-bar")
        yield KeyBar(id="keys")
        yield Static("the window is too small\nq quits", id="too-small", markup=False)

    def on_mount(self) -> None:
        """List the posts, then open the one that was named, or the first."""
        self.body = self.query_one(Body)
        self.posts = self.query_one(PostsPane)
        self.marks = self.query_one(MarksPane)
        self.marking = Marking(self.session, self.body, self)
        self.links = Links(self.session, self.body, self)
        self.tour = Tour(self, self.query_one(TourBar).show)
        self.places = Places(self.session, self.body, self)
        self.tagging = Tagging(self.session, self, self.posts.listing.counts)
        self.set_interval(SAVE_SECONDS, self.tagging.save)
        self.following = Following(self.session, self.body, self._opening, self)
        named = self.session.collection.named
        first = named or self.places.last_post or next(iter(self.session.posts), None)
        self.posts.show(first)
        self.show_pane("body-pane" if named else "posts-pane")
        if first is not None:
            self.call_after_refresh(self.open_post, first)
        else:
            self.call_after_refresh(self._show_empty)
        if self._request is not None and first is not None:
            self.call_after_refresh(self.tagging.begin, self._request)

    def on_unmount(self) -> None:
        """Keep the places for the next time."""
        self.places.save()
        self.tagging.save()

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

    # Posts

    def open_post(self, post: Post, *, cursor: int | None = None, focus: bool = False) -> None:
        """Show a post, where it was left unless told; one that is long is read meanwhile."""
        if focus:
            self.show_pane("body-pane")
        if self.session.post is post and not self._opening.busy:
            return
        self.say("")
        self.places.leave()
        if self._opening.open(post, self.body, cursor=cursor):
            # Its beginning shows; the marks on the screen are no longer the open post's.
            self.session.close_post()
            self._paint_marks()
            self.query_one(Heading).show(post, self.session)
        else:
            self._show_post(Opened(post, cursor, None))

    @on(Opened)
    def _opened(self, event: Opened) -> None:
        """A post has been read whole."""
        if self._opening.accept(event):
            self._show_post(event)

    def _show_post(self, event: Opened) -> None:
        self.session.show(event.post)
        cursor = event.cursor
        if cursor is None:
            cursor = self.places.cursor_in(event.post, self.session.reading)
        self.body.show(self.session.reading, cursor=cursor, layout=event.layout)
        if event.cursor is None:
            self.places.reveal(event.post)
        if self.search.wanted:
            self.search.renew(self.session.reading)
            self._show_found()
        self.marks_changed()
        found = (*self.session.marks.problems, self.session.codebook_problem)
        problem = next((one for one in found if one is not None), None)
        if problem is not None:
            self.say(problem.message, warning=True)
        if not self.session.reading.text:
            self.say("this post has no words")
        elif self._greeting:
            self.say(self._greeting)
        self._greeting = ""

    def _show_empty(self) -> None:
        collection = self.session.collection
        looked = collection.posts_folder or collection.root
        self.query_one(Heading).say("No posts here yet")
        self.body.show(empty_text(str(looked)))

    @on(PostsPane.Chosen)
    def _post_chosen(self, event: PostsPane.Chosen) -> None:
        self.open_post(event.post, focus=event.enter)

    def action_open_post(self) -> None:
        """Go to the text of the post under the list's cursor."""
        row = self.posts.posts.row
        if isinstance(row, PostRow):
            self.open_post(row.post, focus=True)

    def action_next_post(self, step: int) -> None:
        """Open the next or the previous post of the list."""
        post = self.posts.step(self._opening.post or self.session.post, step)
        if post is None:
            self.say("no further post" if step > 0 else "no post before this one")
            return
        self.open_post(post)

    async def action_done(self) -> None:
        """Mark the post done and open the next; a done one is no longer done."""
        if self.tagging.queue is not None:
            await self.tagging.done(self.marking.done)
        elif await self.marking.done():
            self.action_next_post(1)

    async def action_skip(self) -> None:
        """Put the post at the end of a tagging session's queue."""
        await self.tagging.skip()

    async def action_tagging_session(self) -> None:
        """Begin a tagging session, or show how it goes."""
        await self.tagging.open()

    def go_on_with(self, post: Post, *, focus: bool) -> None:
        """Open a post where it was left, with the list's cursor on it; with the focus in it."""
        self.open_post(post, focus=focus)
        self.posts.show(post)

    def show_queue(self, ids: Sequence[str] | None) -> None:
        """List the posts of a queue only; all of them where it is None."""
        self.posts.show_queue(ids)

    def show_progress(self, told: str) -> None:
        """Show how far a tagging session is."""
        self.query_one(SessionBar).show(told)

    async def action_sort_posts(self) -> None:
        """Choose what the list is sorted by."""
        await self.ask(OrderPicker(self.posts.listing.order), self.posts.sort)

    def action_filter_posts(self) -> None:
        """Filter the list with a query line."""
        self.show_pane("posts-pane")
        self.posts.filter()

    # Marks

    def _paint_marks(self) -> None:
        self.body.show_highlights(self.session.highlights())
        self.marks.show()
        self._cursor_moved()

    def marks_changed(self) -> None:
        """Paint highlights, lists and counts anew."""
        session = self.session
        self._paint_marks()
        self.posts.show()
        self.tagging.show()
        if session.post is not None:
            self.query_one(Heading).show(session.post, session)

    @on(Body.Moved)
    def _body_moved(self) -> None:
        # A message stays until the next motion; word of the last one may come after it.
        if self.body.selection != self._said_at:
            self.say("")
        self._cursor_moved()

    def _cursor_moved(self) -> None:
        self.tour.look()
        marks = self.session.marks_at(self.body.cursor) if self.session.post else []
        self.body.show_current(frozenset(mark.annotation.id for mark in marks))
        self.query_one(MarkBar).show(
            marks,
            self.session.codebook,
            self.session.store.coder,
            selecting=self.body.selection.range is not None,
        )
        if marks:
            self.marks.point_at(marks[0].annotation.id)

    async def action_tag(self) -> None:
        """Choose tags for the selection, the mark at the cursor or the sentence."""
        await self.marking.tag()

    async def action_quick_tag(self, number: int) -> None:
        """Toggle the tag of a digit key on the selection."""
        await self.marking.quick_tag(number)

    async def action_note(self) -> None:
        """Write a note on the selection, the mark at the cursor or the sentence."""
        await self.marking.note()

    async def action_delete(self) -> None:
        """Delete the mark at the cursor."""
        await self.marking.delete()

    def action_mark_next(self) -> None:
        """Go to the next annotation."""
        self.marking.step(self.body.take_count())

    def action_mark_previous(self) -> None:
        """Go to the previous annotation."""
        self.marking.step(-self.body.take_count())

    def action_copy(self) -> None:
        """Copy the selection, the mark at the cursor or the sentence."""
        self._copy(self.marking.passage_text())

    def action_copy_source(self) -> None:
        """Copy the same, with the post's title, day and file."""
        text = self.marking.passage_text()
        self._copy(self.session.with_source(text, self.body.cursor) if text else "")

    def _copy(self, text: str) -> None:
        if not text:
            self.say("there is nothing to copy here", warning=True)
            return
        self.app.copy_to_clipboard(text)
        self.say(told_of_copy(text))

    async def action_repeat(self) -> None:
        """Put the last tags on the selection or the sentence."""
        await self.marking.repeat()

    async def action_letter_tag(self) -> None:
        """Toggle a tag by its letter."""
        await self.marking.letter_tag()

    async def action_bounds(self) -> None:
        """Change which passage a mark is on."""
        await self.marking.bounds()

    @on(AnnotationList.Asked)
    async def _annotation_asked(self, event: AnnotationList.Asked) -> None:
        mark = event.mark
        if event.what == "tag":
            await self.marking.tag(mark)
        elif event.what == "note":
            await self.marking.note(mark)
        elif event.what == "delete":
            await self.marking.delete(mark)
        else:
            self._jump(mark)

    def _jump(self, mark: Mark) -> None:
        if mark.start is None or mark.end is None:
            self.say("its passage is not in the text any more", warning=True)
            return
        self.show_pane("body-pane")
        self.body.go_to((mark.start, mark.end))

    # Reading

    async def action_open(self) -> None:
        """Show where the link or image at the cursor leads, then open it."""
        await self.links.open()

    async def action_about(self) -> None:
        """Show what the post's header says; an address in it can be opened."""
        post = self.session.post or self._opening.post
        if post is not None:
            await self.links.about(post)

    def action_way_back(self) -> None:
        """Go back to where a link was followed."""
        self.links.back()

    def go_to_post(self, post: Post, cursor: int = 0) -> None:
        """Open a post, with the list's cursor on it and the focus in its text."""
        if self.session.post is post:
            self.show_pane("body-pane")
            self.body.go_to((cursor, cursor + 1))
        else:
            self.open_post(post, cursor=cursor, focus=True)
            self.posts.show(post)

    def action_search(self) -> None:
        """Search in the post."""
        if self.session.post is not None:
            self._search_from = self.body.selection
            self.query_one(SearchBar).open()
            keys = (("enter", "keeps what is found"), ("esc", "leaves"))
            self.query_one(KeyBar).show(self.scope, self.session.store.coder, keys)

    @on(SearchBar.Changed)
    def _search_changed(self, event: SearchBar.Changed) -> None:
        self.search.look(self.session.reading, event.wanted)
        self.body.take(self._search_from)
        if first := self.search.at_or_after(self._search_from.cursor):
            self.body.reach(first)
        self._show_found()

    @on(SearchBar.Ended)
    def _search_ended(self, event: SearchBar.Ended) -> None:
        if not event.kept:
            self.search.clear()
            self.body.take(self._search_from)
        self._show_found()
        self.show_pane("body-pane")
        if event.kept and self.search.wanted:
            self.say(f"/{self.search.wanted}: {self.search.count(self.body.cursor)}")

    def action_found(self, step: int) -> None:
        """Go to the next or the previous place that was searched for."""
        if not self.search.wanted:
            self.say("nothing was searched for yet; / searches", warning=True)
            return
        self.search.renew(self.session.reading)
        there = self.search.beyond(self.body.cursor, step * self.body.take_count())
        self._show_found()
        if there is None:
            self.say(f"/{self.search.wanted}: not found in this post", warning=True)
            return
        place, went_round = there
        self.body.reach(place)
        around = "; went round the post's end" if went_round else ""
        self.say(f"/{self.search.wanted}: {self.search.count(place[0])}{around}")

    def _show_found(self) -> None:
        self.body.show_found(self.search.found)
        self.query_one(SearchBar).tell(
            self.search.count(self.body.cursor) if self.search.wanted.strip() else ""
        )

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
            self.following.posts_changed(await asyncio.to_thread(self.session.read_again))

    # What the tour looks at

    def action_tour(self) -> None:
        """Begin the tour."""
        self.tour.begin()

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

    # Everywhere

    async def action_undo(self) -> None:
        """Undo the last change."""
        await turn(self.session, self, back=True)

    async def action_redo(self) -> None:
        """Do the last undone change again."""
        await turn(self.session, self, back=False)

    async def action_codebook(self) -> None:
        """Show the codebook; a passage that is chosen there is gone to."""
        await self.ask(CodebookScreen(self.session, self.marks_changed), self._go_to_passage)

    def _go_to_passage(self, passage: Passage | None) -> None:
        if passage is None or passage.post is None:
            return
        start = passage.mark.start
        self.go_to_post(passage.post, start or 0)
        if start is None:
            self.say("its passage is not in the text any more", warning=True)

    def action_back(self) -> None:
        """Drop the selection, else what was found, else the filter."""
        self.marking.bounds_dropped()
        if self.tour.end():
            return
        if self.body.drop_selection():
            return
        if self.search.wanted:
            self.search.clear()
            self._show_found()
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

    def say(self, message: str, *, warning: bool = False) -> None:
        """Show a message below the text."""
        self._said_at = self.body.selection
        self.query_one(MarkBar).say(message, warning=warning)

    def ask(self, dialog: Screen[Any], then: Callable[[Any], Any]) -> Awaitable[None]:
        """Show a dialog."""
        shown: AwaitMount = self.app.push_screen(dialog, then)
        return shown

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
