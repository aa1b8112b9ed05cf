"""Counts the posts' words in a thread, for that takes a while: only when they are asked for."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence

from csreader.collection import Post

_TELL_SECONDS = 0.25


class WordCounts:
    """How many words posts have; each post is counted once.

    Args:
        tell: Is told of progress, within the thread.
    """

    def __init__(self, tell: Callable[[], object]) -> None:
        self.counts: dict[str, int] = {}
        """By the posts' ids."""
        self._tell = tell
        self._counted: dict[str, Post] = {}
        self._wanted: Sequence[Post] = ()
        self._at_work = False
        self._lock = threading.Lock()

    def want(self, posts: Sequence[Post]) -> None:
        """Count these posts, as far as they are not counted; none where it is empty."""
        missing = [post for post in posts if self._counted.get(post.id) is not post]
        for post in missing:
            # Changed on disk: what was counted holds no more.
            self.counts.pop(post.id, None)
        with self._lock:
            self._wanted = missing
            if not missing or self._at_work:
                return
            self._at_work = True
        # A thread that quitting does not wait for.
        threading.Thread(target=self._work, daemon=True).start()

    @property
    def left(self) -> int:
        """How many are still to be counted."""
        return sum(self._counted.get(post.id) is not post for post in self._wanted)

    def count(self, post: Post) -> int:
        """The words of one post."""
        if self._counted.get(post.id) is not post:
            self.counts[post.id] = post.read().word_count
            self._counted[post.id] = post
        return self.counts[post.id]

    def _work(self) -> None:
        told = time.monotonic()
        while True:
            wanted = self._wanted
            for post in wanted:
                if self._wanted is not wanted:
                    break
                self.count(post)
                if time.monotonic() - told > _TELL_SECONDS:
                    told = time.monotonic()
                    self._tell()
            with self._lock:
                if self._wanted is wanted:
                    self._at_work = False
                    break
        self._tell()
