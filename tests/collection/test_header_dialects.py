"""Headers as Hugo, Hexo and gray-matter write them, whole and broken."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from csreader.collection import Post
from csreader.collection.header import split
from csreader.collection.model import Severity

Read = Callable[..., Post]

BODY = "She rang twice.\n"
LAMP = {"title": "Lamp", "date": "2011-01-02"}


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("2011-01-02T10:00:00-05:00", "2011-01-02T10:00:00-05:00"),
        ("2011-01-02 10:00:00", "2011-01-02 10:00:00"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("1e3", "1e3"),
        ("inf", "inf"),
        ("true # yes", "true"),
        ("2011-01-02", "2011-01-02"),
        ('"a +++ b"', "a +++ b"),
        ('"\\u00e9\\n"', "é\n"),
        ('"""\nLamp\nlight"""', "Lamp\nlight"),
        ("'C:\\lamp'", "C:\\lamp"),
    ],
)
def test_values_of_toml_stay_as_typed(typed: str, value: str) -> None:
    parts = split(f"+++\ntitle = {typed}\n+++\n{BODY}")
    assert (parts.header.values, parts.body, parts.findings) == ({"title": value}, BODY, ())


def test_lists_and_tables_of_toml() -> None:
    raw = (
        'title = ["a", # c\n "b"]\nsize = {w = 1}\nparams.color = "red"\n'
        '[[author]]\nname = "Mo"\n[[author]]\nname = "Jo"\n'
    )
    parts = split(f"+++\n{raw}+++\n{BODY}")
    assert parts.header.values == {
        "title": ["a", "b"],
        "size": {"w": "1"},
        "params": {"color": "red"},
        "author": [{"name": "Mo"}, {"name": "Jo"}],
    }
    assert parts.fields.typed["title"] == '["a", # c\n "b"]'
    assert parts.fields.typed["size"] == "{w = 1}"


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ('title = "Lamp', '"Lamp'),
        ("title = Lamp", "Lamp"),
        ("title = “Lamp”", "“Lamp”"),
        ("title = 'It's'", "It's"),
        ('title = "a" and "b"', '"a" and "b"'),
        ("title = 007", "007"),
        ('title = ["a",\n"b"', '["a", "b"'),
    ],
)
def test_a_value_that_is_no_toml_is_read_as_typed(line: str, value: str) -> None:
    parts = split(f"+++\n{line}\ndate = 2011-01-02\n+++\n{BODY}")
    assert parts.header.values == {"title": value, "date": "2011-01-02"}
    assert (parts.body, parts.header.repaired) == (BODY, True)
    assert [(one.line, one.severity) for one in parts.findings] == [(2, Severity.ERROR)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("+++\ntitle: Lamp\ndate: 2011-01-02\n+++\n", "yaml"),
        ('---\ntitle = "Lamp"\ndate = 2011-01-02\n---\n', "toml"),
        (";;;\ntitle: Lamp\ndate: 2011-01-02\n;;;\n", "yaml"),
    ],
)
def test_another_language_than_the_fences_is_read_and_told(text: str, kind: str) -> None:
    parts = split(text + BODY)
    assert (parts.header.values, parts.header.kind, parts.body) == (LAMP, kind, BODY)
    assert [(one.line, one.severity) for one in parts.findings] == [(2, Severity.WARNING)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('---json\n{"title": "Lamp", "date": "2011-01-02"}\n---\n', "json"),
        ('---toml\ntitle = "Lamp"\ndate = 2011-01-02\n---\n', "toml"),
        ("--- yaml\ntitle: Lamp\ndate: 2011-01-02\n---\n", "yaml"),
        ('---\n{\n\t"title": "Lamp",\n\t"date": "2011-01-02"\n}\n---\n', "yaml"),
        ('{"title": "Lamp", "date": "2011-01-02"}\n', "json"),
        ('\n{\n"title": "Lamp",\n"date": "2011-01-02"\n}\n;;;\n', "json"),
        ('"title": "Lamp",\n"date": "2011-01-02"\n;;;\n', "json"),
        ('\n"title": "Lamp",\n"date": "2011-01-02",\n;;;\n', "json"),
        (';;;\n{"title": "Lamp", "date": "2011-01-02"}\n;;;\n', "json"),
    ],
)
def test_headers_in_json_and_with_a_languages_name(text: str, kind: str) -> None:
    parts = split(text + BODY)
    assert (parts.header.values, parts.header.kind, parts.body) == (LAMP, kind, BODY)
    assert parts.findings == ()
    assert parts.body_line == 1 + text.count("\n")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{\n"title": "Lamp",\n"date": "2011-01-02",\n}\n', 1),
        ('{\n"title": "Lamp"\n"date": "2011-01-02"\n}\n', 1),
        ('{\n// none\n"title": "Lamp",\n"date": "2011-01-02"\n}\n', 1),
        ("{\n'title': 'Lamp',\n'date': '2011-01-02'\n}\n", 1),
        ('{\n  title: "Lamp",\n  date: "2011-01-02"\n}\n', 1),
        (';;;\n"title": "Lamp"\n"date": "2011-01-02"\n;;;\n', 2),
    ],
)
def test_json_that_does_not_parse_is_read_as_far_as_it_goes(text: str, line: int) -> None:
    parts = split(text + BODY)
    assert (parts.header.values, parts.header.kind, parts.body) == (LAMP, "json", BODY)
    assert parts.header.repaired
    assert [(one.line, one.severity) for one in parts.findings] == [(line, Severity.ERROR)]


def test_broken_json_between_dashes() -> None:
    parts = split('---\n{\n"title": "Lamp"\n"date": "2011-01-02"\n}\n---\n' + BODY)
    assert (parts.header.values, parts.body) == (LAMP, BODY)
    assert {one.severity for one in parts.findings} == {Severity.WARNING, Severity.ERROR}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('{\n"title": "Lamp",\n', "front-matter"),
        ('{\n"title": "Lamp" "x"\n}\n', "front-matter"),
        (f';;;\n"title": "Lamp"\n{BODY}', "front-matter-not-closed"),
    ],
)
def test_json_without_an_end_or_a_body_is_text_and_told(text: str, kind: str) -> None:
    parts = split(text)
    assert (parts.body, parts.is_broken) == (text, True)
    assert [(one.kind, one.line) for one in parts.findings] == [(kind, 1)]


def test_yaml_without_a_line_above_it() -> None:
    parts = split(f"title: Lamp\ndate: 2011-01-02\ntags:\n- a\n---\n\n{BODY}")
    assert parts.header.values == {**LAMP, "tags": ["a"]}
    assert (parts.body, parts.body_line) == (f"\n{BODY}", 6)
    assert [one.severity for one in parts.findings] == [Severity.NOTE]


@pytest.mark.parametrize(
    "text",
    [
        "title: Lamp\n---\nA setext heading above.\n",
        "Title: Lamp\nDate: 2011-01-02\n---\nx\n",
        "title: Lamp\nwhich came late\ndate: 2011-01-02\n---\nx\n",
        "title: Lamp\n\ndate: 2011-01-02\n\nShe rang.\n\n---\nx\n",
        "TITLE: Lamp\nAUTHOR: Mo\n-----\nBODY:\nx\n",
        "{\nagent joined the chat\n}\nHello.\n",
        "{color: red}\nHello.\n",
        "{{ title }}\nHello.\n",
        "[1]: http://lamp.example\n---\nx\n",
    ],
)
def test_what_may_be_prose_is_no_header(text: str) -> None:
    parts = split(text)
    assert (parts.body, parts.header.kind, parts.findings) == (text, "", ())


@pytest.mark.parametrize(
    ("text", "title", "day"),
    [
        ("Title: A lamp\nAuthor: Mo\nDate: May 11, 2010\n\nx\n", "A lamp", "2010-05-11"),
        ("Title: A lamp\nDate: 2010-12-03 10:20\nSlug: a\n\nx\n", "A lamp", "2010-12-03"),
        ("TITLE: A lamp\nAUTHOR: Mo\nDATE: 05/13/2010 11:18:55 PM\n-----\nBODY:\nx\n", "A lamp",
         "2010-05-13"),
        ("From: Mo <m@x.org>\nSubject: A lamp\nDate: Tue, 11 May 2010 23:18:55 -0500\n\nx\n",
         "A lamp", "2010-05-11"),
        (".. title: A lamp\n.. date: 2012-09-15 19:52:05 UTC\n\nx\n", "A lamp", "2012-09-15"),
        ("% A lamp\n% Mo\n% May 11, 2010\n\nx\n", "A lamp", "2010-05-11"),
        ("#+TITLE: A lamp\n#+DATE: 2010-05-11\n\nx\n", "A lamp", "2010-05-11"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_fields_without_fences_are_text_but_give_title_and_day(
    read: Read, text: str, title: str, day: str, name: str
) -> None:
    post = read(text, name)
    assert (post.title, post.date, post.body) == (title, day, text)
    assert (post.header.kind, post.problems) == ("", ())
