"""The tag picker: filters as you type, takes several tags, makes a new one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import ClassVar

from rapidfuzz.fuzz import partial_ratio
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from csreader.annotations import Codebook, StoreError
from csreader.annotations.codebook import clean_tag_name
from csreader.tui.paint import clip
from csreader.tui.screens.dialog import Dialog
from csreader.tui.widgets.row_list import RowList
from csreader.tui.widgets.rows import NewTagRow, TagRow

_ALIKE = 75
"""How alike, of 100, a name is to what was typed with a slip to be offered."""
_HINT = "type or ↓   tab ticks   enter saves   esc closes"


class TagPicker(Dialog[list[str] | None]):
    """Gives the names of the tags chosen; None where nothing shall change.

    Args:
        codebook: The tags to choose from.
        counts: How often each tag is used.
        chosen: The tags that the passage has already.
        quote: The passage, shown above.
        recent: The tags used last, the last one first: they are listed first.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "close", show=False),
        Binding("enter", "accept", "accept", show=False, priority=True),
        Binding("tab", "tick", "tick", show=False, priority=True),
        Binding("down,ctrl+n", "step(1)", "down", show=False, priority=True),
        Binding("up,ctrl+p", "step(-1)", "up", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    TagPicker {
        & > Vertical { width: 64; }
        & Static { width: 1fr; height: 1; color: $dim; padding: 0 1; }
        & Input, & Input:focus {
            border: none; height: 1; padding: 0 1; background: $foreground 8%;
        }
        & RowList { height: auto; max-height: 16; margin: 1 0; background: $surface; }
    }
    """

    def __init__(
        self,
        codebook: Codebook,
        counts: Mapping[str, int],
        chosen: tuple[str, ...],
        quote: str,
        recent: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self._codebook = codebook
        self._counts = counts
        self._before = chosen
        self._chosen = list(chosen)
        self._quote = quote
        self._recent = recent
        self._ticked = False
        self._moved = False
        self._filtered = ""

    def compose(self) -> ComposeResult:
        """The passage, the filter, the tags, the keys."""
        with Vertical():
            yield Static(clip(f"“{self._quote}”", 56), markup=False)
            yield Input(placeholder="type to filter, or a new tag's name")
            yield RowList()
            yield Static(_HINT, markup=False)

    def on_mount(self) -> None:
        """Show all tags."""
        self._fill()
        self.set_focus(self.query_one(Input))

    def on_input_changed(self) -> None:
        """Filter."""
        self._fill()

    def _fill(self, cursor: int | None = None) -> None:
        typed = self._filtered = self.query_one(Input).value
        if cursor is None:
            # Without a word typed nothing is chosen: enter alone changes nothing.
            cursor = 0 if typed.strip() else -1
        known = [tag.name for tag in self._codebook.tags]
        recent = [name for name in self._recent if name in known]
        names = matching(list(dict.fromkeys((*recent, *known))), typed)
        keys = {tag.name: str(number) for number, tag in self._codebook.keys.items()}
        rows: list[TagRow | NewTagRow] = [
            TagRow(
                self._codebook.entry(name),
                keys.get(name, ""),
                self._counts.get(name, 0),
                ticked=name in self._chosen,
                describe=True,
            )
            for name in names
        ]
        # Tags made in this very dialog are in no codebook yet.
        made = [name for name in self._chosen if self._codebook.get(name) is None]
        rows.extend(
            TagRow(self._codebook.entry(name), "", 0, ticked=True) for name in matching(made, typed)
        )
        if new := self._new_name(typed):
            rows.append(NewTagRow(new))
        listed = self.query_one(RowList)
        listed.show_rows(rows, cursor)
        listed.styles.height = max(1, min(16, len(rows)))

    def _new_name(self, typed: str) -> str:
        try:
            name = clean_tag_name(typed)
        except StoreError:
            return ""
        return "" if self._codebook.get(name) or name in self._chosen else name

    def action_step(self, rows: int) -> None:
        """Move among the tags."""
        self._moved = True
        self.query_one(RowList).action_step(rows)

    def action_tick(self) -> None:
        """Take the tag, or put it back, and stay."""
        row = self.query_one(RowList).row
        if row is None:
            return
        self._ticked = True
        self._toggle(row)
        typed = self.query_one(Input)
        cursor = self.query_one(RowList).cursor
        if typed.value:
            typed.value = ""
        else:
            self._fill(cursor)

    def _toggle(self, row: object) -> None:
        if isinstance(row, NewTagRow):
            self._chosen.append(row.name)
        elif isinstance(row, TagRow):
            name = row.tag.name
            if name in self._chosen:
                self._chosen.remove(name)
            else:
                self._chosen.append(name)

    def action_accept(self) -> None:
        """Take the tags that were ticked; without any, the one under the cursor."""
        # With what was typed before this key and is on its way to the filter.
        self.query_one(Input).call_later(self._accept)

    def _accept(self) -> None:
        if self.query_one(Input).value != self._filtered:
            self._fill()
        row = self.query_one(RowList).row
        typed = self.query_one(Input).value.strip()
        if row is not None and (typed or (self._moved and not self._ticked)):
            self._toggle(row)
        self.dismiss(None if tuple(self._chosen) == self._before else self._chosen)

    def on_row_list_chosen(self) -> None:
        """A click takes a tag."""
        self._moved = True
        self.action_accept()

    def action_cancel(self) -> None:
        """Change nothing."""
        self.dismiss(None)

    def on_click(self, event: events.Click) -> None:
        """A click beside the dialog closes it."""
        if event.widget is self:
            self.dismiss(None)


def matching(names: list[str], typed: str) -> list[str]:
    """The names that what was typed fits, best first; of equals the order stays.

    A name's beginning goes before words within it, these before letters in order, and
    those before what is only alike.
    """
    wanted = typed.casefold().split()
    if not wanted:
        return names
    ranked: list[tuple[float, int, str]] = []
    for number, name in enumerate(names):
        folded = name.casefold()
        if folded.startswith(" ".join(wanted)):
            rank = 0.0
        elif any(word.startswith(wanted[0]) for word in re.split(r"[\s/]", folded)) and all(
            part in folded for part in wanted
        ):
            rank = 1.0
        elif all(part in folded for part in wanted):
            rank = 2.0
        elif _in_order("".join(wanted), folded):
            rank = 3.0
        elif (alike := partial_ratio(" ".join(wanted), folded)) >= _ALIKE:
            rank = 5.0 - alike / 100
        else:
            continue
        ranked.append((rank, number, name))
    return [name for _, _, name in sorted(ranked)]


def _in_order(letters: str, name: str) -> bool:
    rest = iter(name)
    return all(letter in rest for letter in letters)
