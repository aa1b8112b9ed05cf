"""What a header says of its post."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from csreader.collection import Post
from csreader.collection.about import About, entries, site_of

Read = Callable[..., Post]


@pytest.mark.parametrize(
    ("header", "about"),
    [
        ("author: Ann Lee\n", About(authors=("Ann Lee",))),
        ("Author: Ann, Bo\n", About(authors=("Ann", "Bo"))),
        ("authors:\n  - name: Ann\n    url: x\n  - Bo\n", About(authors=("Ann", "Bo"))),
        ("author:\n  display_name: Ann\n  login: a\n", About(authors=("Ann",))),
        # Jekyll parts a text at blanks; it reads the same, and keeps names of two words whole.
        ("categories: customer service\n", About(categories=("customer service",))),
        ("category: [a, a, b]\n", About(categories=("a", "b"))),
        ("tags: [1, yes, 2012-07-10]\n", About(tags=("1", "yes", "2012-07-10"))),
        ("keywords: late, parcel,\n", About(tags=("late", "parcel"))),
        ("tags: []\nkeywords: x\n", About()),
        ("source: The Evening Post\n", About(source="The Evening Post")),
        ("link: https://a.example/b\n", About(source="https://a.example/b")),
        ("permalink: /2012/a\nurl: /b\n", About()),
        ("link: javascript:alert(1)\n", About()),
        ("source:\n  name: A paper\n  url: http://a.example\n", About(source="http://a.example")),
        ('author: "A\\u001b[31mB\\nC"\n', About(authors=("A\ufffd[31mB C",))),
    ],
)
def test_about(read: Read, header: str, about: About) -> None:
    assert read(f"---\ntitle: x\n{header}---\nBody\n").about == about


def test_toml_and_json_say_the_same(read: Read) -> None:
    wanted = About(("Ann",), ("service",), ("late", "parcel"))
    toml = 'title = "x"\nauthor = "Ann"\ncategories = ["service"]\ntags = ["late", "parcel"]\n'
    assert read(f"+++\n{toml}+++\nBody\n", "toml.md").about == wanted
    json = '{"title": "x", "author": "Ann", "category": "service", "tags": ["late", "parcel"]}'
    assert read(f"{json}\n\nBody\n", "json.md").about == wanted


def test_entries_are_a_line_each_whatever_they_hold(read: Read) -> None:
    post = read("---\ntitle: x\nextra:\n  deep:\n    er: 1\n  list: [a, {b: c}]\nnone:\n---\nB\n")
    assert list(entries(post.header)) == [
        ("title", "x"),
        ("extra.deep.er", "1"),
        ("extra.list", "a"),
        ("extra.list.b", "c"),
        ("none", ""),
    ]


@pytest.mark.parametrize(
    ("source", "site"),
    [
        ("https://www.example.com/a/b?c", "example.com"),
        ("http://user:secret@example.com:8080/", "example.com"),
        ("The Evening Post", "The Evening Post"),
    ],
)
def test_the_site_of_a_source(source: str, site: str) -> None:
    assert site_of(source) == site
