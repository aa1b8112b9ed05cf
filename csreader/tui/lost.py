"""Marks that lost their place, over all posts: found in a thread, and put back.

Of the acting coder's own: orphans, marks whose words are others now, and the marks of
posts that are not there any more. Nothing is decided here; see `screens.lost_marks`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from csreader.annotations import Mark, State
from csreader.annotations.anchoring import Likely, likely_places
from csreader.annotations.journal.recording import Recorder
from csreader.annotations.model import Change
from csreader.annotations.relinking import LostPost, lost_posts, relink
from csreader.collection import Post
from csreader.text.model import ReadingText
from csreader.text.sentences import Range
from csreader.tui.session import Done, Session


@dataclass(frozen=True, slots=True)
class LostMark:
    """An orphan, or a mark whose words are others now."""

    post: Post
    reading: ReadingText
    mark: Mark
    places: tuple[Likely, ...]
    """Where it may belong, the best first; without the place where it is."""


Lost = LostMark | LostPost
Found = Callable[[Sequence[Lost], int, bool], object]
"""Is told, from the thread: what more was found, how many posts are read, whether that is all."""


@dataclass
class LostMarks:
    """What lost its place in a session's collection, and what is done about it."""

    session: Session
    _given_up: bool = field(default=False, init=False)

    @property
    def posts(self) -> Sequence[Post]:
        """The posts that the coder has marked."""
        session = self.session
        return [
            post
            for post in session.collection.posts
            if session.store.coder in session.overview.post(post.id).statuses
        ]

    # Finding

    def start(self, found: Found) -> None:
        """Begin; `found` is called from a thread that quitting does not wait for."""
        threading.Thread(target=self._read, args=(found,), daemon=True).start()

    def give_up(self) -> None:
        """Nobody waits for the rest."""
        self._given_up = True

    def _read(self, found: Found) -> None:
        session = self.session
        gone = [
            one
            for one in lost_posts(session.collection, session.store)
            if one.coder == session.store.coder
        ]
        found(gone, 0, False)
        for number, post in enumerate(self.posts, 1):
            if self._given_up:
                return
            if more := self.of_post(post):
                found(more, number, False)
        if not self._given_up:
            found((), len(self.posts), True)

    def of_post(self, post: Post) -> list[LostMark]:
        """What lost its place in one post."""
        reading = post.read()
        found = []
        for mark in self.session.store.marks(post.id, reading).own:
            if mark.state not in (State.ORPHAN, State.CHANGED):
                continue
            places = tuple(
                place
                for place in likely_places(mark.annotation, reading)
                if (place.start, place.end) != (mark.start, mark.end)
            )
            found.append(LostMark(post, reading, mark, places))
        return found

    # Changing; each is on disk when its method returns, or waits

    def put(self, lost: LostMark, place: Range) -> Done:
        """Put a mark on a passage.

        Raises:
            StoreError: If it cannot be done, and is not kept to be saved later.
        """
        one, (start, end) = lost.mark.annotation, place
        return self._change(
            lost,
            lambda: self.session.store.update(
                lost.post.id, lost.reading, one.id, start=start, end=end, base=one
            ),
        )

    def accept(self, lost: LostMark) -> Done:
        """Take the words that a mark has now for those that were marked.

        Raises:
            StoreError: As `put`.
        """
        one = lost.mark.annotation
        return self._change(
            lost, lambda: self.session.store.accept(lost.post.id, lost.reading, one.id)
        )

    def delete(self, lost: LostMark) -> Done:
        """Remove a mark.

        Raises:
            StoreError: As `put`.
        """
        one = lost.mark.annotation
        return self._change(
            lost,
            lambda: self.session.store.remove(lost.post.id, lost.reading, one.id, base=one),
        )

    def _change(self, lost: LostMark, make: Callable[[], Change]) -> Done:
        done = self.session.change(make)
        return Done(f"{done.message} in {lost.post.title}", done.saved)

    def follow(self, lost: LostPost, post_id: str) -> str:
        """Move the marks of a post that is gone to another; returns what was done.

        Raises:
            StoreError: If it cannot be done.
        """
        store = self.session.store
        journal: Recorder = store.journal
        moved = relink(store.root, lost.coder, lost.post, post_id, journal=journal)
        self.session.reload()
        count = f"{moved.annotations} mark{'s' if moved.annotations != 1 else ''}"
        return f"{count} moved from {lost.post} to {post_id}"
