"""Reads posts for the body; a long one in a thread, with its beginning shown at once."""

from __future__ import annotations

from textual.message import Message
from textual.screen import Screen
from textual.worker import Worker, get_current_worker

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

    def __init__(self, post: Post, cursor: int, layout: Layout | None) -> None:
        super().__init__()
        self.post = post
        self.cursor = cursor
        self.layout = layout
        """The text laid out for the body's width, where that was done already."""


class Opening:
    """Opens one post at a time.

    Args:
        screen: Is told by `Opened`.
    """

    def __init__(self, screen: Screen[None]) -> None:
        self._screen = screen
        self._worker: Worker[None] | None = None
        self.post: Post | None = None
        """The post that is being read, or was read last."""

    @property
    def busy(self) -> bool:
        """Whether a post is being read."""
        return self._worker is not None and not self._worker.is_finished

    def open(self, post: Post, body: Body, *, cursor: int = 0) -> None:
        """Begin to read a post; any other that is being read is given up."""
        if self._worker is not None:
            self._worker.cancel()
            self._worker = None
        self.post = post
        if "reading" in vars(post) or len(post.body) < LONG:
            self._screen.post_message(Opened(post, cursor, None))
            return
        if not cursor:
            cut = post.body.rfind("\n\n", 0, _BEGINNING)
            beginning = post.body[: cut if cut > 0 else _BEGINNING]
            body.show(read_text(beginning, post.format, first_line=post.body_line))
        width = body.text_width
        self._worker = self._screen.run_worker(
            lambda: self._read(post, cursor, width), thread=True, exit_on_error=True
        )

    def _read(self, post: Post, cursor: int, width: int) -> None:
        layout = lay_out(post.reading, width)
        if not get_current_worker().is_cancelled:
            self._screen.post_message(Opened(post, cursor, layout))
