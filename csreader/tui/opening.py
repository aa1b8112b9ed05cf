"""Reads posts for the body; a long one in a thread, with its beginning shown at once."""

from __future__ import annotations

import gc
import threading

from textual.message import Message
from textual.screen import Screen

from csreader.collection import Post
from csreader.text.layout import Layout, lay_out
from csreader.text.reader import read_text
from csreader.tui.widgets.body import Body

LONG = 60_000
"""Code points of a body from which it is read in a thread."""
_BEGINNING = 12_000
"""Code points of a long body that are shown at once."""


class Opened(Message):
    """A post has been read whole."""

    def __init__(self, post: Post, cursor: int | None, layout: Layout | None) -> None:
        super().__init__()
        self.post = post
        self.cursor = cursor
        """Where to begin; None for where the reader was in it."""
        self.layout = layout
        """The text laid out for the body's width, where that was done already."""


class Opening:
    """Opens one post at a time.

    Args:
        screen: Is told by `Opened`.
    """

    def __init__(self, screen: Screen[None]) -> None:
        self._screen = screen
        self.post: Post | None = None
        """The post that is being read, or was read last."""
        self.busy = False
        """Whether a post is being read."""

    def open(self, post: Post, body: Body, *, cursor: int | None = None) -> bool:
        """Begin to read a post; any other that is being read is given up.

        Returns:
            Whether the post is long: then its beginning is shown already, the rest is
            read in a thread, and `Opened` tells when that is done. A short one can be
            read at once.
        """
        self.post = post
        self.busy = False
        if "reading" in vars(post) or len(post.body) < LONG:
            return False
        self.busy = True
        cut = post.body.rfind("\n\n", 0, _BEGINNING)
        beginning = post.body[: cut if cut > 0 else _BEGINNING]
        body.show(read_text(beginning, post.format, first_line=post.body_line))
        # A thread that quitting does not wait for.
        threading.Thread(
            target=self._read, args=(post, cursor, body.text_width), daemon=True
        ).start()
        return True

    def accept(self, event: Opened) -> bool:
        """Whether a post that has been read is still the one that is wanted."""
        if event.post is not self.post:
            return False
        self.busy = False
        return True

    def _read(self, post: Post, cursor: int | None, width: int) -> None:
        gc.unfreeze()
        layout = lay_out(post.reading, width)
        # A long text is half a million objects: a key must not wait until they are looked
        # through for garbage, which they are not.
        gc.freeze()
        if post is self.post:
            self._screen.post_message(Opened(post, cursor, layout))
