"""The body's cursor and selection, as a value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from csreader.text.clusters import snap
from csreader.text.cursor import motions, objects, units
from csreader.text.model import ReadingText
from csreader.text.sentences import Range


@dataclass(frozen=True, slots=True)
class Selection:
    """A cursor, and a passage where one is selected."""

    cursor: int = 0
    """The offset of the character under the cursor."""
    range: Range | None = None
    """The passage that is selected."""
    anchor: int | None = None
    """Where motions extend the selection from."""
    visual: bool = False
    """Whether plain motions extend the selection, as after `v`."""

    @classmethod
    def at(cls, offset: int) -> Selection:
        """A cursor without a selection."""
        return cls(cursor=offset)

    def moved(self, reading: ReadingText, offset: int) -> Selection:
        """After a plain motion: extended while `v` selects, else dropped."""
        if self.visual:
            return self.extended(reading, offset)
        return Selection.at(offset)

    def extended(self, reading: ReadingText, offset: int) -> Selection:
        """After a motion that selects, from the anchor to the cursor, both included."""
        anchor = self.cursor if self.anchor is None else self.anchor
        return replace(
            self,
            cursor=offset,
            anchor=anchor,
            range=objects.inclusive_range(reading, anchor, offset) if reading.text else None,
        )

    def toggled(self, reading: ReadingText) -> Selection:
        """After `v`: a selection of the character at the cursor, or none where `v` was on."""
        if self.visual:
            return Selection.at(self.cursor)
        if self.range is not None:
            return replace(self, visual=True)
        return replace(self.extended(reading, self.cursor), visual=bool(reading.text))

    def chosen(self, reading: ReadingText, selected: Range) -> Selection:
        """A passage selected as a whole, the cursor on its last character."""
        start, end = selected
        last = snap(reading.text, max(start, end - 1), end)[0] if end > start else start
        return Selection(cursor=last, range=(start, end), anchor=start)

    def swapped(self, reading: ReadingText) -> Selection:
        """The cursor at the selection's other end, from which motions go on."""
        if self.range is None:
            return self
        start, end = self.range
        last = snap(reading.text, max(start, end - 1), end)[0]
        at_start = self.cursor == start
        cursor, anchor = (last, start) if at_start else (start, last)
        return replace(self, cursor=cursor, anchor=anchor, visual=True)

    def grown(self, reading: ReadingText) -> Selection:
        """The next larger unit that holds what is selected, or the cursor."""
        passage = units.grown(reading, self.range or (self.cursor, self.cursor))
        return self if passage[0] == passage[1] else self._around(passage)

    def shrunk(self, reading: ReadingText) -> Selection:
        """The largest unit at the cursor within what is selected; none where none is."""
        if self.range is None:
            return self
        passage = units.shrunk(reading, self.range, self.cursor)
        return Selection.at(self.cursor) if passage is None else self._around(passage)

    def _around(self, passage: Range) -> Selection:
        """A passage selected with the cursor left where it is in it."""
        start, end = passage
        cursor = self.cursor if start <= self.cursor < end else start
        return Selection(cursor=cursor, range=passage, anchor=start)

    def rested(self) -> Selection:
        """After tagging: the passage stays selected until a motion drops it."""
        return replace(self, visual=False)

    def dropped(self) -> Selection:
        """Without its selection; the cursor stays where it is."""
        return Selection.at(self.cursor)

    def followed(
        self, old: ReadingText, new: ReadingText, followed: Callable[[int], int]
    ) -> Selection:
        """In an edited text: a selection is kept where its words are still the same."""
        cursor = followed(self.cursor) if old.text else 0
        if self.range is None:
            return Selection.at(cursor)
        start, end = self.range
        moved = followed(start)
        passage = (moved, moved + end - start)
        if new.text[slice(*passage)] != old.text[start:end]:
            return Selection.at(cursor)
        shift = moved - start
        anchor = None if self.anchor is None else self.anchor + shift
        return replace(self, cursor=self.cursor + shift, range=passage, anchor=anchor)

    def with_object(self, reading: ReadingText, unit: str, *, around: bool) -> Selection:
        """A text object at the cursor selected: `word`, `sentence` or `paragraph`."""
        found = objects.OBJECTS[unit](reading, self.cursor)
        if found is not None and around:
            found = objects.around(reading, found, unit)
        return self if found is None or found[0] == found[1] else self.chosen(reading, found)

    def with_more(self, reading: ReadingText, unit: str) -> Selection:
        """What is selected and the next `word`, `sentence` or `paragraph` as well."""
        if unit == "sentence":
            return self.with_sentence(reading)
        if unit == "paragraph":
            return self.with_paragraph(reading)
        return self.extended(reading, motions.word_end(reading, self.cursor, 1))

    def with_word(self, reading: ReadingText) -> Selection:
        """The word at the cursor selected."""
        return self._grown(reading, objects.word_at, lambda _, __: None)

    def with_sentence(self, reading: ReadingText) -> Selection:
        """The sentence at the cursor selected; where one is already, the next as well."""
        return self._grown(reading, objects.sentence_at, objects.next_sentence)

    def with_paragraph(self, reading: ReadingText) -> Selection:
        """The paragraph at the cursor selected; where one is already, the next as well."""
        return self._grown(reading, objects.paragraph_at, objects.next_paragraph)

    def _grown(
        self,
        reading: ReadingText,
        unit: Callable[[ReadingText, int], Range | None],
        following: Callable[[ReadingText, int], Range | None],
    ) -> Selection:
        if self.range is not None:
            start, end = self.range
            first = unit(reading, start)
            last = unit(reading, max(start, end - 1))
            if first and last and (first[0], last[1]) == self.range:
                more = following(reading, end)
                return self if more is None else self.chosen(reading, (start, more[1]))
            if first and last:
                return self.chosen(reading, (first[0], last[1]))
        found = unit(reading, self.cursor)
        return self if found is None or found[0] == found[1] else self.chosen(reading, found)

    def cursor_range(self, reading: ReadingText) -> Range | None:
        """The whole grapheme cluster under the cursor; none in an empty text."""
        if self.cursor >= len(reading.text):
            return None
        return snap(reading.text, self.cursor, self.cursor + 1)
