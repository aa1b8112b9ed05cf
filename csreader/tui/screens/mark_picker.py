"""Chooses one of several marks that lie under the cursor."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on

from csreader.annotations import Codebook, Mark
from csreader.tui.screens.dialog import ListDialog
from csreader.tui.widgets.row_list import Row, RowList
from csreader.tui.widgets.rows import MarkRow


class MarkPicker(ListDialog[Mark]):
    """Gives the mark that was chosen.

    Args:
        marks: What lies under the cursor, the shortest first.
        codebook: The tags' colours.
    """

    def __init__(self, marks: Sequence[Mark], codebook: Codebook) -> None:
        super().__init__("Which of these marks?", "enter chooses   esc closes")
        self._marks = marks
        self._codebook = codebook

    def rows(self, width: int) -> list[Row]:
        """A row for each mark."""
        return [MarkRow.make(mark, self._codebook, True, width) for mark in self._marks]

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        if isinstance(event.row, MarkRow):
            self.dismiss(event.row.mark)
