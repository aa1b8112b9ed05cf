"""How a tagging session goes, or went."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from csreader.tui.paint import Part, clip
from csreader.tui.screens.dialog import ListDialog
from csreader.tui.widgets.row_list import Look


@dataclass(frozen=True, slots=True)
class Summary:
    """What was done in a session."""

    posts: int
    passages: int
    tags: Mapping[str, int]
    """On these passages, the most used first."""
    minutes: float


@dataclass(frozen=True, slots=True)
class _Fact:
    number: str
    told: str
    height: int = 1

    def paint(self, width: int, look: Look) -> list[list[Part]]:
        """One line; see `RowList`."""
        return [[(f"{self.number:>9}  ", look.strong), (clip(self.told, width - 12), look.text)]]


class SummaryPage(ListDialog[str]):
    """Shows the summary; gives `end`, `anew`, or None where the session goes on.

    Args:
        summary: What was done.
        left: How many posts are left.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "give('end')", "end", show=False),
        Binding("n", "give('anew')", "anew", show=False),
    ]

    def __init__(self, summary: Summary, left: int) -> None:
        going = "esc goes on   e ends the session   n begins another"
        done = "esc ends the session   n begins another"
        if left:
            super().__init__("Tagging session", going)
        else:
            super().__init__("The queue is done", done)
        self._summary = summary
        self._left = left

    def rows(self, width: int) -> Iterable[_Fact]:  # noqa: ARG002
        """Posts, passages, tags, minutes; then the tags one by one."""
        one = self._summary
        yield _Fact(f"{one.posts:,}", f"post{_s(one.posts)} done, {self._left:,} left")
        yield _Fact(f"{one.passages:,}", f"passage{_s(one.passages)} marked")
        total = sum(one.tags.values())
        yield _Fact(f"{total:,}", f"tag{_s(total)} on them")
        yield _Fact(f"{one.minutes:.1f}", "minutes")
        pace = one.passages / one.minutes if one.minutes >= 0.05 else 0.0
        yield _Fact(f"{pace:.1f}" if pace else "–", "passages a minute")
        if one.tags:
            yield _Fact("", "")
        for tag, count in one.tags.items():
            yield _Fact(f"{count:,}", tag)

    def action_give(self, answer: str) -> None:
        """Give an answer."""
        self.dismiss(answer)

    def on_click(self, event: events.Click) -> None:
        """A click beside the page closes it."""
        if event.widget is self:
            self.dismiss(None)


def _s(count: int) -> str:
    return "" if count == 1 else "s"
