"""The lines above the panes' contents."""

from __future__ import annotations

from textual.geometry import Size

from csreader.annotations import Status
from csreader.collection import Post
from csreader.text.layout.widths import cells_of
from csreader.tui.paint import Part, clip
from csreader.tui.session import Session
from csreader.tui.widgets.bars import PaintedLines
from csreader.tui.widgets.row_list import Look


class PaneTitle(PaintedLines):
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
        title = clip(self._title, width - cells_of(self._count) - 1)
        room = width - cells_of(title) - cells_of(self._count)
        return [[(title, look.strong), (" " * max(1, room), look.text), (self._count, look.dim)]]


class Heading(PaintedLines):
    """The open post's title; below it its day, length, status and marks, and what its header says.

    The post's own tags are words here, without the blocks of colour of a coder's tags.
    """

    DEFAULT_CSS = """
    Heading { height: auto; padding: 0 1 0 4; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._title = ""
        self._facts = ""
        self._place = ""
        self._about: tuple[str, ...] = ()

    def say(self, title: str, facts: str = "", about: tuple[str, ...] = ()) -> None:
        """Show a title, what is known below it, and what the post's header says."""
        resized = about != self._about
        self._title, self._facts, self._about = title, facts, about
        self.refresh(layout=resized)

    def show_place(self, percent: int | None) -> None:
        """Show how far down the text the cursor is, in percent; None where all is in sight."""
        place = "" if percent is None else f"{percent} %"
        if place != self._place:
            self._place = place
            self.refresh()

    def show(self, post: Post, session: Session) -> None:
        """Show a post's title and facts; its length once it has been read."""
        facts = [post.date or "no date"]
        if session.post is post:
            facts.append(session.reading.length)
            if minutes := session.reading.minutes:
                facts.append(f"{minutes} min")
            marks = len(session.all_marks)
            facts.append(f"{marks} mark{'' if marks == 1 else 's'}")
            if session.marks.status is Status.DONE:
                facts.append("✓ done")
        else:
            facts.append("reading …")
        if session.is_gone(post):
            facts.append("gone from the folder")
        elif post.problems:
            facts.append("! has a problem")
        self.say(post.title, " · ".join(facts), post.about.told)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Title, facts, what the header says, a blank line."""
        return 3 + len(self._wrapped(width, viewport.height))

    def lines(self, width: int, look: Look) -> list[list[Part]]:
        """Title, facts, what the header says, a blank line."""
        about = self._wrapped(width, self.app.size.height)
        facts = clip(self._facts, width - 6 if self._place else width)
        room = width - cells_of(facts) - cells_of(self._place)
        return [
            [(clip(self._title, width), look.strong)],
            [(facts + " " * room + self._place, look.dim)],
            *([(line, look.dim)] for line in about),
            [],
        ]

    def _wrapped(self, width: int, height: int) -> list[str]:
        """What the header says: two lines, one where there is little room, none in a tiny one."""
        most = 2 if height >= 30 else 1 if height >= 16 else 0
        lines: list[str] = []
        for part in self._about:
            joined = f"{lines[-1]} · {part}" if lines else part
            if lines and cells_of(joined) <= width:
                lines[-1] = joined
            else:
                lines.append(part)
        if len(lines) > most:
            lines[most - 1 :] = [" · ".join(lines[most - 1 :])]
        return [clip(line, width) for line in lines[:most]]
