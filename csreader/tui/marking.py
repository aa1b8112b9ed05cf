"""What the keys that mark do: from the body's wish to the session's change.

Every change is on disk before the screen says so; what cannot be saved is said instead.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

from csreader.annotations import Mark, Status, StoreError
from csreader.text.cursor import objects
from csreader.text.sentences import Range
from csreader.tui.screens.confirm import Confirm
from csreader.tui.screens.note_editor import NoteEditor
from csreader.tui.screens.tag_picker import TagPicker
from csreader.tui.session import Session
from csreader.tui.widgets.body import Body

Answer = TypeVar("Answer")


class Host(Protocol):
    """The screen that marking happens on."""

    def say(self, message: str, *, warning: bool = False) -> None:
        """Show a message."""

    def marks_changed(self) -> None:
        """Paint the marks anew."""

    def answered(self) -> None:
        """A dialog's answer has been dealt with."""

    def ask_tags(
        self, picker: TagPicker, then: Callable[[list[str] | None], None]
    ) -> Awaitable[None]:
        """Show the tag picker."""

    def ask(self, question: Confirm, then: Callable[[bool | None], None]) -> Awaitable[None]:
        """Ask a question."""

    def ask_note(self, editor: NoteEditor, then: Callable[[str | None], None]) -> Awaitable[None]:
        """Show the note's editor."""


class Marking:
    """Marks passages of the open post."""

    def __init__(self, session: Session, body: Body, host: Host) -> None:
        self._session = session
        self._body = body
        self._host = host
        self._asking = 0

    @property
    def is_asking(self) -> bool:
        """Whether a dialog is open, or its answer not dealt with: its passage must not move."""
        return self._asking > 0

    def _asked(self, then: Callable[[Answer], None]) -> Callable[[Answer], None]:
        self._asking += 1

        def answer(given: Answer) -> None:
            try:
                then(given)
            finally:
                self._asking -= 1
                self._host.answered()

        return answer

    async def tag(self, mark: Mark | None = None) -> None:
        """Choose tags for a mark, or for what is selected or at the cursor."""
        target = await self._target(mark)
        if target is None:
            return
        passage, found = target
        session = self._session
        chosen = found.annotation.tags if found else ()
        picker = TagPicker(session.codebook, session.overview.tags, chosen, self._quote(*target))

        def then(tags: list[str] | None) -> None:
            if tags is not None and (tags or found is not None):
                self._do(lambda: session.set_tags(passage, found, tags))

        await self._host.ask_tags(picker, self._asked(then))

    async def quick_tag(self, number: int) -> None:
        """Toggle the tag of a digit key on the selection, which stays selected."""
        if not await self._may():
            return
        passage = self._selected()
        tag = self._session.codebook.key(number)
        if passage is None:
            return
        if tag is None:
            self._host.say(f"no tag has the key {number}; t makes one", warning=True)
            return
        self._body.rest_selection()
        self._do(lambda: self._session.toggle(passage, tag.name))

    async def note(self, mark: Mark | None = None) -> None:
        """Write a note on a mark, or on what is selected or at the cursor."""
        target = await self._target(mark)
        if target is None:
            return
        passage, found = target
        editor = NoteEditor(found.annotation.note if found else "", self._quote(*target))
        await self._edit_note(editor, passage, found)

    def _edit_note(
        self, editor: NoteEditor, passage: Range | None, found: Mark | None
    ) -> Awaitable[None]:
        def then(note: str | None) -> None:
            if note is None or not (note or found):
                return
            if not self._do(lambda: self._session.set_note(passage, found, note)):
                # What was written is not lost: the editor opens again with it.
                self._edit_note(editor.again(note), passage, found)

        return self._host.ask_note(editor, self._asked(then))

    async def delete(self, mark: Mark | None = None) -> None:
        """Delete a mark, or the one that is selected or at the cursor."""
        if not await self._may():
            return
        session = self._session
        passage = self._body.selection.range
        found = mark or (session.own_mark_on(passage) if passage else None)
        found = found or session.own_mark_at(self._body.cursor)
        if found is None:
            others = session.marks_at(self._body.cursor)
            whose = f"; this one is {others[0].coder}'s" if others else ""
            self._host.say(f"no mark of yours is at the cursor{whose}", warning=True)
            return
        if not self._may_change(found):
            return
        self._do(lambda: session.delete(found), after="; u brings it back")

    def step(self, count: int) -> None:
        """Go so many marks on, or back where negative."""
        ends = {m.start: m.end or 0 for m in self._session.all_marks if m.start is not None}
        places = sorted(ends)
        cursor = self._body.selection.range[0] if self._body.selection.range else self._body.cursor
        ahead = [place for place in places if (place > cursor if count > 0 else place < cursor)]
        if not ahead:
            there = "after" if count > 0 else "before"
            self._host.say(f"no mark {there} the cursor")
            return
        index = min(abs(count), len(ahead))
        place = ahead[index - 1] if count > 0 else ahead[-index]
        self._body.go_to((place, ends[place]))

    def passage_text(self) -> str:
        """The text of the selection, the mark at the cursor or the sentence."""
        if (passage := self._selected()) is not None:
            return self._session.reading.text[slice(*passage)]
        if marks := self._session.marks_at(self._body.cursor):
            return marks[0].quote
        sentence = objects.sentence_at(self._session.reading, self._body.cursor)
        return self._session.reading.text[slice(*sentence)] if sentence else ""

    async def _target(self, mark: Mark | None) -> tuple[Range | None, Mark | None] | None:
        """The passage or mark to work on: the selection, the mark at the cursor, the sentence."""
        if not await self._may():
            return None
        session = self._session
        if mark is not None:
            return (None, mark) if self._may_change(mark) else None
        if (passage := self._selected()) is not None:
            self._body.rest_selection()
            return passage, session.own_mark_on(passage)
        if found := session.own_mark_at(self._body.cursor):
            return None, found
        sentence = objects.sentence_at(session.reading, self._body.cursor)
        if sentence is None:
            self._host.say("there is nothing to mark here", warning=True)
            return None
        return sentence, session.own_mark_on(sentence)

    def _quote(self, passage: Range | None, mark: Mark | None) -> str:
        """The words of a target."""
        if passage is not None:
            return self._session.reading.text[slice(*passage)]
        return mark.quote if mark is not None else ""

    def _may_change(self, mark: Mark) -> bool:
        """Whether a mark is the coder's own; says so where it is not."""
        if self._session.is_own(mark):
            return True
        self._host.say(f"this mark is {mark.coder}'s; only they can change it", warning=True)
        return False

    def _selected(self) -> Range | None:
        passage = self._body.selection.range
        if passage is None:
            return None
        start, end = objects.trim(self._session.reading.text, *passage)
        return (start, end) if start < end else None

    async def _may(self) -> bool:
        if self._session.post is None:
            self._host.say("the post is still being read", warning=True)
            return False
        if self._session.is_gone(self._session.post):
            self._host.say("its file is gone: nothing can be marked until it is back", warning=True)
            return False
        if self._session.marks.refused:
            if self._session.marks.refused_path is None:
                self._host.say(self._session.marks.refused, warning=True)
            else:
                await self._offer_to_set_aside(self._session.marks.refused)
            return False
        if problem := self._session.codebook_problem:
            await self._offer_to_set_aside(f"{problem.message} Until then no tag can be made.")
            return False
        return True

    async def done(self) -> bool:
        """Mark the post done, or no longer done; tells whether it is done now."""
        if not await self._may():
            return False
        done = self._session.marks.status is not Status.DONE
        return self._do(lambda: self._session.set_done(done)) and done

    def _offer_to_set_aside(self, refused: str) -> Awaitable[None]:
        """A file that cannot be read is never overwritten; the user may have it renamed."""
        question = Confirm(refused, "Set it aside (it is renamed, not deleted) and begin anew?")

        def then(yes: bool | None) -> None:
            if yes:
                self._do(self._session.set_aside)

        return self._host.ask(question, self._asked(then))

    def _do(self, change: Callable[[], str], after: str = "") -> bool:
        """Make a change and say so, or say why not; tells whether it was made."""
        try:
            message = change()
        except StoreError as error:
            self._host.say(error.message, warning=True)
            return False
        self._host.marks_changed()
        self._host.say(message + after)
        return True
