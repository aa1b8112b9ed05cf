"""What the reader does with marks: shows them, and hands the keys that mark to `Marking`."""

from __future__ import annotations

from textual import on

from csreader.annotations import Mark
from csreader.tui.clipboard import told_of_copy
from csreader.tui.marking import Marking
from csreader.tui.screens.reader.frame import Frame
from csreader.tui.tagging import Tagging
from csreader.tui.waiting import Waiting
from csreader.tui.widgets.bars import MarkBar
from csreader.tui.widgets.body import Body
from csreader.tui.widgets.heading import Heading
from csreader.tui.widgets.lists import AnnotationList
from csreader.tui.widgets.wait_bar import WaitBar


class MarkActions(Frame):
    """Marks and those who make them."""

    marking: Marking
    tagging: Tagging
    waiting: Waiting

    def _paint_marks(self) -> None:
        self.body.show_highlights(self.session.highlights())
        self.marks.show()
        self._cursor_moved()

    def marks_changed(self) -> None:
        """Paint highlights, lists and counts anew."""
        session = self.session
        self._paint_marks()
        self.posts.show()
        self.tagging.show()
        self.query_one(WaitBar).show(len(self.waiting), self.waiting.told)
        if session.post is not None:
            self.query_one(Heading).show(session.post, session)

    @on(Body.Moved)
    def _body_moved(self) -> None:
        # A message stays until the next motion; word of the last one may come after it.
        if self.body.selection != self._said_at:
            self.say("")
        self._cursor_moved()

    def _cursor_moved(self) -> None:
        self.tour.look()
        self.query_one(Heading).show_place(self.body.percent)
        marks = self.session.marks_at(self.body.cursor) if self.session.post else []
        self.body.show_current(frozenset(mark.annotation.id for mark in marks))
        self.query_one(MarkBar).show(
            marks,
            self.session.codebook,
            self.session.store.coder,
            selecting=self.body.selection.range is not None,
        )
        if marks:
            self.marks.point_at(marks[0].annotation.id)

    @on(AnnotationList.Asked)
    async def _annotation_asked(self, event: AnnotationList.Asked) -> None:
        mark = event.mark
        if event.what == "tag":
            await self.marking.tag(mark)
        elif event.what == "note":
            await self.marking.note(mark)
        elif event.what == "delete":
            await self.marking.delete(mark)
        elif event.what == "accept":
            await self.marking.accept(mark)
        else:
            self._jump(mark)

    def _jump(self, mark: Mark) -> None:
        if mark.start is None or mark.end is None:
            self.say("its passage is not in the text any more", warning=True)
            return
        self.show_pane("body-pane")
        self.body.go_to((mark.start, mark.end))

    # Keys

    async def action_tag(self) -> None:
        """Choose tags for the selection, the mark at the cursor or the sentence."""
        await self.marking.tag()

    async def action_quick_tag(self, number: int) -> None:
        """Toggle the tag of a digit key on the selection."""
        await self.marking.quick_tag(number)

    async def action_letter_tag(self) -> None:
        """Toggle a tag by its letter."""
        await self.marking.letter_tag()

    async def action_repeat(self) -> None:
        """Put the last tags on the selection or the sentence."""
        await self.marking.repeat()

    async def action_note(self) -> None:
        """Write a note on the selection, the mark at the cursor or the sentence."""
        await self.marking.note()

    async def action_bounds(self) -> None:
        """Change which passage a mark is on."""
        await self.marking.bounds()

    async def action_delete(self) -> None:
        """Delete the mark at the cursor."""
        await self.marking.delete()

    async def action_accept(self) -> None:
        """Accept the words that the mark at the cursor has now."""
        await self.marking.accept()

    def action_others(self) -> None:
        """Hide the marks of other coders, or show them."""
        session = self.session
        session.hide_others(not session.others_hidden)
        self.marks_changed()
        hidden = len(session.marks.others)
        if session.others_hidden:
            self.say(f"other coders' marks are hidden: {hidden} in this post; C shows them")
        else:
            self.say("other coders' marks show")

    def action_mark_next(self) -> None:
        """Go to the next annotation."""
        self.marking.step(self.body.take_count())

    def action_mark_previous(self) -> None:
        """Go to the previous annotation."""
        self.marking.step(-self.body.take_count())

    def action_save_waiting(self) -> None:
        """Try again to save what could not be saved."""
        self.waiting.save()

    def action_copy_waiting(self) -> None:
        """Copy out what could not be saved."""
        self.waiting.copy_out()

    def action_copy(self) -> None:
        """Copy the selection, the mark at the cursor or the sentence."""
        self._copy(self.marking.passage_text())

    def action_copy_source(self) -> None:
        """Copy the same, with the post's title, day and file."""
        text = self.marking.passage_text()
        self._copy(self.session.with_source(text, self.body.cursor) if text else "")

    def _copy(self, text: str) -> None:
        if not text:
            self.say("there is nothing to copy here", warning=True)
            return
        self.app.copy_to_clipboard(text)
        self.say(told_of_copy(text))
