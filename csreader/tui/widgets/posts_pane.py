"""The pane of the posts: a title, a filter, the list."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input

from csreader.collection import Post
from csreader.tui.session import Session
from csreader.tui.widgets.heading import PaneTitle
from csreader.tui.widgets.lists import PostList
from csreader.tui.widgets.rows import PostRow

_SETTLE_SECONDS = 0.06
"""How long the list's cursor rests on a post before the post is shown."""


class PostsPane(Vertical):
    """The posts of a session, filtered by title.

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

    def __init__(self, session: Session, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._session = session
        self._settling: Timer | None = None

    def compose(self) -> ComposeResult:
        """Title, filter, list."""
        yield PaneTitle("Posts")
        field = Input(placeholder="filter by title", id="filter")
        field.display = False
        yield field
        yield PostList(id="posts")

    @property
    def posts(self) -> PostList:
        """The list."""
        return self.query_one(PostList)

    @property
    def rows(self) -> list[PostRow]:
        """The posts that are listed."""
        return [row for row in self.posts.rows if isinstance(row, PostRow)]

    def show(self, current: Post | None = None) -> None:
        """List the posts as they are now, with the cursor on one, or where it was."""
        session = self._session
        if current is None and isinstance(self.posts.row, PostRow):
            current = self.posts.row.post
        wanted = self.query_one(Input).value.casefold().split()
        shown = [
            post for post in session.posts if all(part in post.title.casefold() for part in wanted)
        ]
        rows = [
            PostRow(
                post,
                session.overview.post(post.id),
                session.status_of(post),
                is_open=session.post is not None and post.id == session.post.id,
                is_gone=session.is_gone(post),
            )
            for post in shown
        ]
        wanted_id = current.id if current is not None else None
        cursor = next((n for n, post in enumerate(shown) if post.id == wanted_id), 0)
        self.posts.show_rows(rows, cursor)
        count = len(session.posts)
        self.query_one(PaneTitle).show(
            "Posts", f"{len(shown)} of {count}" if wanted else str(count)
        )

    def step(self, post: Post | None, step: int) -> Post | None:
        """The post so many rows on from a post, with the list's cursor on it."""
        rows = self.rows
        post_id = post.id if post is not None else None
        here = next((n for n, row in enumerate(rows) if row.post.id == post_id), -1)
        if (here < 0 and step < 0) or not 0 <= here + step < len(rows):
            return None
        self.posts.show_rows(self.posts.rows, here + step)
        return rows[here + step].post

    def filter(self) -> None:
        """Begin to filter."""
        field = self.query_one(Input)
        field.display = True
        field.focus()

    def drop_filter(self) -> bool:
        """Show all posts again; tells whether there was a filter."""
        field = self.query_one(Input)
        if not field.display:
            return False
        with self.prevent(Input.Changed):
            field.value = ""
        field.display = False
        self.show(self._session.post)
        self.posts.focus()
        return True

    @on(Input.Changed)
    def _filter_changed(self) -> None:
        self.show()

    @on(Input.Submitted)
    def _filter_submitted(self) -> None:
        self.posts.focus()

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
