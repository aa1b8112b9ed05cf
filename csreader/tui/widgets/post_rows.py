"""The rows of the list of posts, made when they are painted: there may be thousands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

from csreader.collection import Post
from csreader.tui.session import Session
from csreader.tui.widgets.rows import PostRow


class PostRows(Sequence[PostRow]):
    """A row for each of some posts.

    Args:
        posts: The posts.
        session: What is known of them at the moment a row is asked for.
    """

    row_height = 2

    def __init__(self, posts: Sequence[Post], session: Session) -> None:
        self._posts = posts
        self._session = session

    def __len__(self) -> int:
        return len(self._posts)

    @overload
    def __getitem__(self, index: int) -> PostRow: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[PostRow]: ...
    def __getitem__(self, index: int | slice) -> PostRow | Sequence[PostRow]:
        if isinstance(index, slice):
            return PostRows(self._posts[index], self._session)
        session = self._session
        post = self._posts[index]
        return PostRow(
            post,
            session.overview.post(post.id),
            session.status_of(post),
            is_open=session.post is not None and post.id == session.post.id,
            is_gone=session.is_gone(post),
        )
