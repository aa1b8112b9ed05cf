"""What is header, what is body, and the lines of both."""

from __future__ import annotations

import pytest

from csreader.collection.header import split
from csreader.collection.model import Severity

BODY = "A lamp arrived.\n\nThey rang.\n"


def whole(text: str) -> bool:
    parts = split(text)
    return (parts.body, parts.body_line, parts.header.kind) == (text, 1, "")


@pytest.mark.parametrize(
    ("opener", "closer"),
    [("---", "---"), ("---", "..."), ("--- ", "---\t "), ("-----", "-----"), ("---\u00a0", "---")],
)
def test_yaml_between_fences(opener: str, closer: str) -> None:
    parts = split(f"{opener}\ntitle: Lamp\n{closer}\n{BODY}")
    assert parts.header.values == {"title": "Lamp"}
    assert (parts.header.kind, parts.body, parts.body_line) == ("yaml", BODY, 4)
    assert parts.findings == ()


def test_blank_lines_before_the_header_count() -> None:
    parts = split(f"\n\n---\ntitle: Lamp\n---\n{BODY}")
    assert (parts.header.values, parts.body, parts.body_line) == ({"title": "Lamp"}, BODY, 6)


def test_a_header_at_the_end_of_the_file() -> None:
    parts = split("---\ntitle: Lamp\n---")
    assert (parts.header.values, parts.body) == ({"title": "Lamp"}, "")


@pytest.mark.parametrize("text", ["---\n---\n", "---\n---", "---\n\n---\n", "---\n# none\n---\n"])
def test_an_empty_header(text: str) -> None:
    parts = split(text)
    assert (parts.header.kind, dict(parts.header.values), parts.body) == ("yaml", {}, "")
    assert parts.findings == ()


def test_dashes_within_values_and_in_the_body_are_no_fences() -> None:
    head = "---\ntitle: one --- two\nnote: |\n  up\n  ---\n  down\n---\n"
    parts = split(f"{head}First\n-------\n\n---\n\nLast\n")
    assert parts.header.values == {"title": "one --- two", "note": "up\n---\ndown\n"}
    assert (parts.body, parts.body_line) == ("First\n-------\n\n---\n\nLast\n", 8)


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nThe lamp came late.\n\n---\n\nIt was broken.\n",
        "---\nThe lamp came: late.\nIt was broken.\n---\nThey rang.\n",
        "---\n'Hello,' she said.\n---\n",
        "---\n",
        "---",
        "---\nNo header at all\n",
        '---\n"Quoted" words begin this page.\n',
        "+++\nThe lamp came late.\n+++\nmore\n",
        "+++\nnothing closes this",
        ";;;\nfree text\n;;;\nmore\n",
        "{\nbot joined\n}\nHi.\n",
        '{"from": "bot", "text": "hi"}\nHi.\n',
        '{"title": "all there is"}\n',
        '"Hello," she said.\n;;;\n',
        "A setext title\n---\n",
        "",
        "\n\n",
    ],
)
def test_what_only_looks_like_a_header_is_body(text: str) -> None:
    assert whole(text)
    assert all(one.severity is Severity.NOTE for one in split(text).findings)


def test_a_list_between_fences_is_text_and_told() -> None:
    text = "---\n- lamp\n- shade\n---\nBody\n"
    assert whole(text)
    assert [(one.line, one.severity) for one in split(text).findings] == [(2, Severity.WARNING)]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\ntitle: Lamp\nlayout: post\n\nIt came late.\n", 1),
        ("---\ntitle: Lamp\nlayout: post\n\nIt came late.\n\n---\n\nA rule above.\n", 1),
        ("\n---\ntitle: Lamp\nno end", 2),
        ('+++\ntitle = "Lamp"\n\nIt came late.\n', 1),
    ],
)
def test_a_header_never_closed_swallows_nothing(text: str, line: int) -> None:
    assert whole(text)
    (finding,) = split(text).findings
    assert (finding.kind, finding.line) == ("front-matter-not-closed", line)
    assert finding.severity is Severity.ERROR
    assert "front matter not closed" in finding.message


def test_values_stay_as_typed() -> None:
    raw = (
        "a: 007\nb: 1.10\nc: yes\nd: 2011-01-02\ne: 12:30:45\nf: [1, off]\ng: ~\nh:\ni: 2011-02-31"
    )
    assert split(f"---\n{raw}\n---\n").header.values == {
        "a": "007",
        "b": "1.10",
        "c": "yes",
        "d": "2011-01-02",
        "e": "12:30:45",
        "f": ["1", "off"],
        "g": None,
        "h": None,
        "i": "2011-02-31",
    }


def test_keys_stay_as_typed() -> None:
    values = split("---\non: a\n1: b\n{x: y}: c\nÜberschrift: d\n---\n").header.values
    assert values == {"on": "a", "1": "b", "{x: y}": "c", "Überschrift": "d"}


def test_a_doubled_key_is_told_and_the_last_counts() -> None:
    parts = split("---\ntitle: One\nlayout: post\ntitle: Two\n---\n")
    assert parts.header.values["title"] == "Two"
    assert [(one.kind, one.line, one.severity) for one in parts.findings] == [
        ("duplicate-key", 4, Severity.WARNING)
    ]


def test_a_key_within_quotes_is_no_doubled_key() -> None:
    assert split('---\ntitle: "One\n  title: two"\n---\n').findings == ()


def test_toml() -> None:
    head = 'title = "Lamp"\nweight = 1.10\ndraft = false\ndate = 2011-01-02\n[more]\na = 1\n'
    parts = split(f"+++\n{head}+++\nHi\n")
    assert parts.header.values == {
        "title": "Lamp",
        "weight": "1.10",
        "draft": "false",
        "date": "2011-01-02",
        "more": {"a": "1"},
    }
    assert (parts.header.kind, parts.body, parts.body_line) == ("toml", "Hi\n", 9)


def test_broken_toml_is_read_line_by_line() -> None:
    parts = split('+++\ntitle = "Lamp"\ndate = 2011-02-31\nauthor = Mo\n+++\nHi\n')
    assert parts.header.values == {"title": "Lamp", "date": "2011-02-31", "author": "Mo"}
    assert [(one.line, one.kind) for one in parts.findings] == [
        (3, "front-matter"),
        (4, "front-matter"),
    ]
    assert (parts.header.repaired, parts.body) == (True, "Hi\n")


@pytest.mark.parametrize(
    "text",
    [
        '{"title": "Lamp", "draft": false, "tags": [1]}\nHi\n',
        '{\n  "title": "Lamp",\n  "draft": false, "tags": [1]\n}\n\nHi\n',
        '"title": "Lamp",\n"draft": false,\n"tags": [1]\n;;;\nHi\n',
        ';;;\n"title": "Lamp",\n"draft": false,\n"tags": [1],\n;;;\nHi\n',
    ],
)
def test_json(text: str) -> None:
    parts = split(text)
    assert parts.header.values == {"title": "Lamp", "draft": "false", "tags": ["1"]}
    assert (parts.header.kind, parts.body.strip()) == ("json", "Hi")
    assert text.split("\n")[parts.body_line - 1 :] == parts.body.split("\n")


def test_doubled_keys_in_json_are_told() -> None:
    parts = split('{"title": "One", "title": "Two"}\nHi\n')
    assert [one.kind for one in parts.findings] == ["duplicate-key"]
    assert parts.header.values["title"] == "Two"
