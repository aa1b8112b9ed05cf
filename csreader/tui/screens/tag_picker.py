"""The tag picker: filters as you type, takes several tags, makes a new one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import ClassVar

from rapidfuzz.fuzz import partial_ratio
from textual.binding import Binding, BindingType
from textual.widgets import Input

from csreader.annotations import Codebook, StoreError
from csreader.annotations.tags.codebook import clean_tag_name
from csreader.tui.screens.filter_picker import FilterPicker
from csreader.tui.widgets.row_list import Row, RowList
from csreader.tui.widgets.rows import NewTagRow, TagRow

_ALIKE = 75
"""How alike, of 100, a name is to what was typed with a slip to be offered."""
_HINT = "type or ↓   tab ticks   enter saves   esc closes"


class TagPicker(FilterPicker[list[str]]):
    """Gives the names of the tags chosen; None where nothing shall change.

    Args:
        codebook: The tags to choose from.
        counts: How often each tag is used.
        chosen: The tags that the passage has already.
        quote: The passage, shown above.
        recent: The tags used last, the last one first: they are listed first.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "tick", "tick", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    TagPicker { & #title { color: $dim; text-style: none; } }
    """

    def __init__(
        self,
        codebook: Codebook,
        counts: Mapping[str, int],
        chosen: tuple[str, ...],
        quote: str,
        recent: Sequence[str] = (),
    ) -> None:
        super().__init__(f"“{quote}”", "type to filter, or a new tag's name", _HINT)
        self._codebook = codebook
        self._counts = counts
        self._before = chosen
        self._chosen = list(chosen)
        self._recent = recent
        self._ticked = False
        self._moved = False

    def rows(self, typed: str) -> Sequence[TagRow | NewTagRow]:
        """The tags that fit, the recent ones first; then a new one of what was typed."""
        known = [tag.name for tag in self._codebook.tags]
        recent = [name for name in self._recent if name in known]
        ordered = list(dict.fromkeys((*recent, *known)))
        # Tags made in this very dialog are in no codebook yet.
        made = [name for name in self._chosen if self._codebook.get(name) is None]
        rows: list[TagRow | NewTagRow] = [*map(self._row, matching([*ordered, *made], typed))]
        if new := self._new_name(typed):
            rows.append(NewTagRow(new))
        # What is only like what was typed stands below: it may be the opposite.
        rows.extend(map(self._row, alike([*ordered, *made], typed)))
        return rows

    def _row(self, name: str) -> TagRow:
        keys = {tag.name: str(number) for number, tag in self._codebook.keys.items()}
        return TagRow(
            self._codebook.entry(name),
            keys.get(name, ""),
            self._counts.get(name, 0),
            ticked=name in self._chosen,
            describe=True,
        )

    def first(self, rows: Sequence[Row]) -> int:  # noqa: ARG002
        """Without a word typed none is chosen: enter alone changes nothing."""
        return 0 if self._typed else -1

    @property
    def _typed(self) -> str:
        return self.query_one(Input).value.strip()

    def _new_name(self, typed: str) -> str:
        try:
            name = clean_tag_name(typed)
        except StoreError:
            return ""
        return "" if self._codebook.get(name) or name in self._chosen else name

    def action_step(self, rows: int) -> None:
        """Move among the tags."""
        self._moved = True
        super().action_step(rows)

    def action_tick(self) -> None:
        """Take the tag, or put it back, and stay."""
        row = self.query_one(RowList).row
        if row is None:
            return
        self._ticked = True
        self._toggle(row)
        typed = self.query_one(Input)
        if typed.value:
            typed.value = ""
        else:
            self.fill(self.query_one(RowList).cursor)

    def _toggle(self, row: Row) -> None:
        if isinstance(row, NewTagRow):
            self._chosen.append(row.name)
        elif isinstance(row, TagRow):
            name = row.tag.name
            if name in self._chosen:
                self._chosen.remove(name)
            else:
                self._chosen.append(name)

    def accept(self, row: Row | None) -> None:
        """Take the tags that were ticked; without any, the one under the cursor."""
        if row is not None and (self._typed or (self._moved and not self._ticked)):
            self._toggle(row)
        self.dismiss(None if tuple(self._chosen) == self._before else self._chosen)

    def on_row_list_chosen(self) -> None:
        """A click takes a tag."""
        self._moved = True
        super().on_row_list_chosen()


def matching(names: list[str], typed: str) -> list[str]:
    """The names that what was typed fits, best first; of equals the order stays.

    A name's beginning goes before words within it, and these before letters in order.
    """
    wanted = typed.casefold().split()
    if not wanted:
        return names
    ranked = [
        (rank, number, name)
        for number, name in enumerate(names)
        if (rank := _rank(name.casefold(), wanted)) is not None
    ]
    return [name for _, _, name in sorted(ranked)]


def alike(names: list[str], typed: str) -> list[str]:
    """The names that are like what was typed, with a slip or two, but do not fit it."""
    wanted = typed.casefold().split()
    if not wanted:
        return []
    ranked = [
        (-partial_ratio(" ".join(wanted), name.casefold()), number, name)
        for number, name in enumerate(names)
        if _rank(name.casefold(), wanted) is None
    ]
    return [name for likeness, _, name in sorted(ranked) if -likeness >= _ALIKE]


def _rank(name: str, wanted: list[str]) -> int | None:
    if name.startswith(" ".join(wanted)):
        return 0
    if all(part in name for part in wanted):
        begins = any(word.startswith(wanted[0]) for word in re.split(r"[\s/]", name))
        return 1 if begins else 2
    return 3 if _in_order("".join(wanted), name) else None


def _in_order(letters: str, name: str) -> bool:
    rest = iter(name)
    return all(letter in rest for letter in letters)
