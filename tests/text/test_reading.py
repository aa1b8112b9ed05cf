"""What a body becomes: pairs of an input and the outline of its reading text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from outline import outline

from csreader.text.model import Format
from csreader.text.reader import read_text

DATA = Path(__file__).parent / "data" / "reading"


def pairs() -> Iterator[object]:
    for file in sorted(DATA.glob("*.txt")):
        text = file.read_text(encoding="utf-8")
        for case in re.split(r"^== ", text, flags=re.MULTILINE)[1:]:
            head, both = case.split("\n", 1)
            name, written = head.rsplit(" | ", 1)
            body, expected = both.rsplit("\n=>\n", 1)
            named = f"{file.stem}: {name}"
            yield pytest.param(Format(written), body, expected.rstrip("\n"), id=named)


@pytest.mark.parametrize(("written", "body", "expected"), pairs())
def test_reading(written: Format, body: str, expected: str) -> None:
    assert outline(read_text(body, written)) == expected


@pytest.mark.parametrize(
    ("body", "length", "minutes"),
    [
        ("", "0 words", 0),
        ("word", "1 word", 1),
        ("word " * 239, "239 words", 2),
        ("字" * 1001, "1,001 characters", 3),
        ("字" * 3 + " and some more words", "5 words", 1),
    ],
)
def test_length_and_minutes(body: str, length: str, minutes: int) -> None:
    reading = read_text(body, Format.TEXT)
    assert (reading.length, reading.minutes) == (length, minutes)
