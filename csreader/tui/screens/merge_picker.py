"""Chooses the tag that another is merged into."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csreader.annotations import Codebook
from csreader.tui.screens.filter_picker import FilterPicker
from csreader.tui.screens.tag_picker import alike, matching
from csreader.tui.widgets.row_list import Row
from csreader.tui.widgets.rows import TagRow


class MergePicker(FilterPicker[str]):
    """Gives the name of the tag that stays.

    Args:
        name: The tag that goes.
        codebook: The tags to choose from.
        counts: On how many passages each is.
    """

    def __init__(self, name: str, codebook: Codebook, counts: Mapping[str, int]) -> None:
        super().__init__(f"Merge “{name}” into", "type to filter")
        self._name = name
        self._codebook = codebook
        self._counts = counts

    def rows(self, typed: str) -> Sequence[Row]:
        """The other tags that fit, best first."""
        names = [tag.name for tag in self._codebook.tags if tag.name != self._name]
        return [
            TagRow(self._codebook.entry(name), "", self._counts.get(name, 0), describe=True)
            for name in (*matching(names, typed), *alike(names, typed))
        ]

    def result(self, row: Row) -> str:
        """The row's tag."""
        assert isinstance(row, TagRow)
        return row.tag.name
