"""A collection opens, is in order, and finds a post by path or id."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from csreader.collection import Collection, CollectionError, Post, Severity, open_post

Make = Callable[[dict[str, str | bytes]], Path]
Read = Callable[..., Post]


def test_order_is_by_date_then_id_and_undated_last(make: Make) -> None:
    top = make(
        {
            "d.md": "undated",
            "c.md": "undated",
            "a.md": "---\ndate: 2012-07-10\n---\n",
            "z.md": "---\ndate: 2012-07-09 23:59:59 -0800\n---\n",
            "b.md": "---\ndate: July 10, 2012\n---\n",
            "2012-07-08-x.md": "x",
        }
    )
    posts = Collection.open(top).posts
    assert [post.id for post in posts] == [
        "2012-07-08-x.md",
        "z.md",
        "a.md",
        "b.md",
        "c.md",
        "d.md",
    ]
    assert posts[1].date == "2012-07-09"
    assert posts[-1].date is None


def test_the_headers_date_goes_before_the_names_and_that_before_a_line(read: Read) -> None:
    body = "July 11, 2012\n\nText.\n"
    assert read(f"---\ndate: 2012-07-09\n---\n{body}", "2012-07-10-a.md").date == "2012-07-09"
    assert read(f"---\ndate: soon\n---\n{body}", "2012-07-10-a.md").date == "2012-07-10"
    assert read(body, "a.txt").date == "2012-07-11"


@pytest.mark.parametrize(
    ("value", "day"),
    [("soon", None), ("2012-07-09 10:00 EST", "2012-07-09"), ("[a]", None), ("2012-02-31", None)],
)
def test_a_doubtful_date_is_told_and_hides_nothing(read: Read, value: str, day: str | None) -> None:
    post = read(f"---\nlayout: post\ndate: {value}\n---\nBody\n")
    assert (post.date, post.body) == (day, "Body\n")
    (problem,) = post.problems
    assert (problem.kind, problem.line, problem.severity) == ("date", 3, Severity.WARNING)
    assert value in problem.message


def test_line_ends_make_no_difference(make: Make) -> None:
    lines = ["---", "title: Lamp", "---", "One", "", "two", ""]
    top = make(
        {
            "lf.md": "\n".join(lines),
            "crlf.md": "\r\n".join(lines),
            "cr.md": "\r".join(lines),
            "mixed.md": "---\r\ntitle: Lamp\n---\rOne\r\n\ntwo\r",
        }
    )
    posts = Collection.open(top).posts
    assert {(post.title, post.body, post.body_line) for post in posts} == {
        ("Lamp", "One\n\ntwo\n", 4)
    }


def test_a_byte_order_mark_is_no_text(read: Read) -> None:
    post = read("\ufeff---\ntitle: Lamp\n---\nBody\n")
    assert (post.title, post.body, post.body_line) == ("Lamp", "Body\n", 4)
    assert [(one.kind, one.severity) for one in post.problems] == [("bom", Severity.NOTE)]


def test_a_header_keeps_what_an_excerpt_repeats(read: Read) -> None:
    post = read('---\nexcerpt: "<p>One\\r\\n\\tlamp\n  came.</p>"\n---\n<p>One lamp came.</p>\n')
    assert post.header.values["excerpt"] == "<p>One\r\n\tlamp came.</p>"
    assert post.body == "<p>One lamp came.</p>\n"
    assert post.reading.text == "One lamp came."


def test_blocks_know_the_files_lines(read: Read) -> None:
    post = read("---\ntitle: Lamp\n---\n\nFirst.\n\nSecond.\n")
    assert [block.line for block in post.reading.blocks] == [5, 7]
    assert post.reading is post.reading
    assert post.read() is post.reading


def test_problems_of_the_body_are_told_with_the_others(read: Read) -> None:
    post = read("\ufeff---\ntitle: Lamp\n---\nText\n\n<textarea>open\n\nmore\n")
    assert [(one.kind, one.line, one.path) for one in post.all_problems] == [
        ("bom", 1, "story.md"),
        ("unclosed-element", 6, "story.md"),
    ]


@pytest.mark.parametrize(
    ("head", "language"),
    [("lang: de-CH", "de"), ("language: PT_br", "pt"), ("lang: [a]", "fr"), ("x: y", "fr")],
)
def test_the_language_is_the_posts_or_the_collections(make: Make, head: str, language: str) -> None:
    top = make({"csreader.toml": 'language = "fr"', "a.md": f"---\n{head}\n---\nx\n"})
    (post,) = Collection.open(top).posts
    assert post.language == language
    assert post.reading.language == language


@pytest.mark.parametrize("content", ["", " \n\t\n", "---\ntitle: Lamp\n---\n", "---\n---\n"])
def test_an_empty_post_is_listed_with_a_note(make: Make, content: str) -> None:
    collection = Collection.open(make({"a.md": content}))
    assert [post.reading.text for post in collection.posts] == [""]
    assert [(one.kind, one.severity) for one in collection.all_problems] == [
        ("empty", Severity.NOTE)
    ]


def test_a_folder_without_posts_is_empty(make: Make) -> None:
    collection = Collection.open(make({"notes.doc": "x"}))
    assert (collection.posts, collection.problems) == ((), ())


def test_a_file_opens_with_its_collection(make: Make) -> None:
    top = make({"posts/a.md": "A", "README.md": "# Read me", "notes.rst": "Notes"})
    collection = Collection.open(top / "posts/a.md")
    assert collection.named is collection.get("a.md")
    assert [post.id for post in collection.posts] == ["a.md"]
    for name in ("README.md", "notes.rst"):
        collection = Collection.open(top / name)
        assert collection.named is not None
        assert collection.named.id == f"./{name}"
        assert collection.named in collection.posts


def test_one_file_is_opened_without_reading_the_others(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = make({"posts/a.md": "A", "posts/b.md": "B"})
    read: list[str] = []
    opened = os.open

    def open_and_note(path: Any, *args: Any, **more: Any) -> int:
        read.append(os.path.basename(path))  # noqa: PTH119
        return opened(path, *args, **more)

    monkeypatch.setattr(os, "open", open_and_note)
    monkeypatch.chdir(top)
    assert open_post("posts/a.md")[1].body == "A"
    assert open_post("b.md")[1].body == "B"
    assert read == ["a.md", "b.md"]


def test_progress_is_told(make: Make) -> None:
    collection = Collection.open(make({"a.md": "A", "b.md": "B"}))
    told: list[tuple[int, int]] = []
    collection.load(lambda done, all_: told.append((done, all_)))
    collection.load(lambda done, all_: told.append((done, all_)))
    assert told == [(1, 2), (2, 2)]
    assert len(collection.posts) == 2


def test_posts_are_found_by_path_and_by_id(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    top = make({"posts/sub/a.md": "A", "posts/b.md": "in posts", "b.md": "beside posts"})
    monkeypatch.chdir(top)
    collection = Collection.open(top)
    for name in ("sub/a.md", "posts/sub/a.md", "./posts/sub/a.md", str(top / "posts/sub/a.md")):
        assert collection.get(name) is collection.get("sub/a.md")
    # A path goes before an id.
    assert collection.get("b.md").id == "./b.md"
    monkeypatch.chdir(top / "posts")
    assert collection.get("b.md").id == "b.md"
    assert collection.get("./b.md").id == "b.md"
    assert collection.get("../b.md").id == "./b.md"
    monkeypatch.chdir(top / "posts/sub")
    assert collection.get("./b.md").id == "./b.md"


def test_the_same_post_before_and_after_all_are_read(make: Make) -> None:
    collection = Collection.open(make({"posts/a.md": "A", "posts/b.md": "B"}))
    post = collection.get("b.md")
    assert collection.posts[1] is post


def test_a_post_whose_file_is_gone_is_still_the_one_read(make: Make) -> None:
    top = make({"a.md": "A"})
    collection = Collection.open(top)
    assert collection.posts
    (top / "a.md").unlink()
    assert collection.get("a.md").body == "A"


def test_a_link_to_the_root_leads_to_the_same_posts(make: Make, tmp_path: Path) -> None:
    top = make({"posts/a.md": "A"})
    link = tmp_path / "link"
    link.symlink_to(top)
    collection = Collection.open(link)
    assert collection.root == link
    assert collection.get(str(top / "posts/a.md")).id == "a.md"


def test_unknown_names_are_one_clear_line(make: Make, tmp_path: Path) -> None:
    top = make({"posts/a.md": "A"})
    (tmp_path / "other.md").write_text("x")
    collection = Collection.open(top)
    for name, words in [
        ("none.md", "no post none.md"),
        ("../../none.md", "no post"),
        (str(tmp_path / "other.md"), "outside"),
        (str(top / "posts"), "folder"),
        ("", "folder"),
        ("a\x00b", "no post"),
        ("a\nb\x1b", "no post a b\ufffd"),
        ("x" * 5000, "no post"),
        ("~nobody/x.md", "no post"),
    ]:
        with pytest.raises(CollectionError, match=words) as caught:
            collection.get(name)
        assert "\n" not in str(caught.value)
        assert "\x1b" not in str(caught.value)


@pytest.mark.parametrize("name", ["none", "none/a.md", "a.md/b.md", "x\x00y", "y" * 5000])
def test_a_path_that_cannot_be_opened_is_one_clear_line(make: Make, name: str) -> None:
    top = make({"a.md": "A"})
    with pytest.raises(CollectionError) as caught:
        Collection.open(top / name)
    assert "\n" not in str(caught.value)


def test_opening_a_post_by_name(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    top = make({"posts/a.md": "A"})
    monkeypatch.chdir(top)
    assert open_post("a.md")[1].id == "a.md"
    collection, post = open_post(str(top / "posts/a.md"))
    assert (collection.root, post.id) == (top, "a.md")
    for name in ("none.md", str(top / "none.md"), str(top / "posts"), "x\x00y"):
        with pytest.raises(CollectionError):
            open_post(name)


def test_a_folder_that_cannot_be_read(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    top = make({"a.md": "A"})

    def shut(path: Any) -> Any:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", shut)
    with pytest.raises(CollectionError, match="Permission denied"):
        Collection.open(top)


def test_a_named_file_that_cannot_be_read(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    top = make({"a.md": "A"})

    def locked(path: Any, *_: Any, **__: Any) -> int:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "open", locked)
    with pytest.raises(CollectionError, match="Permission denied"):
        Collection.open(top / "a.md")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_refused(make: Make) -> None:
    top = make({"a.md": "A"})
    os.mkfifo(top / "pipe.md")
    with pytest.raises(CollectionError):
        Collection.open(top / "pipe.md")


def test_reading_writes_nothing(make: Make) -> None:
    top = make({"posts/a.md": "A", "csreader.toml": ""})
    before = {path: path.stat().st_mtime_ns for path in [top, *top.rglob("*")]}
    collection = Collection.open(top)
    assert [post.title for post in collection.posts] == ["A"]
    assert {path: path.stat().st_mtime_ns for path in [top, *top.rglob("*")]} == before


def test_listing_titled_posts_loads_no_parser(make: Make) -> None:
    top = make({"a.md": "---\ntitle: A\ndate: 2012-07-09\n---\nA\n", "b.md": "# B\n"})
    code = (
        "import sys\n"
        "from csreader.collection import Collection\n"
        "early = {'yaml', 'frontmatter', 'dateutil'} & set(sys.modules)\n"
        "print([post.title for post in Collection.open(sys.argv[1]).posts])\n"
        "heavy = {'markdown_it', 'selectolax', 'sentencex', 'uniseg', 'dateutil', 'textual'}\n"
        "print(early, heavy & set(sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(top)], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["['A', 'B']", "set() set()"]
