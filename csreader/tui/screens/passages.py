"""All passages of a tag, over all posts and coders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message

from csreader.tui.paint import Part, clip
from csreader.tui.retagging import passages
from csreader.tui.retrieval import Passage, Retrieval
from csreader.tui.screens.dialog import Dialog
from csreader.tui.session import Session
from csreader.tui.widgets.heading import PaneTitle
from csreader.tui.widgets.hint import Hint
from csreader.tui.widgets.row_list import Look, RowList
from csreader.tui.widgets.rows import MarkRow

_HINT = "enter goes there   esc back to the codebook"


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A passage; the first of a post below the post's title."""

    passage: Passage
    inner: MarkRow
    heading: bool

    @property
    def height(self) -> int:
        """The mark's lines, and the title's."""
        return self.inner.height + self.heading

    def paint(self, width: int, look: Look) -> list[list[Part]]:
        """See `RowList`."""
        lines = self.inner.paint(width, look)
        if not self.heading:
            return lines
        post = self.passage.post
        day = f"  {post.date}" if post is not None and post.date else ""
        if post is None:
            day = "  not among the posts"
        title: list[Part] = [
            (" ", look.text),
            (clip(self.passage.title, width - len(day) - 2), look.strong),
            (day, look.dim),
        ]
        return [title, *lines]


class Passages(Dialog[Passage | None]):
    """Gives the passage to go to.

    Args:
        session: What is open.
        title: What is listed.
        names: The tags.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "close", "close", show=False)]
    DEFAULT_CSS = """
    Passages {
        & > Vertical { width: 100; max-width: 100%; height: 96%; max-height: 100%; }
        & PaneTitle { margin: 0 0 1 0; color: $primary; }
        & Static { width: 1fr; height: 1; padding: 0 1; color: $dim; }
        & RowList { height: 1fr; background: $surface; }
    }
    """

    class Read(Message):
        """More passages were read."""

        def __init__(self, found: Sequence[Passage], posts: int, all_read: bool) -> None:
            super().__init__()
            self.found = found
            self.posts = posts
            self.all_read = all_read

    def __init__(self, session: Session, title: str, names: Sequence[str]) -> None:
        super().__init__()
        self._session = session
        self._title = title
        self._retrieval = Retrieval(session, names)
        self.found: list[Passage] = []
        self.all_read = False
        """Whether the list is whole."""
        self._wrapped = 0

    def compose(self) -> ComposeResult:
        """The tag, its passages, the keys."""
        with Vertical():
            yield PaneTitle(self._title)
            yield RowList()
            yield Hint(_HINT)

    def on_mount(self) -> None:
        """Begin to read once the width is known."""
        self.query_one(RowList).focus()
        self.call_after_refresh(self._start)

    def _start(self) -> None:
        self._retrieval.start(lambda *told: self.post_message(self.Read(*told)))

    def on_unmount(self) -> None:
        """Read no further."""
        self._retrieval.give_up()

    @on(Read)
    def _read(self, event: Read) -> None:
        self.found.extend(event.found)
        self.all_read = event.all_read
        self._show()
        done = passages(len(self.found)) if event.all_read else f"{len(self.found)} …"
        posts = self._retrieval.posts
        of = f"in {posts} post{'s' if posts != 1 else ''}"
        if not event.all_read:
            of = f"{event.posts} of {posts} posts"
        self.query_one(PaneTitle).show(self._title, f"{done} {of}" if posts else "no passage yet")

    def _show(self) -> None:
        listed = self.query_one(RowList)
        width = max(20, listed.outer_size.width - 1)
        # What is wrapped already stays; a post's first passage carries its title.
        kept = list(listed.rows) if self._wrapped == width else []
        self._wrapped = width
        rows = kept
        for number in range(len(kept), len(self.found)):
            one = self.found[number]
            first = number == 0 or self.found[number - 1].post_id != one.post_id
            # Not as one's own: the coder shows.
            mark = MarkRow.make(one.mark, self._session.codebook, False, width)
            rows.append(PassageRow(one, mark, first))
        listed.show_rows(rows, max(0, listed.cursor))

    def on_resize(self) -> None:
        """Wrap the rows to the new width."""
        self.call_after_refresh(self._show)

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        if isinstance(event.row, PassageRow):
            if event.row.passage.post is None:
                self.query_one(Hint).update(f"its post is not there   {_HINT}")
            else:
                self.dismiss(event.row.passage)

    def action_close(self) -> None:
        """Back to the codebook."""
        self.dismiss(None)
