"""The lines around a header, and rules with prose between them.

The inputs are of the kinds that people reported to Jekyll, Hexo, gray-matter, front-matter,
python-frontmatter, remark and comrak.
"""

from __future__ import annotations

import pytest

from csreader.collection.header import split
from csreader.collection.model import Severity

BODY = "She rang twice.\n"


@pytest.mark.parametrize("closer", ["---", "---  ", "---\t", "...", "... \t", "---\u00a0"])
@pytest.mark.parametrize("opener", ["---", "---   ", "---\t", "--- # a comment"])
@pytest.mark.parametrize("end", ["\n", ""])
def test_fences_with_blanks_behind_them(opener: str, closer: str, end: str) -> None:
    parts = split(f"{opener}\ntitle: Lamp\n{closer}{end}")
    assert (parts.header.values, parts.body, parts.findings) == ({"title": "Lamp"}, "", ())


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"---\ntitle: Lamp\n----\n{BODY}", 3),
        (f"----\ntitle: Lamp\n---\n{BODY}", 3),
        (f"---\ntitle: Lamp\n ---\n{BODY}", 3),
        (f" ---\ntitle: Lamp\n ---\n{BODY}", 3),
        (f"---\ntitle: Lamp\n-----\n{BODY}\n---\n\nMore.\n", 3),
    ],
)
def test_fences_that_are_not_alike_are_told(text: str, line: int) -> None:
    parts = split(text)
    assert parts.header.values == {"title": "Lamp"}
    assert parts.body == text[text.index(BODY) :]
    assert [(one.line, one.severity) for one in parts.findings] == [(line, Severity.WARNING)]


@pytest.mark.parametrize("closer", ["--", "--- the end", f"---{BODY}", "- - -", "***", "    ---"])
def test_what_is_no_closer_closes_nothing(closer: str) -> None:
    text = f"---\ntitle: Lamp\nlayout: post\n{closer}\n{BODY}"
    parts = split(text)
    assert (parts.body, parts.header.kind) == (text, "")
    assert [(one.kind, one.line) for one in parts.findings] == [("front-matter-not-closed", 1)]


@pytest.mark.parametrize(
    "raw",
    [
        "\n# A lamp\n\n",
        "\n# A lamp\n\nDate: it came late.\n\n",
        "\nNote: it came late.\n\n",
        "She said: no.\n",
        "Agent: Hello, how can I help?\nMe: My lamp broke.\n",
        "Agent: Hello, how can I help?\nMe: My lamp: it broke.\nA pause.\n",
        "Agent: yes\nMe: no\nAgent: bye\n",
        "Summary: she rang.\nThey sent a lamp.\nIt was late.\n",
        "\n- lamp\n- shade\n\n",
        "| a | b |\n|---|---|\n| 1 | 2 |\n",
        "> quoted\n",
        "**Note:** it came late.\n",
        "just words\n",
        "42\n",
        "'Hello,' she said.\n",
    ],
)
def test_prose_between_two_rules_stays(raw: str) -> None:
    text = f"---\n{raw}---\n{BODY}"
    parts = split(text)
    assert (parts.body, parts.body_line, parts.header.kind) == (text, 1, "")
    assert all(one.severity is Severity.NOTE for one in parts.findings)


@pytest.mark.parametrize(
    ("raw", "values"),
    [
        ("# a comment\ntitle: Lamp # another\n# and one\n", {"title": "Lamp"}),
        ("\ntitle: Lamp\n\nlayout: post\n\n", {"title": "Lamp", "layout": "post"}),
        ("company: Acme\nrating: 5\n", {"company": "Acme", "rating": "5"}),
        ("{title: Lamp, date: 2011-01-02}\n", {"title": "Lamp", "date": "2011-01-02"}),
        ("title : Lamp\n", {"title": "Lamp"}),
        ("\u00a0title: Lamp\n", {"title": "Lamp"}),
        ("# nothing else\n", {}),
    ],
)
def test_unusual_headers_are_headers(raw: str, values: dict[str, str]) -> None:
    parts = split(f"---\n{raw}---\n{BODY}")
    assert (parts.header.values, parts.body, parts.findings) == (values, BODY, ())


def test_the_second_of_two_headers_is_text() -> None:
    parts = split(f"---\ntitle: Lamp\n---\n---\nauthor: Mo\n---\n{BODY}")
    assert parts.header.values == {"title": "Lamp"}
    assert parts.body == f"---\nauthor: Mo\n---\n{BODY}"


@pytest.mark.parametrize(
    "body", ["Setext\n---\n", "a | b\n---|---\n1 | 2\n", "---\n", "...\n", "\n\n----\n"]
)
def test_lines_of_dashes_behind_the_header_are_the_bodys(body: str) -> None:
    parts = split(f"---\ntitle: Lamp\n---\n{body}")
    assert (parts.header.values, parts.body, parts.body_line) == ({"title": "Lamp"}, body, 4)


@pytest.mark.parametrize("mark", ["\ufeff", "\u200b", "\n\ufeff", "\n \n"])
def test_what_nobody_sees_may_stand_above(mark: str) -> None:
    parts = split(f"{mark}---\ntitle: Lamp\n---\n{BODY}")
    assert (parts.header.values, parts.body) == ({"title": "Lamp"}, BODY)
    assert parts.body_line == 4 + mark.count("\n")


def test_a_list_of_fields_is_text_and_told() -> None:
    text = f"---\n- title: Lamp\n- date: 2011-01-02\n---\n{BODY}"
    parts = split(text)
    assert parts.body == text
    assert [(one.line, one.severity) for one in parts.findings] == [(2, Severity.WARNING)]
