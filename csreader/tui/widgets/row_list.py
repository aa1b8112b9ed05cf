"""A list that paints only what is seen, over rows of any height."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import ClassVar, Protocol

from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from csreader.tui.commands import Scope, bindings
from csreader.tui.paint import Part, strip_of, wrap
from csreader.tui.widgets.scrolling import Scrolling


@dataclass(frozen=True, slots=True)
class Look:
    """The styles that rows are painted with, as the theme gives them."""

    text: Style
    dim: Style
    strong: Style


class Row(Protocol):
    """What a `RowList` holds."""

    @property
    def height(self) -> int:
        """How many lines the row takes."""

    def paint(self, width: int, look: Look) -> list[list[Part]]:
        """The row's lines, each a list of parts side by side, for a width in cells."""


class RowList(Scrolling, can_focus=True):
    """Rows with a cursor, by arrows, vim's keys or the mouse."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.LISTS),
        Binding("enter", "choose", "choose", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "row--text",
        "row--dim",
        "row--strong",
        "row--cursor",
        "row--cursor-blurred",
    }
    DEFAULT_CSS = """
    RowList {
        & > .row--text { color: $foreground; }
        & > .row--dim { color: $dim; }
        & > .row--strong { color: $foreground; text-style: bold; }
        & > .row--cursor { background: $primary 35%; }
        & > .row--cursor-blurred { background: $foreground 8%; }
    }
    """

    class Moved(Message):
        """The cursor stands on another row."""

        def __init__(self, row_list: RowList, index: int, row: Row) -> None:
            super().__init__()
            self.row_list = row_list
            self.index = index
            self.row = row

        @property
        def control(self) -> RowList:
            """The list that tells."""
            return self.row_list

    class Chosen(Moved):
        """A row was chosen by enter or a click."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.rows: Sequence[Row] = ()
        self.cursor = 0
        self.nothing = ""
        """What is said where there are no rows."""
        self._tops: Sequence[int] = [0]
        self._looks: tuple[Look, Look] | None = None

    # What others call

    def show_rows(self, rows: Sequence[Row], cursor: int = 0) -> None:
        """Show other rows, with the cursor on one of them, or on none where it is -1.

        No message is sent.
        """
        self.rows = rows
        # Rows that are all as high need not be made to be counted.
        height = getattr(rows, "row_height", 0)
        if height:
            self._tops = range(0, height * len(rows) + 1, height)
        else:
            self._tops = [0, *accumulate(row.height for row in rows)]
        self.virtual_size = Size(self.scrollable_content_region.width or 1, self._tops[-1])
        self.cursor = max(-1, min(cursor, len(rows) - 1))
        self._reveal()
        self.refresh()

    def point(self, index: int) -> None:
        """Put the cursor on a row without telling it."""
        if index != self.cursor and 0 <= index < len(self.rows):
            self._step_to(index)

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if self.rows and self.cursor >= 0 else None

    def move_to(self, index: int) -> None:
        """Put the cursor on a row and tell it."""
        if not self.rows:
            return
        index = max(0, min(index, len(self.rows) - 1))
        if index == self.cursor:
            self._reveal()
            return
        self._step_to(index)
        self.post_message(self.Moved(self, index, self.rows[index]))

    def _step_to(self, index: int) -> None:
        """Put the cursor on a row; where the list does not scroll, two rows are painted anew."""
        old, self.cursor = self.cursor, index
        top = self.scroll_offset.y
        self._reveal()
        if self.scroll_offset.y != top:
            self.refresh()
            return
        width = self.scrollable_content_region.width
        self.refresh(
            *(
                Region(0, self._tops[row] - top, width, self._tops[row + 1] - self._tops[row])
                for row in (old, index)
                if row >= 0
            )
        )

    # Painting

    def render_line(self, y: int) -> Strip:
        """One line of the list, by its place on the screen."""
        width = self.scrollable_content_region.width
        line = y + self.scroll_offset.y
        plain, marked = self._looks or self._make_looks()
        if not self.rows:
            said = wrap(self.nothing, max(1, width - 2), self.size.height)
            words: list[Part] = [(f" {said[y]}", plain.dim)] if y < len(said) else []
            return strip_of(words, width, self.rich_style)
        if line >= self._tops[-1]:
            return strip_of([], width, self.rich_style)
        index = bisect_right(self._tops, line) - 1
        here = index == self.cursor
        look = marked if here else plain
        lines = self.rows[index].paint(width, look)
        inner = line - self._tops[index]
        return strip_of(lines[inner] if inner < len(lines) else [], width, look.text)

    def _make_looks(self) -> tuple[Look, Look]:
        cursor = "row--cursor" if self.has_focus else "row--cursor-blurred"
        plain = self._look(self.rich_style)
        self._looks = (plain, self._look(self.get_component_rich_style(cursor)))
        return self._looks

    def _look(self, base: Style) -> Look:
        behind = Style(bgcolor=base.bgcolor)
        return Look(
            text=self.get_component_rich_style("row--text", partial=True) + behind,
            dim=self.get_component_rich_style("row--dim", partial=True) + behind,
            strong=self.get_component_rich_style("row--strong", partial=True) + behind,
        )

    def notify_style_update(self) -> None:
        """The theme or the focus changed."""
        self._looks = None
        super().notify_style_update()

    def _reveal(self) -> None:
        if not self.rows or self.cursor < 0 or not self.size:
            return
        top = self._tops[self.cursor]
        height = self._tops[self.cursor + 1] - top
        self.scroll_to_region(Region(0, top, 1, height), animate=False, force=True, immediate=True)

    # Events and actions

    def on_resize(self) -> None:
        """Keep the row under the cursor in sight."""
        self.virtual_size = Size(self.scrollable_content_region.width or 1, self._tops[-1])
        self._reveal()
        self.refresh()

    def on_focus(self) -> None:
        """The cursor's row is painted stronger."""
        self._looks = None
        self.refresh()

    def on_blur(self) -> None:
        """The cursor's row is painted weaker."""
        self._looks = None
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor on a row and chooses it."""
        line = event.get_content_offset_capture(self).y + self.scroll_offset.y
        if 0 <= line < self._tops[-1]:
            self.move_to(bisect_right(self._tops, line) - 1)
            self.action_choose()

    def action_step(self, rows: int) -> None:
        """Move the cursor by so many rows."""
        self.move_to(self.cursor + rows)

    def action_page(self, pages: int) -> None:
        """Move the cursor by a page."""
        if self.rows:
            height = max(1, self._tops[-1] // len(self.rows))
            self.move_to(self.cursor + pages * max(1, self.size.height // height - 1))

    def action_go(self, index: int) -> None:
        """Move the cursor to a row, counted from the end when negative."""
        self.move_to(index if index >= 0 else len(self.rows) + index)

    def action_choose(self) -> None:
        """Choose the row under the cursor."""
        if self.row is not None:
            self.post_message(self.Chosen(self, self.cursor, self.row))
