"""Which post the reader shows, and how one goes from post to post."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on

from csreader.collection import Post
from csreader.tui.empty import empty_text
from csreader.tui.links import Links
from csreader.tui.opening import Opened, Opening
from csreader.tui.places import Places
from csreader.tui.screens.order_picker import OrderPicker
from csreader.tui.screens.reader.marks import MarkActions
from csreader.tui.screens.reader.search import SearchActions
from csreader.tui.session import Session
from csreader.tui.widgets.heading import Heading
from csreader.tui.widgets.posts_pane import PostsPane
from csreader.tui.widgets.rows import PostRow
from csreader.tui.widgets.session_bar import SessionBar


class PostActions(MarkActions, SearchActions):
    """The open post, and the ways to another.

    Args:
        session: What is open.
        greeting: Said once, below the first post.
    """

    links: Links
    places: Places

    def __init__(self, session: Session, greeting: str = "") -> None:
        super().__init__(session)
        self._greeting = greeting
        self._opening = Opening(self)

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
        self.marking.leave_bounds()
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
        elif problem is None and (wrong := self.session.told_at_start()):
            self.say(wrong, warning=True)
        self._greeting = ""

    def _show_empty(self) -> None:
        collection = self.session.collection
        looked = collection.posts_folder or collection.root
        self.query_one(Heading).say("No posts here yet")
        self.body.show(empty_text(str(looked)))

    def go_to_post(self, post: Post, cursor: int = 0) -> None:
        """Open a post, with the list's cursor on it and the focus in its text."""
        if self.session.post is post:
            self.show_pane("body-pane")
            self.body.go_to((cursor, cursor + 1))
        else:
            self.open_post(post, cursor=cursor, focus=True)
            self.posts.show(post)

    # The list

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
        step *= self.body.take_count()
        post = self.posts.step(self._opening.post or self.session.post, step)
        if post is None:
            self.say("no further post" if step > 0 else "no post before this one")
            return
        self.open_post(post)

    async def action_sort_posts(self) -> None:
        """Choose what the list is sorted by."""
        await self.ask(OrderPicker(self.posts.listing.order), self.posts.sort)

    def action_filter_posts(self) -> None:
        """Filter the list with a query line."""
        self.show_pane("posts-pane")
        self.posts.filter()

    # Done, and tagging sessions

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

    # Links

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
