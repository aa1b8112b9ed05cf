"""Words are found as a person means them."""

from __future__ import annotations

import pytest

from csreader.text.cursor.search import find_all
from csreader.text.model import Format
from csreader.text.reader import read_text


def found(text: str, wanted: str) -> list[str]:
    reading = read_text(text, Format.TEXT)
    return [reading.text[start:end] for start, end in find_all(reading, wanted)]


@pytest.mark.parametrize(
    ("text", "wanted", "hits"),
    [
        ("Late, late, LATE", "late", ["Late", "late", "LATE"]),
        ("Late, late, LATE", "Late", ["Late"]),
        ("a.b axb", "a.b", ["a.b"]),
        (
            "fast\nresponse and fast  response",
            "fast response",
            ["fast\nresponse", "fast  response"],
        ),
        ("It’s “so”", 'it\'s "so"', ["It’s “so”"]),
        ("cafe\u0301 and café", "café", ["cafe\u0301", "café"]),
        ("aaaa", "aa", ["aa", "aa"]),
        ("word", " ", []),
        ("ÄRGER ärger", "ärger", ["ÄRGER", "ärger"]),
        ("the 👩‍👩‍👧 came", "👩", ["👩‍👩‍👧"]),
    ],
)
def test_what_is_found(text: str, wanted: str, hits: list[str]) -> None:
    assert found(text, wanted) == hits
