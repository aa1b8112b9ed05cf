"""Takes the letter of a tag."""

from __future__ import annotations

from collections.abc import Mapping

from textual import events, on

from csreader.annotations import Tag
from csreader.tui.screens.dialog import ListDialog
from csreader.tui.widgets.row_list import Row, RowList
from csreader.tui.widgets.rows import TagRow


class LetterPicker(ListDialog[str]):
    """Gives the name of the tag whose letter was typed.

    Args:
        letters: The tags by their letters.
    """

    def __init__(self, letters: Mapping[str, Tag]) -> None:
        super().__init__("Tag by its letter", "esc closes")
        self._letters = letters

    def rows(self, width: int) -> list[Row]:  # noqa: ARG002
        """A row for each letter."""
        return [TagRow(tag, letter, 0, describe=True) for letter, tag in self._letters.items()]

    def on_key(self, event: events.Key) -> None:
        """A letter chooses, also one that means something in other lists."""
        tag = self._letters.get(event.character or "")
        if tag is not None:
            event.stop()
            event.prevent_default()
            self.dismiss(tag.name)

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        if isinstance(event.row, TagRow):
            self.dismiss(event.row.tag.name)
