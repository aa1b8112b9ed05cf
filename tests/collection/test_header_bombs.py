"""Headers that are made to take time or memory."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from csreader.collection.header import split

BOMBS: dict[str, Callable[[], str]] = {
    "items in items": lambda: "x: " + "- [" * 300_000,
    "brackets": lambda: "x: " + "[" * 1_000_000,
    "braces": lambda: "x: " + "{a: " * 250_000,
    "questions": lambda: "x: " + "? " * 500_000,
    "an alias of itself": lambda: "a: &a [*a]",
    "many of them": lambda: "\n".join(f"a{i}: &a{i} [*a{i}]" for i in range(20_000)),
    "keys": lambda: "\n".join(f"k{i}: v" for i in range(300_000)),
    "just below the limit": lambda: "\n".join(f"k{i}: &a{i} x" for i in range(15_000)),
    "templates": lambda: "\n".join("k: {{ x }}" for i in range(20_000)),
    "the same key": lambda: "\n".join("k: v" for i in range(40_000)),
    "bad values": lambda: "\n".join(f"k{i}: @v: x" for i in range(100_000)),
    "tags": lambda: "\n".join(f"k{i}: !ruby/object:A {{a: b}}" for i in range(9_000)),
    "merges": lambda: (
        "b0: &b0 {k: v}\n"
        + "\n".join(f"b{i}: &b{i} {{<<: [*b{i - 1}, *b{i - 1}]}}" for i in range(1, 2000))
    ),
    "a long value": lambda: "x: '" + "a " * 2_000_000 + "'",
    "a long key": lambda: "k" * 1_000_000 + ": v",
    "blank lines": lambda: "\n" * 1_000_000,
    "open quotes": lambda: "\n".join(f'k{i}: "x' for i in range(20_000)),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_little_and_harms_no_neighbour(name: str) -> None:
    text = f"---\ntitle: Lamp\n{BOMBS[name]()}\n---\nBody.\n"
    started = time.process_time()
    parts = split(text)
    # A machine that is busy takes its time, but not many times this.
    assert time.process_time() - started < 5
    assert (parts.header.values["title"], parts.body) == ("Lamp", "Body.\n")
    assert len(parts.findings) <= 51


@pytest.mark.parametrize(
    "text",
    [
        "---\n" * 500_000,
        "---\n" + "title: x\n----\n" * 100_000,
        "---\ntitle: x\n" + "a: b\n" * 300_000,
        '+++\ntitle = "x"\n' + "\n".join(f"k{i} = {i}" for i in range(100_000)) + "\n+++\nx\n",
        '+++\ntitle = "x"\n' + "[a]\n" * 50_000 + "+++\nx\n",
        '+++\ntitle = "x"\ny = ' + "[" * 200_000 + "\n+++\nx\n",
        '{"title": "x", "y": ' + "[" * 500_000 + "\nx\n",
        '{"title": "x",\n' + ",\n".join(f'"k{i // 2}": 1' for i in range(100_000)) + "}\nx\n",
        '"title": "x",\n' * 100_000 + ";;;\nx\n",
        "{" * 1_000_000 + "\nx\n",
        '"' * 1_000_000 + "\nx\n",
        " \n" * 1_000_000 + "x",
    ],
    ids=[f"text {number}" for number in range(12)],
)
def test_no_other_text_takes_long(text: str) -> None:
    started = time.process_time()
    parts = split(text)
    assert time.process_time() - started < 5
    assert text.endswith(parts.body)


def test_very_many_problems_are_counted() -> None:
    keys = "\n".join(f"k{i}: @v" for i in range(200))
    findings = split(f"---\ntitle: x\n{keys}\n---\nBody.\n").findings
    assert "150 more problems" in findings[-1].message
    assert len(findings) == 51
