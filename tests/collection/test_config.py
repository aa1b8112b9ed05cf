"""csreader.toml."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from csreader.collection import Collection
from csreader.collection.config import read_config

Make = Callable[[dict[str, str | bytes]], Path]


def test_none_is_fine(make: Make) -> None:
    config = read_config(make({}))
    assert (config.coder, config.language, config.problems) == ("", "en", ())


def test_what_it_says(make: Make) -> None:
    config = read_config(make({"csreader.toml": '\ufeffcoder = "mo"\nlanguage = "de-CH"\n'}))
    assert (config.coder, config.language, config.problems) == ("mo", "de", ())


@pytest.mark.parametrize(
    ("content", "line", "word"),
    [
        (b"coder = \n", 1, "line 1"),
        (b"\xff\xfe", None, "utf-8"),
        (b"coder = 3\n", None, "coder"),
        (b'language = "a language"\n', None, "language"),
        (b'colour = "red"\n', None, "colour"),
        (b"a = " + b"[" * 100_000, None, "left out"),
    ],
)
def test_what_is_wrong_with_it_is_told(
    make: Make, content: bytes, line: int | None, word: str
) -> None:
    top = make({"csreader.toml": content, "a.md": "A"})
    collection = Collection.open(top)
    assert [post.id for post in collection.posts] == ["a.md"]
    (problem,) = collection.problems
    assert (problem.path, problem.kind, problem.line) == ("csreader.toml", "configuration", line)
    assert word in problem.message
    assert (collection.config.coder, collection.config.language) == ("", "en")


def test_a_folder_of_that_name_is_told(make: Make) -> None:
    (problem,) = read_config(make({"csreader.toml/x": ""})).problems
    assert problem.kind == "configuration"
