"""The passages of a tag over all posts and coders, read in a thread."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from csreader.annotations import Mark, State, Store
from csreader.annotations.disk.sheet import Sheet
from csreader.annotations.model import Overview
from csreader.annotations.views import renamed
from csreader.collection import Post
from csreader.tui.session import Session

_EVERY = 0.15
"""Seconds between what is handed over, but for the first."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A mark that has the tag."""

    post: Post | None
    """None where no such post is there any more."""
    post_id: str
    mark: Mark

    @property
    def title(self) -> str:
        """The post's title, or its id where it is gone."""
        return self.post.title if self.post is not None else self.post_id


Found = Callable[[Sequence[Passage], int, bool], object]
"""Is told, from the thread: new passages, how many posts are read, and whether that is all."""


class Retrieval:
    """Finds the passages of some tags, post by post in the list's order.

    Reading texts are made only of the posts that have one of the tags, and not kept.

    Args:
        session: What is open.
        names: The tags.
    """

    def __init__(self, session: Session, names: Sequence[str]) -> None:
        self._names = frozenset(names)
        self._store: Store = session.store
        overview: Overview = session.overview
        ids = {
            post_id
            for post_id, summary in overview.posts.items()
            if self._names & set(summary.tags)
        }
        posts: list[tuple[str, Post | None]] = [
            (post.id, None if session.is_gone(post) else post)
            for post in session.posts
            if post.id in ids
        ]
        known = {post_id for post_id, _ in posts}
        posts.extend((post_id, None) for post_id in sorted(ids - known))
        self._posts = posts
        self._given_up = False

    @property
    def posts(self) -> int:
        """How many posts have one of the tags."""
        return len(self._posts)

    def start(self, found: Found) -> None:
        """Begin; `found` is called from a thread that quitting does not wait for."""
        threading.Thread(target=self._read, args=(found,), daemon=True).start()

    def give_up(self) -> None:
        """Nobody waits for the rest."""
        self._given_up = True

    def _read(self, found: Found) -> None:
        batch: list[Passage] = []
        last = 0.0
        for number, (post_id, post) in enumerate(self._posts, 1):
            if self._given_up:
                return
            batch.extend(self.of_post(post_id, post))
            if time.monotonic() - last >= _EVERY and number < len(self._posts):
                found(batch, number, False)
                batch, last = [], time.monotonic()
        if not self._given_up:
            found(batch, len(self._posts), True)

    def of_post(self, post_id: str, post: Post | None) -> list[Passage]:
        """The passages of one post in their order, orphans last."""
        marks: list[Mark] = []
        if post is not None:
            of = self._store.marks(post_id, post.read())
            marks = [*of.own, *of.others]
        else:
            book = self._store.codebook()
            for sheet in self._store.sheets(post_id):
                marks.extend(_unplaced(renamed(sheet, book)))
        having = [mark for mark in marks if self._names & set(mark.annotation.tags)]
        having.sort(key=lambda mark: (mark.start is None, mark.start or 0, mark.end or 0))
        return [Passage(post, post_id, mark) for mark in having]


def _unplaced(sheet: Sheet) -> list[Mark]:
    """A sheet's marks where there is no text to place them in."""
    return [
        Mark(one, sheet.coder, State.ORPHAN, None, None, one.quote, None)
        for one in sheet.annotations
    ]
