"""The pane of the posts: a title, a query line, the list."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input

from csreader.collection import Post
from csreader.tui.listing import Listing
from csreader.tui.post_index import Order
from csreader.tui.session import Session
from csreader.tui.widgets.heading import PaneTitle
from csreader.tui.widgets.lists import PostList
from csreader.tui.widgets.post_rows import PostRows
from csreader.tui.widgets.query_line import QueryLine, QueryNote
from csreader.tui.widgets.rows import PostRow
from csreader.tui.word_counts import WordCounts

_SETTLE_SECONDS = 0.06
"""How long the list's cursor rests on a post before the post is shown."""
_HINT = "also: tag: status: date: words: coder: marks: problem:, and - for not"


class PostsPane(Vertical):
    """The posts of a session, those that a query line asks for.

    Args:
        session: What is open.
    """

    class Chosen(Message):
        """A post shall be shown."""

        def __init__(self, post: Post, *, enter: bool) -> None:
            super().__init__()
            self.post = post
            self.enter = enter
            """Whether the focus shall go to it, too."""

    class Counted(Message):
        """Words were counted."""

    def __init__(self, session: Session, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._session = session
        self._settling: Timer | None = None
        self.listing = Listing(session, WordCounts(self._tell_counted))

    def compose(self) -> ComposeResult:
        """Title, query line, what is wrong with it, list."""
        yield PaneTitle("Posts")
        field = QueryLine(placeholder="words of the title, tag:…", id="filter")
        field.display = False
        yield field
        yield QueryNote()
        yield PostList(id="posts")

    @property
    def posts(self) -> PostList:
        """The list."""
        return self.query_one(PostList)

    @property
    def rows(self) -> list[PostRow]:
        """The posts that are listed."""
        return [row for row in self.posts.rows if isinstance(row, PostRow)]

    @property
    def filtered(self) -> Sequence[Post] | None:
        """The posts that a query or a queue leaves; None where all are listed."""
        listing = self.listing
        return listing.posts if listing.query or listing.is_queue else None

    def show(self, current: Post | None = None) -> None:
        """List the posts as they are now, with the cursor on one, or where it was."""
        if current is None and isinstance(self.posts.row, PostRow):
            current = self.posts.row.post
        listing = self.listing
        listing.renew()
        place = listing.place(current.id) if current is not None else None
        self.posts.show_rows(PostRows(listing.posts, self._session), place or 0)
        self._tell()

    def _tell(self) -> None:
        """Say how many are listed, in which order, and what is wrong with the query."""
        listing = self.listing
        title = "Queue" if listing.is_queue else "Posts"
        if listing.order is not Order.DATE:
            title = f"{title} by {listing.order.value}"
        shown, total = len(listing.posts), listing.total
        count = f"{shown:,} of {total:,}" if listing.query else f"{total:,}"
        self.query_one(PaneTitle).show(title, count)
        note = self.query_one(QueryNote)
        if problems := listing.query.problems:
            note.say("; ".join(problems), warning=True)
        elif left := listing.counts.left:
            note.say(f"counting words: {left:,} posts left")
        elif self.query_one(QueryLine).display and not listing.line.strip():
            note.say(_HINT)
        elif listing.query and not listing.posts:
            note.say("no post has all of this; esc shows all")
        else:
            note.say("")

    def step(self, post: Post | None, step: int) -> Post | None:
        """The post so many rows on from a post, with the list's cursor on it."""
        posts = self.listing.posts
        here = self.listing.place(post.id) if post is not None else None
        if here is None:
            here = -1
        if (here < 0 and step < 0) or not 0 <= here + step < len(posts):
            return None
        self.posts.point(here + step)
        return posts[here + step]

    def sort(self, order: Order | None) -> None:
        """Sort the list by something else."""
        if order is not None:
            self.listing.sort(order)
            self.show(self._session.post)

    def show_queue(self, ids: Sequence[str] | None) -> None:
        """List the posts of a queue only; all posts where it is None."""
        if not self.listing.is_queue or ids is None:
            # The queue's own order shows, and all of it.
            self.listing.order = Order.DATE
            field = self.query_one(QueryLine)
            with self.prevent(Input.Changed):
                field.value = self.listing.line = ""
            field.display = False
        self.listing.show_queue(ids)
        self.show(self._session.post)

    def filter(self) -> None:
        """Begin to filter."""
        field = self.query_one(QueryLine)
        field.display = True
        # At once, for the next key may have been typed already.
        self.screen.set_focus(field)
        self._tell()

    def drop_filter(self) -> bool:
        """Show all posts again; tells whether there was a filter."""
        field = self.query_one(QueryLine)
        if not field.display:
            return False
        with self.prevent(Input.Changed):
            field.value = ""
        field.display = False
        self.listing.ask("")
        self.show(self._session.post)
        self.screen.set_focus(self.posts)
        return True

    @on(QueryLine.Dropped)
    def _dropped(self) -> None:
        self.drop_filter()

    @on(QueryLine.Stepped)
    def _stepped(self, event: QueryLine.Stepped) -> None:
        self.posts.action_step(event.rows)

    @on(Input.Changed)
    def _filter_changed(self, event: Input.Changed) -> None:
        self.listing.ask(event.value)
        # Titles that fit best stand on top: they shall be seen.
        best = self.listing.posts[0] if self.listing.query.words and self.listing.posts else None
        self.show(best or self._session.post)

    @on(Input.Submitted)
    def _filter_submitted(self) -> None:
        """Show what was found; the list is looked through again, for marks may have changed."""
        if not self.query_one(QueryLine).value.strip():
            self.drop_filter()
            return
        self.listing.look_again()
        self.show()
        self.screen.set_focus(self.posts)
        row = self.posts.row
        if isinstance(row, PostRow):
            self.post_message(self.Chosen(row.post, enter=False))

    def _tell_counted(self) -> None:
        """In the counting thread, which may outlive the app."""
        with contextlib.suppress(RuntimeError):
            self.post_message(self.Counted())

    @on(Counted)
    def _counted(self) -> None:
        if not self.listing.counts.left:
            self.listing.look_again()
            self.show()
        else:
            self._tell()

    @on(PostList.Moved)
    def _moved(self, event: PostList.Moved) -> None:
        event.stop()
        row = event.row
        if self._settling is not None:
            self._settling.stop()
        if isinstance(row, PostRow):
            chosen = self.Chosen(row.post, enter=False)
            self._settling = self.set_timer(_SETTLE_SECONDS, lambda: self.post_message(chosen))

    @on(PostList.Chosen)
    def _chosen(self, event: PostList.Chosen) -> None:
        event.stop()
        if self._settling is not None:
            self._settling.stop()
        if isinstance(event.row, PostRow):
            self.post_message(self.Chosen(event.row.post, enter=True))
