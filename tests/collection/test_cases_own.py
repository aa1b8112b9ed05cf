"""The cases of headers that lie beside this checkout only in part, each on folders of our own.

`csreader.collection` reads a folder as a whole here: what one file holds harms no other.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from csreader.collection import Collection, Problem, Severity

Make = Callable[[dict[str, str | bytes]], Path]
Files = dict[str, str | bytes]


def bad(problems: tuple[Problem, ...]) -> list[tuple[str, int | None]]:
    """The files and lines that make `csreader check` end with 1."""
    return sorted((one.path, one.line) for one in problems if one.severity is not Severity.NOTE)


def opened(make: Make, files: Files) -> Collection:
    return Collection.open(make(files))


def test_03_closers(make: Make) -> None:
    closers = ["---", "...", "--- ", "...\t", "---\r", "---  \r"]
    files: Files = {
        f"c{n}.md": f"---\ntitle: Closed\n{closer}\nShe rang.\n\n---\n\nTwice.\n"
        for n, closer in enumerate(closers)
    }
    files["end.md"] = "---\ntitle: Closed\n---"
    collection = opened(make, files)
    assert [post.title for post in collection.posts] == ["Closed"] * 7
    texts = {post.reading.text for post in collection.posts if post.id != "end.md"}
    assert texts == {"She rang.\n\nTwice."}
    assert bad(collection.all_problems) == []


def test_05_a_rule_that_only_looks_like_a_header(make: Make) -> None:
    files: Files = {
        "heading.md": "---\n\n# The lamp\n\nIt came late.\n\n---\n\nThey rang.\n",
        "only.md": "---\n\n# The lamp\n\n---\n\nThey rang.\n",
        "prose.md": "---\nThe lamp came late.\n---\nThey rang.\n",
        "colon.md": "---\n\nNote: the lamp came late.\n\n---\n\nThey rang.\n",
        "talk.md": "---\nAgent: How can I help?\nMe: My lamp broke.\n---\nThey rang.\n",
        "four.md": "----\n\nThe lamp came late.\n\n---\n\nThey rang.\n",
        "one.md": "---\nThe lamp came late.\n\nThey rang.\n",
    }
    collection = opened(make, files)
    for post in collection.posts:
        words = str(files[post.id]).replace("-", "").replace("#", "").split()
        assert post.reading.text.split() == words
        assert post.body == files[post.id]
    assert bad(collection.all_problems) == []


def test_08_tabs(make: Make) -> None:
    files: Files = {
        "all.md": "---\n\ttitle: Tabs\n\tlayout: post\n---\nWords.\n",
        "nested.md": "---\ntitle: Tabs\nmeta:\n\ta: b\n\tc:\n\t\t- d\n---\nWords.\n",
        "behind.md": "---\ntitle:\tTabs\t\nlayout: post\t# a comment\n---\nWords.\n",
    }
    collection = opened(make, files)
    assert [post.title for post in collection.posts] == ["Tabs"] * 3
    assert {post.reading.text for post in collection.posts} == {"Words."}
    assert collection.get("nested.md").header.values["meta"] == {"a": "b", "c": ["d"]}
    assert bad(collection.all_problems) == [("all.md", 2), ("nested.md", 3)]


def test_09_template_braces(make: Make) -> None:
    files: Files = {
        "a.md": "---\ntitle: {{ page.name }}\n---\nWords.\n",
        "b.md": "---\ntitle: {{ page.name }} again\n---\nWords.\n",
        "c.md": "---\ntitle: {% t name %}\n---\nWords.\n",
        "d.md": '---\ntitle: "{{ page.name }}"\n---\nWords.\n',
        "e.md": "---\ntitle: <%= name %>\n---\nWords.\n",
    }
    collection = opened(make, files)
    assert [post.title for post in collection.posts] == [
        "{{ page.name }}",
        "{{ page.name }} again",
        "{% t name %}",
        "{{ page.name }}",
        "<%= name %>",
    ]
    assert {post.reading.text for post in collection.posts} == {"Words."}
    assert bad(collection.all_problems) == [("a.md", 2), ("b.md", 2), ("c.md", 2)]


@pytest.mark.parametrize(
    ("date", "day"),
    [
        ("2009-02-30", None),
        ("0000-00-00", None),
        ("2009-13-01", None),
        ("2010-00-10", None),
        ("1900-02-29", None),
        ("10000-01-01", None),
        ("soon", None),
        ("1234567890", None),
        ("true", None),
        ("[2010, 5, 11]", None),
        ("2009-02-28 25:61:00", "2009-02-28"),
        ("2009-02-28 10:00:00 MARS", "2009-02-28"),
    ],
)
def test_11_impossible_dates(make: Make, date: str, day: str | None) -> None:
    files: Files = {
        "a.md": f"---\ntitle: Odd\ndate: {date}\n---\nWords.\n",
        "2011-03-04-b.md": f"---\ntitle: Named\ndate: {date}\n---\nWords.\n",
        "c.md": "---\ntitle: Sound\ndate: 2010-01-02\n---\nWords.\n",
    }
    collection = opened(make, files)
    assert {post.title: post.date for post in collection.posts} == {
        "Odd": day,
        "Named": day or "2011-03-04",
        "Sound": "2010-01-02",
    }
    assert bad(collection.all_problems) == [("2011-03-04-b.md", 3), ("a.md", 3)]


def test_12_titles_that_are_no_text_in_yaml(make: Make) -> None:
    typed = ["2012", "1e3", "0x1F", "yes", "2011-01-02", "[a, b]", "{a: 1}", "1.10", "12:30"]
    files: Files = {
        f"{n}.md": f"---\ntitle: {title}\n---\nWords.\n" for n, title in enumerate(typed)
    }
    collection = opened(make, files)
    assert [post.title for post in collection.posts] == typed
    assert bad(collection.all_problems) == []


def test_13_doubled_keys(make: Make) -> None:
    files: Files = {
        "a.md": "---\ntitle: First\ntitle: Second\ndate: 2010-01-02\ndate: 2011-01-02\n"
        "---\nWords.\n",
        "b.md": '+++\ntitle = "First"\ntitle = "Second"\n+++\nWords.\n',
        "c.md": '{"title": "First", "title": "Second"}\nWords.\n',
    }
    collection = opened(make, files)
    assert [post.title for post in collection.posts] == ["Second"] * 3
    assert collection.get("a.md").date == "2011-01-02"
    assert {post.reading.text for post in collection.posts} == {"Words."}
    assert bad(collection.all_problems) == [("a.md", 3), ("a.md", 5), ("b.md", 3), ("c.md", 1)]


def test_15_alias_bombs(make: Make) -> None:
    laughs = ["a0: &a0 [ha, ha]"]
    laughs += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40)]
    files: Files = {
        "laughs.md": "\n".join(["---", "title: Laughs", *laughs, "---", "Words.", ""]),
        "self.md": "---\ntitle: Self\na: &a [*a]\nb: &b {c: *b}\n---\nWords.\n",
        "merge.md": "---\ntitle: Merge\na: &a {<<: *a}\n---\nWords.\n",
        "sound.md": "---\ntitle: Sound\na: &a {lang: en}\n<<: *a\n---\nWords.\n",
    }
    collection = opened(make, files)
    assert sorted(post.title for post in collection.posts) == ["Laughs", "Merge", "Self", "Sound"]
    assert {post.reading.text for post in collection.posts} == {"Words."}
    assert {path for path, _ in bad(collection.all_problems)} == {
        "laughs.md",
        "merge.md",
        "self.md",
    }
    assert len(str(collection.get("laughs.md").header.values)) < 100_000


@pytest.mark.parametrize(
    "raw", ["- a\n- b", "[a, b]", "just words", "42", "'quoted'", "null", "|\n x"]
)
def test_16_headers_that_are_no_mapping(make: Make, raw: str) -> None:
    text = f"---\n{raw}\n---\nWords.\n"
    collection = opened(make, {"odd.md": text, "sound.md": "---\ntitle: Sound\n---\nx\n"})
    odd = collection.get("odd.md")
    assert (odd.body, odd.header.values) == (text, {})
    assert odd.reading.text.endswith("Words.")
    assert [(one.path, one.line) for one in odd.problems] == [("odd.md", 2)]
    assert collection.get("sound.md").title == "Sound"


def test_20_toml_and_json(make: Make) -> None:
    files: Files = {
        "toml.md": '+++\ntitle = "Lamp"\ndate = 2011-01-02T10:00:00-05:00\n+++\nWords.\n',
        "json.md": '{\n  "title": "Lamp",\n  "date": "2011-01-02"\n}\n\nWords.\n',
        "hexo.md": '"title": "Lamp",\n"date": "2011-01-02"\n;;;\nWords.\n',
        "hexo2.md": "title: Lamp\ndate: 2011-01-02\n---\nWords.\n",
        "broken.md": '{\n  "title": "Lamp"\n  "date": "2011-01-02"\n}\nWords.\n',
        "broken2.md": '+++\ntitle = "Lamp\ndate = 2011-01-02\n+++\nWords.\n',
    }
    collection = opened(make, files)
    assert {post.title for post in collection.posts} == {"Lamp", '"Lamp'}
    assert {post.date for post in collection.posts} == {"2011-01-02"}
    assert {post.reading.text for post in collection.posts} == {"Words."}
    assert bad(collection.all_problems) == [("broken.md", 1), ("broken2.md", 2)]
