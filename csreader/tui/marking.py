"""What the keys that mark do: from the body's wish to the session's change.

Every change is on disk before the screen says so; of what cannot be saved it says that.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from textual.screen import Screen

from csreader.annotations import Mark, State, Status, StoreError
from csreader.text.cursor import objects
from csreader.text.sentences import Range
from csreader.tui.screens.confirm import Confirm
from csreader.tui.screens.letter_picker import LetterPicker
from csreader.tui.screens.mark_picker import MarkPicker
from csreader.tui.screens.note_editor import NoteEditor
from csreader.tui.screens.tag_picker import TagPicker
from csreader.tui.session import Done, Session
from csreader.tui.widgets.body import Body

Work = Callable[[Range | None, Mark | None], Awaitable[None] | None]
"""What is done with a passage, or with a mark."""


class Host(Protocol):
    """The screen that marking happens on."""

    def say(self, message: str, *, warning: bool = False) -> None:
        """Show a message."""

    def marks_changed(self) -> None:
        """Paint the marks anew."""

    def answered(self) -> None:
        """A dialog's answer has been dealt with."""

    def ask(self, dialog: Screen[Any], then: Callable[[Any], Any]) -> Awaitable[None]:
        """Show a dialog."""


class Marking:
    """Marks passages of the open post."""

    def __init__(self, session: Session, body: Body, host: Host) -> None:
        self._session = session
        self._body = body
        self._host = host
        self._asking = 0
        self._bounds: Mark | None = None
        """The mark that is given new bounds."""

    @property
    def is_asking(self) -> bool:
        """Whether a dialog is open, or its answer not dealt with: its passage must not move."""
        return self._asking > 0

    def _ask(self, dialog: Screen[Any], then: Callable[[Any], Any]) -> Awaitable[None]:
        self._asking += 1

        async def answer(given: Any) -> None:
            try:
                done = then(given)
                if inspect.isawaitable(done):
                    await done
            finally:
                self._asking -= 1
                self._host.answered()

        return self._host.ask(dialog, answer)

    # Tags

    async def tag(self, mark: Mark | None = None) -> None:
        """Choose tags for a mark, or for what is selected or at the cursor."""
        await self._with_target(mark, self._choose_tags)

    def _choose_tags(self, passage: Range | None, found: Mark | None) -> Awaitable[None]:
        session = self._session
        picker = TagPicker(
            session.codebook,
            session.overview.tags,
            found.annotation.tags if found else (),
            self._quote(passage, found),
            session.recent_tags,
        )

        def then(tags: list[str] | None) -> None:
            if tags is not None and (tags or found is not None):
                self._do(lambda: session.set_tags(passage, found, tags))

        return self._ask(picker, then)

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
        self._toggle(passage, tag.name)

    async def letter_tag(self) -> None:
        """Toggle the tag of a letter on the selection, or on the sentence at the cursor."""
        if not await self._may():
            return
        letters = self._session.codebook.letters
        passage = self._passage()
        if passage is None:
            self._host.say("there is nothing to mark here", warning=True)
        elif not letters:
            self._host.say("no tag has a letter; the codebook (c) gives them", warning=True)
        else:

            def then(name: str | None) -> None:
                if name is not None:
                    self._toggle(passage, name)

            await self._ask(LetterPicker(letters), then)

    async def repeat(self) -> None:
        """Put the last tags on the selection, or on the sentence at the cursor."""
        if not await self._may():
            return
        tags, passage = self._session.last_tags, self._passage()
        if passage is None:
            self._host.say("there is nothing to mark here", warning=True)
        elif not tags:
            self._host.say("no tag was put on anything yet", warning=True)
        else:
            self._body.rest_selection()
            self._do(lambda: self._session.put(passage, tags))

    def _toggle(self, passage: Range, tag: str) -> None:
        self._body.rest_selection()
        self._do(lambda: self._session.toggle(passage, tag))

    # Notes

    async def note(self, mark: Mark | None = None) -> None:
        """Write a note on a mark, or on what is selected or at the cursor."""
        await self._with_target(mark, self._write_note)

    def _write_note(self, passage: Range | None, found: Mark | None) -> Awaitable[None]:
        note = found.annotation.note if found else ""
        return self._edit_note(NoteEditor(note, self._quote(passage, found)), passage, found)

    def _edit_note(
        self, editor: NoteEditor, passage: Range | None, found: Mark | None
    ) -> Awaitable[None]:
        def then(note: str | None) -> Awaitable[None] | None:
            if note is None or not (note or found):
                return None
            if self._do(lambda: self._session.set_note(passage, found, note)):
                return None
            # What was written is not lost: the editor opens again with it.
            return self._edit_note(editor.again(note), passage, found)

        return self._ask(editor, then)

    # Marks as they are

    async def delete(self, mark: Mark | None = None) -> None:
        """Delete a mark, or the one that is selected or at the cursor."""
        await self._with_target(mark, self._delete, own_sentence=False)

    def _delete(self, _: Range | None, found: Mark | None) -> None:
        if found is None:
            self._say_whose()
            return
        self._do(lambda: self._session.delete(found), after="; u brings it back")

    async def accept(self, mark: Mark | None = None) -> None:
        """Accept the words that a mark has now, the one at the cursor or selected."""
        await self._with_target(mark, self._accept, own_sentence=False)

    def _accept(self, _: Range | None, found: Mark | None) -> None:
        if found is None:
            self._say_whose()
        elif found.state is State.ORPHAN:
            self._host.say("its words are not in the text; R lists where they may be", warning=True)
        else:
            self._do(lambda: self._session.accept(found))

    async def bounds(self) -> None:
        """Select a mark's passage to change it; asked again, save what is selected then."""
        if self._bounds is None:
            await self._with_target(None, self._begin_bounds, own_sentence=False)
            return
        mark, passage = self._bounds, self._selected()
        self._bounds = None
        self._body.rest_selection()
        if passage is not None and await self._may():
            self._do(lambda: self._session.set_bounds(mark, passage))

    def _begin_bounds(self, _: Range | None, found: Mark | None) -> None:
        if found is None or found.start is None or found.end is None:
            self._say_whose()
            return
        self._bounds = found
        self._body.select((found.start, found.end))
        self._host.say("motions move its end, o goes to the other; r saves, esc leaves it")

    def _say_whose(self) -> None:
        others = self._session.marks_at(self._body.cursor)
        whose = f"; this one is {others[0].coder}'s" if others else ""
        self._host.say(f"no mark of yours is at the cursor{whose}", warning=True)

    def leave_bounds(self) -> bool:
        """A mark that is given new bounds keeps those it has; tells whether there was one."""
        had = self._bounds is not None
        if had:
            self._bounds = None
            self._body.drop_selection()
        return had

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

    async def done(self) -> bool:
        """Mark the post done, or no longer done; tells whether it is done now."""
        if not await self._may():
            return False
        done = self._session.marks.status is not Status.DONE
        return self._do(lambda: self._session.set_done(done)) and done

    # What is meant

    def passage_text(self) -> str:
        """The text of the selection, the mark at the cursor or the sentence."""
        if (passage := self._selected()) is not None:
            return self._session.reading.text[slice(*passage)]
        if marks := self._session.marks_at(self._body.cursor):
            return marks[0].quote
        sentence = objects.sentence_at(self._session.reading, self._body.cursor)
        return self._session.reading.text[slice(*sentence)] if sentence else ""

    async def _with_target(
        self, mark: Mark | None, work: Work, *, own_sentence: bool = True
    ) -> None:
        """Work on a mark; else on the selection, the mark at the cursor, or the sentence there.

        Where several marks of the coder's own lie under the cursor, one is chosen first.
        """
        if not await self._may():
            return
        session, passage = self._session, self._selected()
        if mark is None and passage is not None:
            found = session.own_mark_on(passage)
            if found is not None or own_sentence:
                self._body.rest_selection()
                await self._finish(work(passage, found))
                return
        under = [mark] if mark is not None else session.own_marks_at(self._body.cursor)
        if mark is not None and not self._may_change(mark):
            return
        if len(under) > 1:

            def then(chosen: Mark | None) -> Awaitable[None] | None:
                return work(None, chosen) if chosen is not None else None

            await self._ask(MarkPicker(under, session.codebook), then)
        elif under:
            await self._finish(work(None, under[0]))
        elif not own_sentence:
            await self._finish(work(None, None))
        elif (sentence := objects.sentence_at(session.reading, self._body.cursor)) is not None:
            await self._finish(work(sentence, session.own_mark_on(sentence)))
        else:
            self._host.say("there is nothing to mark here", warning=True)

    @staticmethod
    async def _finish(work: Awaitable[None] | None) -> None:
        if work is not None:
            await work

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

    def _passage(self) -> Range | None:
        """The selection, else the sentence at the cursor."""
        return self._selected() or objects.sentence_at(self._session.reading, self._body.cursor)

    async def _may(self) -> bool:
        session = self._session
        if self._bounds is not None:
            self._host.say("first r, which saves the mark's new bounds, or esc", warning=True)
            return False
        if session.post is None:
            self._host.say("the post is still being read", warning=True)
            return False
        if session.is_gone(session.post):
            self._host.say("its file is gone: nothing can be marked until it is back", warning=True)
            return False
        if session.marks.refused:
            if session.marks.refused_path is None:
                self._host.say(session.marks.refused, warning=True)
            else:
                await self._offer_to_set_aside(session.marks.refused)
            return False
        if problem := session.codebook_problem:
            await self._offer_to_set_aside(
                f"{problem.message.rstrip('.')}. Until then no tag can be made."
            )
            return False
        return True

    def _offer_to_set_aside(self, refused: str) -> Awaitable[None]:
        """A file that cannot be read is never overwritten; the user may have it renamed."""
        question = Confirm(refused, "Set it aside (it is renamed, not deleted) and begin anew?")

        def then(yes: bool | None) -> None:
            if yes:
                self._do(self._session.set_aside)

        return self._ask(question, then)

    def _do(self, change: Callable[[], Done], after: str = "") -> bool:
        """Make a change and say so, or say why not; tells whether it was made, or is kept."""
        try:
            done = change()
        except StoreError as error:
            self._host.say(error.message, warning=True)
            return False
        self._host.marks_changed()
        self._host.say(done.message + after, warning=not done.saved)
        return True
