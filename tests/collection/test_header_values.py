"""Values that people write and YAML reads otherwise, or not at all."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from csreader.collection import Post
from csreader.collection.header import Split, split
from csreader.collection.model import Severity

Read = Callable[..., Post]


def header(*lines: str) -> Split:
    return split("\n".join(["---", *lines, "---", "Body.", ""]))


@pytest.mark.parametrize(
    "typed",
    """1e3 0x1F 0o17 017 1_000 12:30 190:20:30 .inf .nan +1 -1 1,000 yes No on OFF y n true False
    2020-01-01 2001-12-14t21:59:43.10-05:00 = << [Draft] [] {} 100% C# a:b --- ...""".split(),
)
def test_a_title_of_another_kind_is_shown_as_typed(read: Read, typed: str) -> None:
    post = read(f"---\ntitle: {typed}\n---\nBody.\n")
    assert (post.title, post.body, post.problems) == (typed, "Body.\n", ())


@pytest.mark.parametrize(
    "typed",
    [
        "[Draft] foo", "*foo", "@foo", "%foo", "`foo`", '"unterminated', "'unterminated",
        "- foo", "-", "? foo", "a: b", "a:", ", x", "& x", "**Bold**", "> quoted", "|x",
        "{ok", "[ok", "{% raw %}x{% endraw %}", "10:30: the call", "http://x.org: a site",
        '"a" and "b"', "'a' & 'b'", '"Quoted" then more', '"', "'", "#1 in service", "!important",
        "!foo bar", "{{ page.title }}", "{{ site.name }} again",
    ],
)  # fmt: skip
def test_a_title_that_is_no_yaml_is_shown_as_typed_and_told(read: Read, typed: str) -> None:
    post = read(f"---\ntitle: {typed}\nlayout: post\n---\nBody.\n")
    assert (post.title, post.body, post.header.get("layout")) == (typed, "Body.\n", "post")
    (problem,) = post.problems
    assert (problem.path, problem.line) == ("story.md", 2)
    assert problem.severity is not Severity.NOTE


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("'It''s'", "It's"),
        ('"It\'s \\"x\\""', 'It\'s "x"'),
        ('"\\u00e9\\U0001F600\\x41"', "é😀A"),
        ('"a\\/b"', "a/b"),
        ("|\n  A\n  B", "A B"),
        (">-\n  A\n\n  B", "A B"),
        ("A very\n  long\n\n  title", "A very long title"),
        ('"A\n  B"', "A B"),
        ('"A\\\n  B"', "AB"),
        ("foo # a comment", "foo"),
        ("\tfoo\t", "foo"),
        ("🎉 party", "🎉 party"),
        ("“Quoted” text", "“Quoted” text"),
        ("\n  - A\n  - B", "- A - B"),
        ("\n- A", "- A"),
        ("&t foo", "foo"),
        ("!!str 123", "123"),
    ],
)
def test_a_title_that_yaml_has_rules_for(read: Read, typed: str, title: str) -> None:
    post = read(f"---\ntitle: {typed}\nlayout: post\n---\nBody.\n")
    assert (post.title, post.body, post.problems) == (title, "Body.\n", ())


@pytest.mark.parametrize("typed", ["", "~", "null", "Null", '""', "# a comment", "|"])
def test_a_title_that_is_nothing_is_the_bodys(read: Read, typed: str) -> None:
    assert read(f"---\ntitle: {typed}\n---\n# A lamp\n").title == "A lamp"


@pytest.mark.parametrize(
    "lines",
    [
        ["\ttitle: Lamp", "\tdate: 2011-01-02"],
        ["title: Lamp", "\tdate: 2011-01-02"],
        ["title:\tLamp", "date:\t\t2011-01-02"],
        ["title: Lamp\t", "date: 2011-01-02\t# a comment"],
        ["title: Lamp", "\t", "date: 2011-01-02"],
        [" title: Lamp", "date: 2011-01-02"],
        ["title: Lamp", " date: 2011-01-02"],
        ["title:Lamp", "date:2011-01-02"],
        ["title:\u00a0Lamp", "\u00a0date:\u00a02011-01-02"],
        ['title:"Lamp"', "date: 2011-01-02"],
        ["title: Lamp\x0c", "date: 2011-01-02"],
        ["title: Lamp", '"date": "2011-01-02"'],
    ],
)
def test_blanks_where_they_do_not_belong(lines: list[str]) -> None:
    parts = header(*lines)
    values = {key: str(value).strip("\x0c") for key, value in parts.header.values.items()}
    assert values == {"title": "Lamp", "date": "2011-01-02"}
    assert (parts.body, parts.body_line) == ("Body.\n", 3 + len(lines))


@pytest.mark.parametrize("bad", ["\ttitle: Lamp", " title: Lamp: two", "title:Lamp", "layout:x"])
def test_a_line_with_a_wrong_blank_is_told(bad: str) -> None:
    findings = header("author: Mo", bad).findings
    assert [one.severity for one in findings] == [Severity.ERROR]
    assert findings[0].line == 3


@pytest.mark.parametrize(
    "lines",
    [["tags:", "\t- a", "\t- b"], ["tags:", "-\ta", "-\tb"], ["tags:", "  - a", " - b"],
     ["tags:", "-a", "-b"]],
)  # fmt: skip
def test_lists_with_tabs_and_odd_indents_stay_lists(lines: list[str]) -> None:
    parts = header("title: Lamp", *lines, "layout: post")
    assert parts.header.values == {"title": "Lamp", "tags": ["a", "b"], "layout": "post"}
    assert [one.line for one in parts.findings] == [3]


def test_an_item_that_does_not_parse_is_kept_as_typed() -> None:
    parts = header("title: Lamp", "tags:", "- @mo", "- a: b: c", '- "x"', "layout: post")
    assert parts.header.values["tags"] == ["@mo", "a: b: c", "x"]


def test_keys_of_any_kind_are_text() -> None:
    raw = ["1: x", "true: y", "2011-01-02: z", "~: n", "? [a, b]", ": c", "🎉: party", "title: T"]
    assert header(*raw).header.values == {
        "1": "x", "true": "y", "2011-01-02": "z", "~": "n", "[a, b]": "c", "🎉": "party",
        "title": "T",
    }  # fmt: skip


def test_an_emoji_key_survives_a_bad_neighbour() -> None:
    assert header("title: a: b", "🎉: party").header.values == {"title": "a: b", "🎉": "party"}


@pytest.mark.parametrize(
    ("lines", "title", "doubled"),
    [
        (["title: A", "title: B"], "B", [3]),
        (["title: A", '"title": B', "title: C"], "C", [3, 4]),
        (["title:", "title: A"], "A", [3]),
        (["title: A", "Title: B"], "A", []),
        (["title: A", "m:", "  a: 1", "  a: 2"], "A", [5]),
        (["title: a: b", "title: B"], "B", [3]),
    ],
)
def test_doubled_keys(lines: list[str], title: str, doubled: list[int]) -> None:
    parts = header(*lines)
    assert parts.header.get("title") == title
    assert [one.line for one in parts.findings if one.kind == "duplicate-key"] == doubled


@pytest.mark.parametrize("tag", ["!ruby/object:Post", "!!python/object:os.getcwd", "!post"])
def test_a_tag_on_the_whole_header_builds_nothing(tag: str) -> None:
    for text in (f"--- {tag}\ntitle: Lamp\n---\nx\n", f"---\n{tag}\ntitle: Lamp\n---\nx\n"):
        parts = split(text)
        assert (parts.header.values, parts.body) == ({"title": "Lamp"}, "x\n")


def test_escapes_of_json_beyond_the_first_plane() -> None:
    assert header('title: "\\ud83d\\ude00 party"').header.values == {"title": "😀 party"}


def test_a_templates_header() -> None:
    parts = header(
        'title: "{{ replace .Name "-" " " | title }}"', "date: {{ .Date }}", "draft: yes"
    )
    assert parts.header.values == {
        "title": '{{ replace .Name "-" " " | title }}',
        "date": "{{ .Date }}",
        "draft": "yes",
    }
    assert [one.line for one in parts.findings] == [2, 3]
