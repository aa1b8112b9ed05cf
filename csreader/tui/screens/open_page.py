"""Where links and images lead, shown before anything is opened."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.style import Style
from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from csreader.collection.destinations import Destination
from csreader.tui import pictures
from csreader.tui.paint import Part, clip, fold
from csreader.tui.screens.dialog import ListDialog
from csreader.tui.widgets.hint import Hint
from csreader.tui.widgets.row_list import Look, Row, RowList

_MOST_LINES = 8
_HINT = "enter opens   y copies the address   esc closes"


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A link or image: its words, and below them where it leads."""

    label: str
    destination: Destination
    lines: tuple[str, ...]

    @classmethod
    def make(cls, label: str, destination: Destination, width: int) -> OpenRow:
        """A row with the address folded to a width in cells, none of it left out but its end."""
        lines = fold(destination.shown, max(8, width - 4))
        if len(lines) > _MOST_LINES:
            rest = sum(map(len, lines[_MOST_LINES - 1 :]))
            lines = [*lines[: _MOST_LINES - 1], f"… and {rest:,} characters more; y copies all"]
        return cls(label, destination, tuple(lines))

    @property
    def height(self) -> int:
        """Label, address, what is wrong with it, a blank line."""
        return 2 + len(self.lines) + bool(self.destination.reason)

    def paint(self, width: int, look: Look) -> list[list[Part]]:
        """See `RowList`."""
        painted: list[list[Part]] = [[(" ", look.text), (clip(self.label, width - 2), look.strong)]]
        painted.extend([("   ", look.text), (line, look.text)] for line in self.lines)
        if self.destination.reason:
            painted.append(
                [("   ", look.text), (clip(self.destination.reason, width - 4), look.dim)]
            )
        return [*painted, [("", Style())]]


class OpenPage(ListDialog[Destination]):
    """Gives the destination that shall be opened; None where none shall.

    Args:
        found: Words or placeholders, and where they lead; the nearest first.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "open", "open", show=False),
        Binding("y", "copy", "copy the address", show=False),
    ]
    DEFAULT_CSS = """
    OpenPage {
        & > Vertical { width: 84; }
        & #picture { height: auto; margin: 0 0 1 0; align: center top; }
    }
    """

    def __init__(self, found: Sequence[tuple[str, Destination]]) -> None:
        super().__init__("Open", _HINT)
        self._found = found

    def on_mount(self) -> None:
        """There is a place for a picture below the list."""
        holder = Vertical(id="picture")
        holder.display = False
        self.mount(holder, after=self.query_one(RowList))

    def rows(self, width: int) -> list[OpenRow]:
        """A row for each."""
        return [OpenRow.make(label, destination, width) for label, destination in self._found]

    def height_for(self, rows: Sequence[Row]) -> int:
        """Half the room at most where a picture may come below."""
        height = super().height_for(rows)
        if pictures.are_on() and any(destination.is_image for _, destination in self._found):
            return max(3, min(height, self.list_room // 2))
        return height

    def fill(self) -> None:
        """List what there is, and show the picture."""
        super().fill()
        self._show_picture()

    @property
    def _destination(self) -> Destination | None:
        row = self.query_one(RowList).row
        return row.destination if isinstance(row, OpenRow) else None

    @on(RowList.Moved)
    def _moved(self) -> None:
        self._show_picture()

    @on(RowList.Chosen)
    def _chosen(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """Open what the cursor is on, where it can be."""
        chosen = self._destination
        if chosen is not None and not chosen.reason:
            self.dismiss(chosen)

    def action_copy(self) -> None:
        """Copy the address that the cursor is on."""
        if (chosen := self._destination) is not None:
            self.app.copy_to_clipboard(chosen.url or str(chosen.file or chosen.shown))
            self.query_one(Hint).update("copied, where the terminal allows it")

    def _show_picture(self) -> None:
        chosen = self._destination
        if chosen is not None and chosen.is_image and pictures.are_on():
            self.run_worker(self._load_picture(chosen), exclusive=True)
        else:
            self.query_one("#picture").display = False

    async def _load_picture(self, chosen: Destination) -> None:
        assert chosen.file is not None
        loaded = await asyncio.to_thread(pictures.load, chosen.file)
        holder, listed = self.query_one("#picture"), self.query_one(RowList)
        await holder.remove_children()
        widget = pictures.picture(loaded) if loaded is not None else None
        if widget is not None:
            widget.styles.width = "auto"
            widget.styles.height = holder.styles.height = max(
                4, self.list_room - listed.size.height - 1
            )
            await holder.mount(widget)
        holder.display = widget is not None
        hint = self.query_one(Hint)
        hint.update(_HINT if widget is not None else f"the picture cannot be shown   {_HINT}")
