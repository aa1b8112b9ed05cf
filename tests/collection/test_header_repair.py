"""Headers that do not parse, and those that are made to do harm."""

from __future__ import annotations

import json
import time

import pytest

from csreader.collection.header import split
from csreader.collection.model import Severity
from csreader.collection.parts import Split


def header(*lines: str) -> Split:
    return split("\n".join(["---", *lines, "---", "Body.", ""]))


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("title: Lamp desk: the bright one", "Lamp desk: the bright one"),
        ("title: @lamps answered", "@lamps answered"),
        ("title: %lamp% again", "%lamp% again"),
        ("title: *Very* late", "*Very* late"),
        ('title: "Late" is a word', '"Late" is a word'),
        ("title: 'It's late'", "It's late"),
        ('title: "A \\path"', "A \\path"),
        ("title: [Solved] the lamp", "[Solved] the lamp"),
        ("title: `lamp`", "`lamp`"),
        ("title:Lamp", "Lamp"),
        ("title: a\x07b: c", "a\x07b: c"),
    ],
)
def test_a_value_that_is_no_yaml_is_read_as_typed(line: str, value: str) -> None:
    parts = header("layout: post", line, "lang: en")
    assert parts.header.values == {"layout": "post", "title": value, "lang": "en"}
    assert (parts.header.repaired, parts.body, parts.body_line) == (True, "Body.\n", 6)
    (finding,) = parts.findings
    assert (finding.line, finding.kind, finding.severity) == (3, "front-matter", Severity.ERROR)
    assert value.split()[0].replace("\x07", "\ufffd") in finding.message


def test_template_braces_are_text() -> None:
    parts = header("title: {{ page.name }}", "tags: [a, {{ b }}]")
    assert parts.header.values == {"title": "{{ page.name }}", "tags": ["a", "{{ b }}"]}
    assert [(one.line, one.kind) for one in parts.findings] == [
        (2, "front-matter"),
        (3, "front-matter"),
    ]


def test_a_folded_value_is_joined() -> None:
    assert header("title: Lamp: bright", "  and late").header.values["title"] == (
        "Lamp: bright and late"
    )


def test_each_bad_line_is_told() -> None:
    parts = header("title: a: b", "some words", "tags: [x", "date: 2011-01-02", "author: @me")
    assert [one.line for one in parts.findings] == [2, 3, 4, 6]
    assert parts.header.values["date"] == "2011-01-02"


def test_good_lists_and_blocks_survive_a_bad_neighbour() -> None:
    parts = header("title: a: b", "tags:", "- x", "- y", "note: |", "  one", "  two: three")
    assert parts.header.values["tags"] == ["x", "y"]
    assert parts.header.values["note"] == "one\ntwo: three\n"


def test_a_quoted_value_over_lines_survives_a_bad_neighbour() -> None:
    parts = header("title: a: b", 'excerpt: "one', 'two three"', "layout: post")
    assert parts.header.values["excerpt"] == "one two three"
    assert parts.header.values["layout"] == "post"


def test_tabs_before_values() -> None:
    parts = header("title: Lamp", "more:", "\ta: b", "\tc: d")
    assert parts.header.values == {"title": "Lamp", "more": {"a": "b", "c": "d"}}
    assert [(one.line, one.severity) for one in parts.findings] == [(3, Severity.WARNING)]


def test_doubled_keys_are_told_in_a_broken_header_too() -> None:
    kinds = [one.kind for one in header("title: a: b", "lang: en", "lang: de").findings]
    assert kinds == ["front-matter", "duplicate-key"]


def test_a_tag_builds_nothing() -> None:
    parts = header(
        "title: ! 'Note: a lamp'",
        "author: !ruby/object:Lamp::Maker",
        "  name: Mo",
        "run: !!python/object/apply:os.getcwd []",
        "word: !ruby/sym lamp",
        "day: !!timestamp 2011-01-02",
    )
    assert parts.header.values == {
        "title": "Note: a lamp",
        "word": "lamp",
        "day": "2011-01-02",
    }
    assert [(one.kind, one.line) for one in parts.findings] == [
        ("object-tag", 3),
        ("object-tag", 5),
        ("object-tag", 6),
    ]


def test_aliases_and_merges_work() -> None:
    parts = header("a: &a {x: 1, y: 2}", "b: {<<: *a, y: 3}", "c: *a")
    assert parts.header.values["b"] == {"x": "1", "y": "3"}
    assert parts.header.values["c"] == {"x": "1", "y": "2"}


@pytest.mark.parametrize("merge", ["", "<<: "])
def test_an_alias_bomb_stays_small(merge: str) -> None:
    def level(number: int) -> str:
        if not number:
            return "l0: &l0 {k: x}" if merge else "l0: &l0 [x, x]"
        inner = ", ".join([f"*l{number - 1}"] * 9)
        return f"l{number}: &l{number} " + (f"{{<<: [{inner}]}}" if merge else f"[{inner}]")

    started = time.perf_counter()
    parts = header("title: Boom", *(level(number) for number in range(30)))
    assert parts.header.values["title"] == "Boom"
    assert len(json.dumps(parts.header.values)) < 200_000
    assert time.perf_counter() - started < 5
    assert parts.findings
    assert parts.body == "Body.\n"


@pytest.mark.parametrize(
    "value",
    [
        "&x [*x]",
        "[" * 5000,
        "[" * 500 + "]" * 500,
        "{a: " * 300 + "}" * 300,
        "*nowhere",
        "!!int nine",
        "!!float ''",
        "!!binary '*'",
        "!!set {a, b}",
        "!!timestamp 2011-99-99",
        "? x",
        '"\\ud800"',
        "&a !!map {<<: *a}",
    ],
)
def test_no_value_hurts_the_others(value: str) -> None:
    parts = header("title: Lamp", f"odd: {value}", "lang: en")
    assert (parts.header.values["title"], parts.header.values["lang"]) == ("Lamp", "en")
    assert parts.body == "Body.\n"


def test_numbers_of_any_size_stay_text() -> None:
    digits = "9" * 6000
    assert header(f"id: {digits}").header.values["id"] == digits
    assert split(f'{{"title": "x", "id": {digits}}}\nBody\n').header.values["id"] == digits
    assert split(f"+++\ntitle = 'x'\nid = {digits}\n+++\nBody\n").header.values["id"] == digits


@pytest.mark.parametrize("depth", [200, 100_000])
def test_deep_json_and_toml_do_not_raise(depth: int) -> None:
    nested = "[" * depth + "]" * depth
    assert split(f'{{"title": "x", "a": {nested}}}\nBody\n').body.endswith("Body\n")
    assert split(f"+++\ntitle = 'x'\na = {nested}\n+++\nBody\n").header.values["title"] == "x"
    dotted = ".".join(["a"] * depth)
    assert split(f"+++\ntitle = 'x'\n{dotted} = 1\n+++\nBody\n").header.values["title"] == "x"


def test_lines_are_files_lines_whatever_yaml_counts_as_one() -> None:
    parts = header('note: "a\u2028b\u0085c"', "title: One", "title: Two")
    assert [one.line for one in parts.findings if one.kind == "duplicate-key"] == [4]
