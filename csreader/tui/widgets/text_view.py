"""A reading text on the screen: painted lines, a cursor, a selection, highlights.

On Textual's line API: it lays the text out once per width, paints only the lines that are
seen, and keeps all places as offsets into the reading text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.style import Style
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from csreader.text.cursor import objects
from csreader.text.layout import Layout, lay_out
from csreader.text.model import ReadingText
from csreader.text.sentences import Range
from csreader.tui.highlights import Highlight, Highlights
from csreader.tui.widgets.body_motions import margin_lines
from csreader.tui.widgets.body_paint import Look, paint_line
from csreader.tui.widgets.body_selection import Selection
from csreader.tui.widgets.scrolling import Scrolling

READING_WIDTH = 80
"""The widest reading column, in cells."""
MARGIN = 4
"""Cells left of the text: three for marks, one blank."""
_STYLES = (
    "text heading strong emphasis code link dim bar quote table-head "
    "cursor cursor-blurred selection found sentence"
)


class TextView(Scrolling, can_focus=True):
    """Shows a reading text; what moves in it and marks it is the body's business."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"body--{name}" for name in _STYLES.split()}
    DEFAULT_CSS = """
    TextView {
        & > .body--text { color: $foreground; }
        & > .body--heading { color: $primary; text-style: bold; }
        & > .body--table-head { text-style: bold; }
        & > .body--strong { text-style: bold; }
        & > .body--emphasis { text-style: italic; }
        & > .body--code { color: $secondary; }
        & > .body--link { color: $accent; text-style: underline; }
        & > .body--dim { color: $dim; }
        & > .body--bar { color: $dim; }
        & > .body--quote { color: $foreground; }
        & > .body--cursor { text-style: reverse; }
        & > .body--cursor-blurred { text-style: underline; }
        & > .body--sentence { background: $panel; }
        & > .body--found { background: $warning; color: $background; }
        & > .body--selection { background: $selection; color: $foreground; }
    }
    """

    class Moved(Message):
        """The cursor or the selection changed."""

        def __init__(self, view: TextView) -> None:
            super().__init__()
            self.view = view

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.reading = ReadingText("")
        self.layout_of_text: Layout = lay_out(self.reading, READING_WIDTH)
        self.selection = Selection()
        self._highlights = Highlights(())
        self._current: frozenset[str] = frozenset()
        self._found: Sequence[Range] = ()
        self.marks_sentence = False
        """Whether the sentence at the cursor is softly marked."""
        self._look: Look | None = None
        self._cache: dict[int, Strip] = {}
        self._wanted_top: tuple[int, int] | None = None
        """The offset that would be at the top but for the cursor, and the line that is."""
        self._height = 0
        """The lines of the pane when it was last given a size."""
        self._unseen = False
        """Whether the text came while the pane was hidden, so that nothing could scroll."""

    # What others call

    @property
    def cursor(self) -> int:
        """The offset of the character under the cursor."""
        return self.selection.cursor

    @property
    def percent(self) -> int | None:
        """How far down the text the cursor is; None where all of it is in sight."""
        layout = self.layout_of_text
        last = layout.line_of(max(0, len(self.reading.text) - 1))
        if not last or layout.height <= self.size.height:
            return None
        return round(100 * layout.line_of(self.cursor) / last)

    def show(self, reading: ReadingText, *, cursor: int = 0, layout: Layout | None = None) -> None:
        """Show a reading text with the cursor somewhere in it.

        A layout made elsewhere is used where it fits the pane's width.
        """
        self.reading = reading
        self.selection = Selection.at(cursor)
        self._highlights = Highlights(())
        self._found = ()
        width = self.text_width
        self._lay_out(layout if layout is not None and layout.width == width else None)
        self._unseen = not self.size.height
        self.scroll_to(0, 0, animate=False, force=True, immediate=True)
        self._reveal()

    def show_edited(self, reading: ReadingText, followed: Callable[[int], int]) -> None:
        """Show the same text after an edit, with the cursor and what is in sight where they were.

        Args:
            reading: The new text.
            followed: Gives the new text's offset for one of the old.
        """
        old, top = self.layout_of_text, self.scroll_offset.y
        line = old.line_of(self.cursor)
        in_sight = top <= line < top + self.size.height
        # The line that stays where it is on the screen: the cursor's, else the first.
        kept = line if in_sight else min(top, old.height - 1)
        place = self.cursor if in_sight else old.lines[kept].start if old.height else 0
        selection = self.selection.followed(self.reading, reading, followed)
        self.reading, self.selection = reading, selection
        self._highlights = Highlights(())
        self._found = ()
        self._lay_out()
        if top > 0 or not in_sight:
            now = self.layout_of_text.line_of(followed(place))
            self.scroll_to(0, max(0, now - kept + top), animate=False, force=True, immediate=True)
        if in_sight:
            self._reveal()

    def show_highlights(self, highlights: Sequence[Highlight]) -> None:
        """Show other highlights on the same text."""
        self._highlights = Highlights(highlights)
        self._repaint()

    def mark_sentence(self, on: bool) -> None:
        """Mark the sentence at the cursor softly, or no longer."""
        self.marks_sentence = on
        self._repaint()

    @property
    def _sentence(self) -> Range | None:
        """The sentence that is softly marked."""
        return objects.sentence_at(self.reading, self.cursor) if self.marks_sentence else None

    def show_found(self, found: Sequence[Range]) -> None:
        """Show what was searched for; the places are in order and do not overlap."""
        if found != self._found:
            self._found = tuple(found)
            self._repaint()

    def show_current(self, ids: frozenset[str]) -> None:
        """Paint the highlights with these ids stronger: those at the cursor."""
        changed = ids ^ self._current
        if not changed:
            return
        self._current = ids
        top = self.scroll_offset.y
        window = range(top, min(top + self.size.height, self.layout_of_text.height))
        lines = {number for number in window if self._has_any(number, changed)}
        # Lines out of sight are painted anew when they come.
        self._cache = {
            number: strip
            for number, strip in self._cache.items()
            if number in window and number not in lines
        }
        self._refresh_lines(lines)

    def _has_any(self, number: int, ids: frozenset[str]) -> bool:
        """Whether a painted line has any of some highlights."""
        line = self.layout_of_text.lines[number]
        return any(one.id in ids for one in self._highlights.on(line.start, line.end))

    def drop_selection(self) -> bool:
        """Drop the selection; tells whether there was one."""
        had = self.selection.range is not None or self.selection.visual
        self._set(self.selection.dropped())
        return had

    def rest_selection(self) -> None:
        """Keep the passage selected until a motion drops it."""
        self._set(self.selection.rested())

    def move_to(self, offset: int) -> None:
        """Put the cursor on a character, without a selection."""
        self._set(Selection.at(offset))

    def go_to(self, passage: Range) -> None:
        """Put the cursor on a passage's start, with as much of it in sight as there is room."""
        lines = self.layout_of_text.lines_of(*passage)
        top, height = self.scroll_offset.y, self.size.height
        in_sight = top <= lines.start and lines.stop <= top + height - margin_lines(height)
        self.move_to(passage[0])
        if not in_sight:
            # A quarter of the pane above it, less where its end would be out of sight.
            above = min(height // 4, max(2, height - len(lines) - 1))
            self.scroll_to(
                0, max(0, lines.start - above), animate=False, force=True, immediate=True
            )

    @property
    def text_width(self) -> int:
        """The cells that the text is wrapped to in the pane as it is."""
        width = self.scrollable_content_region.width
        if not width:
            # Not shown yet: as wide as it will be in most windows.
            return READING_WIDTH
        return max(1, min(READING_WIDTH, width - MARGIN - 1))

    # Layout

    def _lay_out(self, layout: Layout | None = None) -> None:
        self.layout_of_text = layout or lay_out(self.reading, self.text_width)
        width = self.scrollable_content_region.width
        self.virtual_size = Size(max(width, 1), self.layout_of_text.height + 1)
        self._repaint()

    @property
    def _left(self) -> int:
        """The cells left of the text: it is centred where there is room."""
        spare = self.scrollable_content_region.width - self.layout_of_text.width - MARGIN - 1
        return MARGIN + max(0, spare) // 2

    def on_resize(self) -> None:
        """Wrap to the new width, with the same text at the top."""
        if not self.size.height:
            # Hidden: all stays as it was seen last.
            return
        appeared, self._unseen = self._unseen, False
        old = self.layout_of_text
        top = min(self.scroll_offset.y, old.height - 1)
        # In the window as it was: a lower one may have lost the cursor.
        in_sight = appeared or top <= old.line_of(self.cursor) < top + self._height
        self._height = self.size.height
        offset = old.lines[top].start if old.height else 0
        if self._wanted_top is not None and self._wanted_top[1] == top:
            # Scrolled for the cursor's sake only: a higher window has room for both again.
            offset = self._wanted_top[0]
        if self.text_width == old.width:
            self._repaint()
        else:
            self._lay_out()
        line = self.layout_of_text.line_of(offset) if top > 0 and offset > 0 else 0
        self.scroll_to(0, line, animate=False, force=True, immediate=True)
        if in_sight:
            self._reveal()
        now = self.scroll_offset.y
        self._wanted_top = (offset, now) if now != line else None
        self.post_message(self.Moved(self))

    def _reveal(self) -> None:
        if not self.size or not self.layout_of_text.height:
            return
        line, _ = self.layout_of_text.position(self.cursor)
        spare = margin_lines(self.size.height)
        top = max(0, line - spare)
        self.scroll_to_region(
            Region(0, top, 1, line + spare + 1 - top), animate=False, force=True, immediate=True
        )

    # Painting

    def render_line(self, y: int) -> Strip:
        """One line of the pane, by its place on the screen."""
        width = self.scrollable_content_region.width
        number = y + self.scroll_offset.y
        look = self._look or self._make_look()
        strip = self._cache.get(number)
        if strip is not None:
            return strip
        if number < self.layout_of_text.height:
            strip = paint_line(
                self.layout_of_text.lines[number],
                self.reading,
                look,
                self._highlights,
                self._current,
                self.selection.range,
                self.selection.cursor_range(self.reading),
                self._found,
                self._sentence,
                left=self._left,
                width=width,
            )
        else:
            strip = Strip.blank(width, look.base)
        if len(self._cache) > 512:
            self._cache.clear()
        self._cache[number] = strip
        return strip

    def _make_look(self) -> Look:
        base = self.rich_style
        styles: dict[str, Style] = {
            name: self.get_component_rich_style(f"body--{name}", partial=True)
            for name in _STYLES.split()
        }
        cursor = styles["cursor"] if self.has_focus else styles["cursor-blurred"]
        # Where colour cannot be had, highlights are told by an underline instead.
        colorless = self.app.no_color or self.app.native_ansi_color
        sixteen = not colorless and self.app.console.color_system == "standard"
        self._look = Look.make(base, styles, cursor, colorless=colorless, sixteen=sixteen)
        return self._look

    def notify_style_update(self) -> None:
        """The theme changed."""
        self._look = None
        self._cache.clear()
        super().notify_style_update()

    def _repaint(self) -> None:
        self._cache.clear()
        self.refresh()

    def on_focus(self) -> None:
        """The cursor shows."""
        self._look = None
        self._repaint()

    def on_blur(self) -> None:
        """The cursor is painted weaker."""
        self._look = None
        self._repaint()

    def _set(self, selection: Selection) -> None:
        """Take a new cursor and selection; only the lines that change are painted again."""
        if selection == self.selection:
            return
        sentences = [self._sentence]
        old, self.selection = self.selection, selection
        sentences.append(self._sentence)
        lines: set[int] = set()
        if sentences[0] != sentences[1]:
            for one in sentences:
                lines.update(self._visible(one) if one is not None else ())
        for some in (old, selection):
            lines.add(self.layout_of_text.line_of(some.cursor))
            if some.range is not None:
                lines.update(self._visible(some.range))
        for line in lines:
            self._cache.pop(line, None)
        top = self.scroll_offset.y
        self._reveal()
        if self.scroll_offset.y != top:
            self.refresh()
        else:
            self._refresh_lines(lines)
        self.post_message(self.Moved(self))

    def _refresh_lines(self, lines: set[int]) -> None:
        """Have some painted lines painted anew, as far as they are in sight."""
        top, width = self.scroll_offset.y, self.scrollable_content_region.width
        regions = [
            Region(0, line - top, width, 1)
            for line in lines
            if top <= line < top + self.size.height
        ]
        if regions:
            self.refresh(*regions)

    def _visible(self, passage: Range) -> range:
        lines = self.layout_of_text.lines_of(*passage)
        top = self.scroll_offset.y
        return range(max(lines.start, top - 1), min(lines.stop, top + self.size.height + 1))
