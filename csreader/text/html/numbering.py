"""The markers of list items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from csreader.text.html.tree import attributes_of

_BULLETS = "•◦▪"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(slots=True)
class ListCount:
    """A list that items are being read of."""

    depth: int
    """From 1; counts the bulleted lists around it too."""
    numeral: str = ""
    """How its items are numbered, as HTML's `type`; empty where they have bullets."""
    next: int = 1
    step: int = 1

    def marker(self, tag: str) -> str:
        """The marker of the item that a start tag begins; the next item's follows it."""
        if not self.numeral:
            return bullet(self.depth)
        number = self.next
        style = self.numeral
        if " " in tag:
            attributes = attributes_of(tag)
            number = _whole(attributes.get("value"), number)
            style = attributes.get("type") or style
        self.next = number + self.step
        return f"{numeral(number, style)}."


def list_count(name: str, tag: str, around: Sequence[ListCount]) -> ListCount:
    """The list that a start tag begins, within others."""
    depth = len(around) + 1
    if name != "ol":
        return ListCount(depth)
    attributes = attributes_of(tag)
    step = -1 if "reversed" in attributes else 1
    return ListCount(depth, attributes.get("type") or "1", _whole(attributes.get("start"), 1), step)


def bullet(depth: int) -> str:
    """The bullet of a list, by its depth from 1."""
    return _BULLETS[min(max(depth, 1), len(_BULLETS)) - 1]


def numeral(number: int, style: str) -> str:
    """A number by HTML's list types `1`, `a`, `A`, `i` and `I`; in digits where that cannot be."""
    if style in ("a", "A") and number > 0:
        letters = ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord("a") + rest) + letters
        return letters.upper() if style == "A" else letters
    if style in ("i", "I") and 0 < number < 4000:
        roman = ""
        for value, letter in _ROMAN:
            times, number = divmod(number, value)
            roman += letter * times
        return roman.upper() if style == "I" else roman
    return str(number)


def _whole(value: str | None, default: int) -> int:
    try:
        return int(value) if value and len(value) < 10 else default
    except ValueError:
        return default
