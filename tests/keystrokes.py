"""Twenty given passages of one story: the keys and seconds they take, here and elsewhere.

tests/tui/test_keystrokes.py plays the keys; `python tests/keystrokes.py` writes
docs/keystrokes.md.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from csreader.collection import Collection
from csreader.text.model import ReadingText

_DATA = Path(__file__).parent / "tui" / "data"
STORY = _DATA / "the-lamp-in-the-window.md"
DOCUMENT = Path(__file__).parents[1] / "docs" / "keystrokes.md"
_PAGE = _DATA / "keystrokes-page.md"

TAGS = (
    "exception to policy",
    "fast response",
    "apology",
    "owning the mistake",
    "goodwill",
    "personal touch",
)
"""In the codebook's order: the first has the key 1."""

SENTENCE, PHRASE, PARAGRAPH, ACROSS = ROWS = (
    "whole sentence",
    "phrase inside a sentence",
    "paragraph",
    "across blocks",
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that is to be marked, and the keys for it."""

    kind: str
    words: str
    """What it says, as `first words … last words`."""
    tag: int
    """Which of `TAGS`, from 1."""
    motion: str
    """The keys from the passage before, apart by blanks; a count is written before its key."""
    marking: str
    """The keys that select and tag."""

    @property
    def keys(self) -> list[str]:
        """All its keys."""
        return [*keys_of(self.motion), *keys_of(self.marking)]


PASSAGES = (
    Passage(ACROSS, "Nothing could … box was gone.", 4, "4 )", "s s 4"),
    Passage(SENTENCE, '"This is our … she said.', 4, ") ) )", "s 4"),
    Passage(SENTENCE, "Then she told … party began.", 3, ") )", "s 3"),
    Passage(PHRASE, "at once", 2, ") ) ) 5 w", "v e e 2"),
    Passage(SENTENCE, "They never sent … weekend.", 1, ")", "s 1"),
    Passage(PHRASE, "Within ten minutes", 2, "}", "v e e e 2"),
    Passage(SENTENCE, "Nobody had asked … did later.", 5, ")", "s 5"),
    Passage(PHRASE, "by himself", 4, ") 1 9 w", "v e e 4"),
    Passage(PARAGRAPH, "We do not … you like.", 1, "}", "p 1"),
    Passage(PARAGRAPH, "That was on … it still.", 6, "}", "p 6"),
    Passage(SENTENCE, "The driver did … to do.", 2, "} } )", "s 2"),
    Passage(SENTENCE, "He took the … onto mine.", 1, ")", "s 1"),
    Passage(PHRASE, "a third off", 5, ") ) 7 w", "v e e 5"),
    Passage(ACROSS, "The lamp stood … tell him.", 6, "}", "p p p 6"),
    Passage(PHRASE, "by hand", 6, ") ) 3 b", "v e e 6"),
    Passage(SENTENCE, "They thanked … second time.", 3, ")", "s 3"),
    Passage(SENTENCE, "In it lay … would burn.", 5, ")", "s 5"),
    Passage(SENTENCE, "He said that … come whole.", 1, "} 3 )", "s 1"),
    Passage(SENTENCE, "He mended the … five minutes.", 2, ")", "s 2"),
    Passage(PARAGRAPH, "My father is … see it.", 5, "}", "p 5"),
)
"""In the order of the story."""


def reading_of_story() -> ReadingText:
    named = Collection.open(STORY).named
    assert named is not None
    return named.reading


def keys_of(keys: str) -> list[str]:
    return keys.split()


def place(reading: ReadingText, words: str, after: int = 0) -> tuple[int, int]:
    """Where a passage's words stand."""
    first, _, last = words.partition(" … ")
    start = reading.text.index(first, after)
    return start, reading.text.index(last, start) + len(last) if last else start + len(first)


def places(reading: ReadingText) -> list[tuple[int, int]]:
    """All passages, each looked for behind the start of the one before."""
    found: list[tuple[int, int]] = []
    for passage in PASSAGES:
        found.append(place(reading, passage.words, found[-1][0] if found else 0))
    return found


# The keystroke-level model

KEY, POINT, BUTTON, HOMING = 0.28, 1.10, 0.10, 0.40
DRAG = POINT + BUTTON + POINT + BUTTON
"""To the passage's start, press, to its end, release."""
TRIPLE_CLICK = POINT + 6 * BUTTON

Steps = Callable[[ReadingText], list[float]]
"""Gives the seconds that each of the passages takes."""


def csreader(_: ReadingText) -> list[float]:
    return [KEY * len(one.keys) for one in PASSAGES]


def doccano(_: ReadingText) -> list[float]:
    """Its label's key where it is not the label of before, then a drag, which marks at once."""
    before = 0
    seconds = []
    for one in PASSAGES:
        seconds.append(DRAG + (KEY if one.tag != before else 0))
        before = one.tag
    return seconds


def taguette(_: ReadingText) -> list[float]:
    """A drag (a paragraph: a triple click), n, a letter of the tag, enter ticks, enter saves."""
    return [
        (TRIPLE_CLICK if one.kind == PARAGRAPH else DRAG)
        + KEY * (1 + len(shortest(TAGS[one.tag - 1], TAGS, anywhere=True)) + 2)
        for one in PASSAGES
    ]


def line_wise(reading: ReadingText) -> list[float]:
    """qualitative-coding in Vim: to the line, A, the code, escape; on further lines j and dot."""
    starts, line, at = [], 0, 0
    for block in reading.blocks:
        for part in textwrap.wrap(reading.text[block.start : block.end], 80):
            at = reading.text.index(part.split()[0], at)
            starts.append((at, line))
            at += 1
            line += 1
        line += 1
    codes = [tag.replace(" ", "_") for tag in TAGS]
    coded: set[int] = set()
    typed: set[str] = set()
    cursor, seconds = 0, []
    for one, (start, end) in zip(PASSAGES, places(reading), strict=True):
        code = codes[one.tag - 1]
        lines = [number for begins, number in starts if begins < end]
        last = lines[-1]
        first = max(number for begins, number in starts if begins <= start)
        lines = [number for number in lines if first <= number <= last]
        step = abs(first - cursor)
        keys = min(step, len(str(step)) + 1)
        # Vim completes what was typed in the file before: a prefix, then ctrl and n.
        known = shortest(code, typed) if code in typed else code
        keys += 2 + min(len(code), len(known) + (2 if code in typed else 0))
        keys += 1 if first in coded else 0
        keys += 2 * (len(lines) - 1)
        seconds.append(KEY * keys)
        coded.update(lines)
        typed.add(code)
        cursor = last
    return seconds


def shortest(name: str, names: Iterable[str], *, anywhere: bool = False) -> str:
    """The shortest beginning of a name (or any piece of it) that no other name has."""
    others = [other for other in names if other != name]
    for size in range(1, len(name) + 1):
        for begin in range(len(name) - size + 1 if anywhere else 1):
            piece = name[begin : begin + size]
            if not any(piece in other if anywhere else other.startswith(piece) for other in others):
                return piece
    return name


TOOLS: dict[str, Steps] = {
    "csreader": csreader,
    "doccano": doccano,
    "Taguette": taguette,
    "line-wise": line_wise,
}


def seconds_of(reading: ReadingText) -> dict[str, dict[str, float]]:
    """Seconds by row and tool."""
    sums = {row: dict.fromkeys(TOOLS, 0.0) for row in ROWS}
    for name, steps in TOOLS.items():
        for one, seconds in zip(PASSAGES, steps(reading), strict=True):
            sums[one.kind][name] += seconds
    return sums


# The document


def document(reading: ReadingText) -> str:
    """docs/keystrokes.md."""
    sums = seconds_of(reading)
    lines = [
        "| | passages | motion | marking | keys each | csreader | "
        + " | ".join(list(TOOLS)[1:])
        + " | of the best of them |",
        "|---|" + "--:|" * (len(TOOLS) + 5),
    ]
    for row in ROWS:
        some = [one for one in PASSAGES if one.kind == row]
        lines.append(_row(row, some, sums[row]))
    total = {name: sum(sums[row][name] for row in ROWS) for name in TOOLS}
    lines.append(_row("all", list(PASSAGES), total))
    detail = ["| passage | | tag | motion | marking | keys |", "|---|---|---|---|---|--:|"]
    detail += [
        f"| {one.words} | {one.kind} | {TAGS[one.tag - 1]} | {_shown(one.motion)} "
        f"| {_shown(one.marking)} | {len(one.keys)} |"
        for one in PASSAGES
    ]
    sentences = [one for one in PASSAGES if one.kind == SENTENCE]
    more = {one: _uncounted(one.motion) - len(keys_of(one.motion)) for one in PASSAGES}
    keys = sum(len(one.keys) + more[one] for one in sentences)
    return _PAGE.read_text(encoding="utf-8").format(
        words=len(reading.text.split()),
        key=KEY,
        point=POINT,
        button=BUTTON,
        homing=HOMING,
        table="\n".join(lines),
        letters=", ".join(f"`{shortest(tag, TAGS, anywhere=True)}`" for tag in TAGS),
        uncounted=sum(more.values()),
        sentences=keys / len(sentences),
        keys="\n".join(detail),
    )


def _row(name: str, some: list[Passage], seconds: dict[str, float]) -> str:
    motion = sum(len(keys_of(one.motion)) for one in some)
    marking = sum(len(keys_of(one.marking)) for one in some)
    best = min(seconds[tool] for tool in TOOLS if tool != "csreader")
    cells = [
        name,
        str(len(some)),
        str(motion),
        str(marking),
        f"{(motion + marking) / len(some):.1f}",
        *(f"{seconds[tool]:.1f}" for tool in TOOLS),
        f"{seconds['csreader'] / best:.0%}",
    ]
    return "| " + " | ".join(cells) + " |"


def _shown(keys: str) -> str:
    # A count and its key are read as one.
    return " ".join(f"`{part}`" for part in re.sub(r"(\d) (?=\S)", r"\1", keys).split())


def _uncounted(motion: str) -> int:
    """How many keys a motion is without counts."""
    total, count = 0, 0
    for key in keys_of(motion):
        if key.isdigit():
            count = 10 * count + int(key)
        else:
            total, count = total + (count or 1), 0
    return total


if __name__ == "__main__":
    DOCUMENT.write_text(document(reading_of_story()), encoding="utf-8")
