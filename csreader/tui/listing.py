"""Which posts the list holds, and in which order; knows nothing of widgets."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from csreader.collection import Post
from csreader.tui.post_index import Order, PostIndex
from csreader.tui.query import Known, Query, parse
from csreader.tui.session import Session
from csreader.tui.word_counts import WordCounts


class Listing:
    """The posts of a session that a query line asks for, or those of a tagging session's queue.

    What was found stays listed while it is worked on: a post that is marked done does not
    leave a list of those that were not under the reader's hands. It is looked for again when
    the line, the order or the folder changes.
    """

    def __init__(self, session: Session, counts: WordCounts) -> None:
        self.line = ""
        self.order = Order.DATE
        self.query = Query()
        self.posts: Sequence[Post] = ()
        """What is listed."""
        self.counts = counts
        self._session = session
        self._queue: tuple[str, ...] | None = None
        self._index = PostIndex(())
        self._made_of: object = None
        self._places: dict[str, int] = {}

    @property
    def total(self) -> int:
        """How many posts there are without the query."""
        return len(self._index.posts)

    @property
    def is_queue(self) -> bool:
        """Whether only the posts of a queue are listed."""
        return self._queue is not None

    def place(self, post_id: str) -> int | None:
        """A post's place in the list."""
        return self._places.get(post_id)

    def ask(self, line: str) -> None:
        """List what a query line asks for."""
        self.line = line
        self._look()

    def sort(self, order: Order) -> None:
        """List in another order."""
        self.order = order
        self._look()

    def show_queue(self, ids: Sequence[str] | None) -> None:
        """List the posts with these ids, in their order; all posts where it is None."""
        self._queue = None if ids is None else tuple(ids)
        self._look()

    def renew(self) -> None:
        """Look again if posts came or went."""
        if self._made_of != self._base():
            self._look()

    def look_again(self) -> None:
        """Look again: what is marked, or counted, may be another."""
        self._look()

    def _base(self) -> object:
        return self._session.collection, tuple(self._session.gone), self._queue

    def _look(self) -> None:
        session = self._session
        if self._made_of != self._base():
            self._made_of = self._base()
            self._index = PostIndex(self._all())
            # Titles that stand in the bodies take a while; a key need not wait for them.
            threading.Thread(target=self._index.prepare, daemon=True).start()
        known = Known.of(session.overview, tuple(tag.name for tag in session.codebook.tags))
        self.query = parse(self.line, known)
        needed = self.query.counts_words or self.order is Order.WORDS
        self.counts.want(self._index.posts if needed else ())
        self.posts = self._index.select(
            self.query, self.order, session.overview, session.store.coder, self.counts.counts
        )
        self._places = {post.id: place for place, post in enumerate(self.posts)}

    def _all(self) -> Sequence[Post]:
        posts = self._session.posts
        if self._queue is None:
            return posts
        by_id = {post.id: post for post in posts}
        return [by_id[one] for one in self._queue if one in by_id]
