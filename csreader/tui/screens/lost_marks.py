"""Marks that lost their place: each with where it may belong, and put back in one key."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widget import AwaitMount

from csreader.annotations import Codebook, State, StoreError
from csreader.annotations.relinking import LostPost
from csreader.text.characters import one_line
from csreader.text.layout.widths import cells_of
from csreader.tui.lost import Lost, LostMark, LostMarks
from csreader.tui.paint import Part, clip, clip_middle, wrap
from csreader.tui.retagging import turn
from csreader.tui.retrieval import Passage
from csreader.tui.screens.confirm import Confirm
from csreader.tui.screens.dialog import Dialog
from csreader.tui.session import Session
from csreader.tui.widgets.bars import PaintedLines
from csreader.tui.widgets.heading import PaneTitle
from csreader.tui.widgets.hint import Hint
from csreader.tui.widgets.row_list import Look, RowList
from csreader.tui.widgets.rows import tag_parts

_TITLE = "Lost and changed marks"
_LEAVE = "esc closes"


@dataclass(frozen=True, slots=True)
class LostRow:
    """A mark: what became of it, its words, its post; or the marks of a post that is gone."""

    lost: Lost
    codebook: Codebook

    @property
    def height(self) -> int:
        """Two lines and a blank."""
        return 3

    def paint(self, width: int, look: Look) -> list[list[Part]]:
        """See `RowList`."""
        blank: list[Part] = []
        if isinstance(self.lost, LostPost):
            name = clip_middle(one_line(self.lost.post), width - 12)
            return [
                [(" gone  ", look.strong), (name, look.text)],
                [("   ", look.text), (_marks(self.lost.annotations), look.dim)],
                blank,
            ]
        mark = self.lost.mark
        orphan = mark.state is State.ORPHAN
        state = "lost  " if orphan else "changed  "
        words = " ".join(one_line(mark.quote_was or mark.quote).split())
        return [
            [
                (f" {state}", look.strong if orphan else look.dim),
                *(tag_parts(mark.annotation.tags, self.codebook, look) or [("note", look.dim)]),
                ("  ", look.text),
                (clip(self.lost.post.title, 30), look.dim),
            ],
            [("   ", look.text), (f"“{clip(words, width - 6)}”", look.text)],
            blank,
        ]


class LostDetail(PaintedLines):
    """Of the row under the cursor: the words then and now, and where they may belong."""

    DEFAULT_CSS = """
    LostDetail {
        height: 40%; max-height: 12; min-height: 5; padding: 0 1; background: $foreground 4%;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._lost: Lost | None = None
        self._message = ""
        self._warning = False

    def show(self, lost: Lost | None) -> None:
        """Show another."""
        self._lost = lost
        self.refresh()

    def say(self, message: str, *, warning: bool = False) -> None:
        """Show a message in the last line."""
        self._message, self._warning = message, warning
        self.refresh()

    def lines(self, width: int, look: Look) -> list[list[Part]]:
        """As many lines as there is room for, the last of them the message."""
        room = max(1, self.size.height - bool(self._message))
        made: list[list[Part]] = []
        if isinstance(self._lost, LostMark):
            made = list(self._of_mark(self._lost, width, look, room))
        elif self._lost is not None:
            made = list(self._of_post(self._lost, width, look))
        made = made[:room]
        if self._message:
            made += [[] for _ in range(room - len(made))]
            style = look.strong if self._warning else look.text
            made.append([(clip(self._message, width), style)])
        return made

    @staticmethod
    def _of_mark(lost: LostMark, width: int, look: Look, room: int) -> list[list[Part]]:
        mark = lost.mark
        texts = [("was", mark.quote_was or mark.quote)]
        if mark.state is State.CHANGED:
            texts.append(("now", mark.quote))
        most = 3 if room >= 10 else 1
        made: list[list[Part]] = []
        for name, text in texts:
            for number, line in enumerate(wrap(f"“{one_line(text)}”", width - 5, most)):
                label = name if not number else ""
                made.append([(f"{label:5}", look.dim), (line, look.text)])
        if lost.places:
            title = "where it may belong" if mark.state is State.ORPHAN else "or rather here"
            made.append([(title, look.dim)])
        for number, place in enumerate(lost.places, 1):
            share = f"{place.likeness:.0%} of the words"
            words = " ".join(lost.reading.text[place.start : place.end].split())
            words = clip(words, max(8, width - cells_of(share) - 6))
            gap = max(1, width - cells_of(words) - cells_of(share) - 5)
            made.append(
                [
                    (f"{number}  ", look.strong),
                    (f"“{words}”", look.text),
                    (" " * gap + share, look.dim),
                ]
            )
        if not lost.places and mark.state is State.ORPHAN:
            words = "nothing in the text comes close; in the text, r gives a mark another passage"
            made += [[(line, look.dim)] for line in wrap(words, width, 2)]
        return made

    @staticmethod
    def _of_post(lost: LostPost, width: int, look: Look) -> list[list[Part]]:
        told = f"{one_line(lost.post)} is not among the posts any more."
        made = [[(line, look.text)] for line in wrap(told, width, 2)]
        if lost.fits:
            made.append([("posts with its text", look.dim)])
            for number, name in enumerate(lost.fits[:9], 1):
                shown = clip_middle(one_line(name), width - 3)
                made.append([(f"{number}  ", look.strong), (shown, look.text)])
        else:
            words = "No post has its text. `csreader relink OLD NEW` moves the marks by hand."
            made += [[(line, look.dim)] for line in wrap(words, width, 3)]
        if lost.rivals:
            rivals = ", ".join(map(one_line, lost.rivals))
            words = f"The same text was also in {rivals}, whose marks wait as well."
            made += [[(line, look.dim)] for line in wrap(words, width, 3)]
        return made


class LostScreen(Dialog[Passage | None]):
    """Gives the passage to go to, where one was chosen.

    Args:
        session: What is open.
        changed: Is called when marks have changed.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "close", "close", show=False),
        *(Binding(str(n), f"put({n})", "put it there", show=False) for n in range(1, 10)),
        Binding("A,a", "accept", "accept", show=False),
        Binding("d,delete", "delete", "delete", show=False),
        Binding("u", "undo", "undo", show=False),
        Binding("ctrl+r", "redo", "redo", show=False),
    ]
    DEFAULT_CSS = """
    LostScreen {
        & > Vertical { width: 100; max-width: 100%; height: 96%; max-height: 100%; }
        & PaneTitle { margin: 0 0 1 0; color: $primary; }
        & RowList { height: 1fr; background: $surface; }
    }
    """

    class Read(Message):
        """More was found."""

        def __init__(self, found: Sequence[Lost], posts: int, all_read: bool) -> None:
            super().__init__()
            self.found = found
            self.posts = posts
            self.all_read = all_read

    def __init__(self, session: Session, changed: Callable[[], None]) -> None:
        super().__init__()
        self._session = session
        self._changed = changed
        self._lost = LostMarks(session)
        self.found: list[Lost] = []
        self.all_read = False
        """Whether the list is whole."""

    def compose(self) -> ComposeResult:
        """What is lost, where it may belong, the keys."""
        with Vertical():
            yield PaneTitle(_TITLE)
            yield RowList()
            yield LostDetail()
            yield Hint(_LEAVE)

    def on_mount(self) -> None:
        """Begin to read."""
        self.query_one(RowList).focus()
        self.query_one(LostDetail).say("looking through the posts you marked …")
        self._lost.start(lambda *told: self.post_message(self.Read(*told)))

    def on_unmount(self) -> None:
        """Read no further."""
        self._lost.give_up()

    @on(Read)
    def _read(self, event: Read) -> None:
        self.found.extend(event.found)
        self.all_read = event.all_read
        self._show()
        if not event.all_read:
            self.say(f"{event.posts} of {len(self._lost.posts)} posts read …")
        else:
            self.say("" if self.found else "every mark of yours has its place and its words")

    # What is shown

    def _show(self) -> None:
        listed = self.query_one(RowList)
        rows = [LostRow(one, self._session.codebook) for one in self.found]
        listed.show_rows(rows, max(0, listed.cursor))
        self.query_one(PaneTitle).show(_TITLE, str(len(rows)) if rows else "")
        self._describe()

    def _describe(self) -> None:
        lost = self._here
        self.query_one(LostDetail).show(lost)
        keys = []
        if isinstance(lost, LostPost):
            keys = ["1-9 moves the marks there"] if lost.fits else []
        elif lost is not None:
            if lost.mark.state is State.CHANGED:
                keys.append("a accepts the words of now")
            if lost.places:
                keys.append("1-9 puts it there")
            keys += ["enter shows the text", "d deletes", "u undoes"]
        self.query_one(Hint).update("   ".join([*keys, _LEAVE]))

    @property
    def _here(self) -> Lost | None:
        row = self.query_one(RowList).row
        return row.lost if isinstance(row, LostRow) else None

    @on(RowList.Moved)
    def _moved(self) -> None:
        self.say("")
        self._describe()

    # As the host of `turn`

    def say(self, message: str, *, warning: bool = False) -> None:
        """Show a message below what is lost."""
        self.query_one(LostDetail).say(message, warning=warning)

    def ask(self, dialog: Screen[Any], then: Callable[[Any], Any]) -> Awaitable[None]:
        """Show a dialog."""
        shown: AwaitMount = self.app.push_screen(dialog, then)
        return shown

    def marks_changed(self) -> None:
        """Show what is lost now, of the posts that are listed, and the reader's marks."""
        self._changed()
        posts = {one.post.id: one.post for one in self.found if isinstance(one, LostMark)}
        if here := self._session.post:
            posts.setdefault(here.id, here)
        gone: list[Lost] = [one for one in self.found if isinstance(one, LostPost)]
        self.found = gone + [one for post in posts.values() for one in self._lost.of_post(post)]
        self._show()

    # Keys

    def _do(self, lost: LostMark, change: Callable[[], Any]) -> None:
        try:
            done = change()
        except StoreError as error:
            self.say(error.message, warning=True)
            return
        self._changed()
        place = self.found.index(lost)
        others = [one for one in self.found if one is not lost]
        still = [
            one
            for one in self._lost.of_post(lost.post)
            if one.mark.annotation.id == lost.mark.annotation.id
        ]
        self.found = [*others[:place], *still, *others[place:]]
        self._show()
        self.say(done.message)

    async def action_put(self, number: int) -> None:
        """Put the mark on a likely place; move the marks of a post that is gone to another."""
        lost = self._here
        if isinstance(lost, LostPost):
            await self._follow(lost, number)
        elif lost is not None and number <= len(lost.places):
            place = lost.places[number - 1]
            self._do(lost, lambda: self._lost.put(lost, (place.start, place.end)))
        elif lost is not None:
            self.say(f"there is no place {number}", warning=True)

    async def _follow(self, lost: LostPost, number: int) -> None:
        if number > len(lost.fits):
            self.say(f"there is no post {number}", warning=True)
            return
        post_id = lost.fits[number - 1]

        def then(yes: bool | None) -> None:
            if not yes:
                return
            try:
                message = self._lost.follow(lost, post_id)
            except StoreError as error:
                self.say(error.message, warning=True)
                return
            self.found = [one for one in self.found if one is not lost]
            self.marks_changed()
            self.say(message)

        what = f"{post_id} has the text of {lost.post}, where you have {_marks(lost.annotations)}."
        question = "Move them there? u cannot undo that; `csreader relink` can."
        await self.ask(Confirm(what, question), then)

    def action_accept(self) -> None:
        """Take the words of now for those that were marked."""
        lost = self._here
        if isinstance(lost, LostMark) and lost.mark.state is State.CHANGED:
            self._do(lost, lambda: self._lost.accept(lost))
        elif lost is not None:
            self.say("its words are not in the text; a digit puts it on a place", warning=True)

    def action_delete(self) -> None:
        """Delete the mark."""
        lost = self._here
        if isinstance(lost, LostMark):
            self._do(lost, lambda: self._lost.delete(lost))

    async def action_undo(self) -> None:
        """Undo the last change."""
        await turn(self._session, self, back=True)

    async def action_redo(self) -> None:
        """Do it again."""
        await turn(self._session, self, back=False)

    @on(RowList.Chosen)
    def _chosen(self) -> None:
        lost = self._here
        if isinstance(lost, LostMark):
            self.dismiss(Passage(lost.post, lost.post.id, lost.mark))

    def action_close(self) -> None:
        """Back to the reader."""
        self.dismiss(None)


def _marks(count: int) -> str:
    return f"{count:,} mark{'s' if count != 1 else ''}"
