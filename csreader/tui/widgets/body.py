"""The body: the pane that a post is read and marked in, by keys and by mouse."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message

from csreader.text.clusters import snap
from csreader.text.layout import Layout
from csreader.text.model import ReadingText
from csreader.text.sentences import Range
from csreader.tui.commands import Scope, bindings
from csreader.tui.widgets.body_keys import TypedAhead
from csreader.tui.widgets.body_motions import MOTIONS, Place
from csreader.tui.widgets.body_mouse import MouseText
from csreader.tui.widgets.body_selection import Selection

_OBJECT_KINDS = ("i", "a")
_OWN_KEYS = frozenset(binding.key for binding in bindings(Scope.BODY))


class Body(MouseText):
    """A text with a cursor that keys and mouse move.

    Marking is the screen's business: see `csreader.tui.marking`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.BODY)]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._typed = TypedAhead(self._tell_typed)

    def show(self, reading: ReadingText, *, cursor: int = 0, layout: Layout | None = None) -> None:
        """As `TextView.show`; what was typed ahead is forgotten."""
        self._goal = None
        self._typed.clear()
        super().show(reading, cursor=cursor, layout=layout)

    def move_to(self, offset: int) -> None:
        """As `TextView.move_to`; motions by lines aim for the new cell."""
        self._goal = None
        super().move_to(offset)

    class Typed(Message):
        """A count or a chord's first key was typed, or has been used up.

        Attributes:
            text: What is typed, empty for nothing any more.
            chord: The first key of a chord; empty where there is none.
        """

        def __init__(self, text: str, chord: str) -> None:
            super().__init__()
            self.text = text
            self.chord = chord

    def _tell_typed(self, text: str) -> None:
        self.post_message(self.Typed(text, self._typed.chord))

    # Keys. All of them are bindings, so that keys typed fast are taken in their order.

    async def action_digit(self, number: int) -> None:
        """Tag what is selected; without a selection, a digit of a count, or the line's start."""
        if number and self.selection.range is not None:
            self._typed.clear()
            await self.run_action(f"screen.quick_tag({number})")
        elif not self._typed.digit(number):
            self.action_move("line_start")

    def action_chord(self, key: str) -> None:
        """`gg` goes to the post's start."""
        if self._typed.key(key):
            self.action_move("text_start")

    def action_object(self, kind: str) -> None:
        """`i` or `a`, before the key of a word, a sentence or a paragraph."""
        self._typed.begin(kind)

    def on_key(self, event: events.Key) -> None:
        """Another key than its own ends a chord."""
        if event.key not in _OWN_KEYS:
            self._typed.end_chord()

    def on_blur(self) -> None:
        """What was typed ahead is forgotten."""
        self._typed.clear()
        super().on_blur()

    def drop_selection(self) -> bool:
        """As `TextView.drop_selection`; what was typed ahead is forgotten."""
        self._typed.clear()
        return super().drop_selection()

    def take_count(self) -> int:
        """The count that was typed before a key, 1 where there was none."""
        return self._typed.take_count() or 1

    def action_move(self, name: str) -> None:
        """Move the cursor; while `v` selects, the selection follows."""
        if name == "word_next" and self._select_object("word"):
            return
        offset = self._target(name)
        self._set(self.selection.moved(self.reading, offset))

    def action_extend(self, name: str) -> None:
        """Move the cursor and select what it passes."""
        offset = self._target(name)
        self._set(self.selection.extended(self.reading, offset))

    def _target(self, name: str) -> int:
        motion = MOTIONS[name]
        goal = self._goal
        if goal is None:
            goal = self.layout_of_text.position(self.cursor)[1]
        offset = motion.target(
            Place(
                self.reading,
                self.layout_of_text,
                self.cursor,
                self._typed.take_count(),
                goal,
                self.scroll_offset.y,
                self.size.height,
            )
        )
        self._goal = goal if motion.keeps_goal else None
        return offset

    def take(self, selection: Selection) -> None:
        """Put the cursor and the selection where they were before."""
        self._goal = None
        self._set(selection)

    def reach(self, passage: Range) -> None:
        """Go to a passage; while `v` selects, the selection reaches to its end."""
        if self.selection.visual:
            last = snap(self.reading.text, passage[1] - 1, passage[1])[0]
            self._set(self.selection.extended(self.reading, last))
        else:
            self.go_to(passage)

    def select(self, passage: Range) -> None:
        """Select a passage as `v` does, the cursor at its end."""
        self._set(replace(self.selection.chosen(self.reading, passage), visual=True))

    def action_select(self) -> None:
        """Start a selection at the cursor, or end it."""
        self._typed.clear()
        self._set(self.selection.toggled(self.reading))

    def action_sentence(self) -> None:
        """Select the sentence at the cursor, or one more; with a count, so many."""
        if not self._select_object("sentence"):
            for _ in range(self.take_count()):
                self._set(self.selection.with_sentence(self.reading))

    def action_paragraph(self) -> None:
        """Select the paragraph at the cursor, or one more; with a count, so many."""
        if not self._select_object("paragraph"):
            for _ in range(self.take_count()):
                self._set(self.selection.with_paragraph(self.reading))

    def _select_object(self, unit: str) -> bool:
        """Select a text object where `i` or `a` was typed before; tells whether it was."""
        kind = self._typed.chord
        if kind not in _OBJECT_KINDS:
            return False
        more = self.take_count() - 1
        chosen = self.selection.with_object(self.reading, unit, around=kind == "a")
        for _ in range(more):
            chosen = chosen.with_more(self.reading, unit)
        self._set(chosen)
        return True

    def action_grow(self) -> None:
        """Select the next larger unit."""
        self._typed.clear()
        self._set(self.selection.grown(self.reading))

    def action_shrink(self) -> None:
        """Select the next smaller unit."""
        self._typed.clear()
        self._set(self.selection.shrunk(self.reading))

    def action_soft(self) -> None:
        """Mark the sentence at the cursor softly, or no longer."""
        self._typed.clear()
        self.mark_sentence(not self.marks_sentence)

    async def action_other_end(self) -> None:
        """Go to the selection's other end; without a selection, open a link."""
        self._typed.clear()
        if self.selection.range is not None:
            self._set(self.selection.swapped(self.reading))
        else:
            await self.run_action("screen.open")
