"""What the mouse does in the text."""

from __future__ import annotations

from textual import events
from textual.timer import Timer

from csreader.text.cursor import motions
from csreader.tui.widgets.body_motions import margin_lines
from csreader.tui.widgets.body_selection import Selection
from csreader.tui.widgets.text_view import TextView

DRAG_SECONDS = 0.05
"""How often a drag beyond the edge scrolls a line."""


class MouseText(TextView):
    """A text whose cursor the mouse moves: clicks, drags, the wheel, the scrollbar."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._goal: int | None = None
        """The cell that motions by lines aim for."""
        self._drag: Timer | None = None
        self._drag_step = 0
        self._by_hand = False
        """Whether the last to scroll was the mouse."""

    def _offset_under(self, event: events.MouseEvent) -> int:
        at = event.get_content_offset_capture(self)
        line = max(0, min(at.y + self.scroll_offset.y, self.layout_of_text.height - 1))
        return self.layout_of_text.offset_at(line, max(0, at.x - self._left))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the cursor under the mouse; a drag then selects."""
        if event.button != 1 or not self.reading.text:
            return
        self.capture_mouse()
        self._goal = None
        offset = self._offset_under(event)
        if event.shift:
            self._set(self.selection.extended(self.reading, offset))
        else:
            self._set(Selection.at(offset))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select while the button is down; beyond the edge the text scrolls."""
        if self.app.mouse_captured is not self or event.button == 0:
            return
        y = event.get_content_offset_capture(self).y
        self._drag_step = -1 if y < 0 else 1 if y >= self.size.height else 0
        if self._drag_step and self._drag is None:
            self._drag = self.set_interval(DRAG_SECONDS, self._drag_on)
        offset = self._offset_under(event)
        if offset != self.cursor or self.selection.range is not None:
            self._set(self.selection.extended(self.reading, offset))

    def _drag_on(self) -> None:
        if self._drag_step:
            line = self.layout_of_text.line_of(self.cursor) + self._drag_step
            line = max(0, min(line, self.layout_of_text.height - 1))
            cell = self.layout_of_text.position(self.cursor)[1]
            offset = self.layout_of_text.offset_at(line, cell)
            self._set(self.selection.extended(self.reading, offset))

    def on_mouse_up(self) -> None:
        """End a drag."""
        self.release_mouse()
        if self._drag is not None:
            self._drag.stop()
            self._drag = None

    def on_click(self, event: events.Click) -> None:
        """A double click selects the word, a triple click the sentence."""
        if event.chain == 2:
            self._set(Selection.at(self.cursor).with_word(self.reading))
        elif event.chain >= 3:
            self._set(Selection.at(self.cursor).with_sentence(self.reading))

    # Scrolling. As in Vim the cursor stays in sight, so that the next key is about what is seen.

    def on_mouse_scroll_down(self) -> None:
        """The cursor will go along."""
        self._by_hand = True

    on_mouse_scroll_up = on_scroll_to = on_scroll_up = on_scroll_down = on_mouse_scroll_down

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """As Textual's; the cursor comes along where the mouse scrolled it out of sight."""
        super().watch_scroll_y(old_value, new_value)
        if not self._by_hand or self.selection.range is not None or not self.size.height:
            return
        layout, top = self.layout_of_text, self.scroll_offset.y
        margin = margin_lines(self.size.height)
        first = top + margin if top > 0 else 0
        last = min(top + self.size.height, layout.height) - 1
        if last < layout.height - 1:
            last -= margin
        line = layout.line_of(self.cursor)
        if layout.height and not first <= line <= last:
            kept = max(first, min(line, last))
            self._set(
                Selection.at(motions.line_first(self.reading, layout, layout.offset_at(kept, 0)))
            )
            self._by_hand = True

    def _set(self, selection: Selection) -> None:
        """As `TextView._set`; what scrolls now is not the mouse."""
        self._by_hand = False
        super()._set(selection)
