"""The markers of list items."""

from __future__ import annotations

_BULLETS = "•◦▪"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


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
