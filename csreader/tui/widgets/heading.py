"""The lines above the panes' contents."""

from __future__ import annotations

from rich.style import Style

from csreader.annotations import Status
from csreader.collection import Post
from csreader.text.layout.widths import cells_of
from csreader.tui.paint import Part, clip
from csreader.tui.session import Session
from csreader.tui.widgets.bars import Bar
from csreader.tui.widgets.row_list import Look


class PaneTitle(Bar):
    """A pane's name, and a count at the right."""

    DEFAULT_CSS = """
    PaneTitle { height: 1; padding: 0 1; }
    """

    def __init__(self, title: str, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._title = title
        self._count = ""

    def show(self, title: str, count: str) -> None:
        """Show another title and count."""
        self._title, self._count = title, count
        self.refresh()

    def lines(self, width: int, look: Look) -> list[list[Part]]:
        """One line."""
        title = clip(self._title, width)
        room = width - cells_of(title) - cells_of(self._count)
        return [[(title, look.strong), (" " * max(1, room), look.text), (self._count, look.dim)]]


class Heading(Bar):
    """The open post's title, and below it its day, length, status and marks."""

    DEFAULT_CSS = """
    Heading { height: 3; padding: 0 1 0 3; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._title = ""
        self._facts = ""

    def say(self, title: str, facts: str = "") -> None:
        """Show a title and what is known below it."""
        self._title, self._facts = title, facts
        self.refresh()

    def show(self, post: Post, session: Session) -> None:
        """Show a post's title and facts; its length once it has been read."""
        facts = [post.date or "no date"]
        if session.post is post:
            words = session.reading.word_count
            facts.append(f"{words:,} words" if words != 1 else "1 word")
            marks = len(session.all_marks)
            facts.append(f"{marks} mark{'' if marks == 1 else 's'}")
            if session.marks.status is Status.DONE:
                facts.append("✓ done")
        else:
            facts.append("reading …")
        if post.problems:
            facts.append("! has a problem")
        self.say(post.title, " · ".join(facts))

    def lines(self, width: int, look: Look) -> list[list[Part]]:
        """Title, facts and a blank line."""
        return [
            [(clip(self._title, width), look.strong)],
            [(clip(self._facts, width), look.dim + Style())],
            [],
        ]
