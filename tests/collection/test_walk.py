"""Which files are posts, what they are called, and what cannot be read."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from csreader.collection import Collection, Severity
from csreader.text.model import Format

Make = Callable[[dict[str, str | bytes]], Path]


def ids(top: Path) -> list[str]:
    return [post.id for post in Collection.open(top).posts]


def kinds(top: Path) -> list[tuple[str, str, Severity]]:
    return [(one.path, one.kind, one.severity) for one in Collection.open(top).problems]


def test_endings_and_formats(make: Make) -> None:
    top = make(
        {
            "a.md": "A",
            "b.MARKDOWN": "B",
            "c.mkd": "C",
            "d.txt": "D",
            "e.Text": "E",
            "f.html": "F",
            "g.HTM": "G",
            "h.txt": "---\ntitle: H\n---\nH",
            "i.txt": "+++\ntitle = 'I'\n+++\nI",
            "j.txt": "{\nJ\n}",
            "k.json": "{}",
            "l.rst": "L",
            "md": "M",
            "n.md.bak": "N",
        }
    )
    found = {post.id: post.format for post in Collection.open(top).posts}
    assert found == {
        "a.md": Format.MARKDOWN,
        "b.MARKDOWN": Format.MARKDOWN,
        "c.mkd": Format.MARKDOWN,
        "d.txt": Format.TEXT,
        "e.Text": Format.TEXT,
        "f.html": Format.HTML,
        "g.HTM": Format.HTML,
        "h.txt": Format.MARKDOWN,
        "i.txt": Format.MARKDOWN,
        "j.txt": Format.TEXT,
    }


def test_what_a_walk_passes_over(make: Make) -> None:
    names = (
        ".hidden.md",
        ".obsidian/a.md",
        "_site/a.html",
        "annotations/me/a.md.json",
        "annotations/notes.md",
        "node_modules/x/a.md",
        "env/lib/a.txt",
        "env/pyvenv.cfg",
        "venv/a.txt",
        "README.md",
        "Readme.de.txt",
        "sub/LICENSE.txt",
        "CHANGELOG.md",
        "sub/readme-first.md",
    )
    assert ids(make(dict.fromkeys(names, "x"))) == ["sub/readme-first.md"]


def test_in_a_posts_folder_a_readme_is_a_post(make: Make) -> None:
    top = make({"posts/README.md": "x", "posts/sub/a.md": "A", "about.md": "B"})
    assert ids(top) == ["README.md", "sub/a.md"]


def test_a_folder_outside_the_posts_folder_is_read_when_given(make: Make) -> None:
    top = make({"_posts/a.md": "A", "_drafts/b.md": "B", "about.md": "C"})
    collection = Collection.open(top / "_drafts")
    assert collection.root == top
    assert [(post.id, post.relative_path) for post in collection.posts] == [
        ("./_drafts/b.md", "_drafts/b.md"),
        ("a.md", "_posts/a.md"),
    ]


@pytest.mark.parametrize(
    "name",
    [
        b"plain.md",
        b"two\nlines.md",
        b"not-utf8-\xff\xe9.md",
        b"bell\x07.md",
        b"50%20+[x] #1 'q' \"p\".md",
        "früh 電燈.md".encode(),
        b"back\\slash.md",
    ],
)
def test_names_of_any_bytes_are_listed_and_opened(make: Make, name: bytes) -> None:
    top = make({"posts/other.md": "Other"})
    try:
        Path(os.fsdecode(os.fsencode(top / "posts") + b"/" + name)).write_text("Body of it.\n")
    except OSError:
        pytest.skip("this file system does not take such a name")
    collection = Collection.open(top)
    post_id = os.fsdecode(name)
    assert post_id in [post.id for post in collection.posts]
    assert os.fsencode(collection.get(post_id).id) == name
    assert collection.get(post_id).body == "Body of it.\n"
    assert Collection.open(top).get(str(top / "posts" / post_id)).id == post_id


def test_a_name_is_no_title_with_controls(make: Make) -> None:
    top = make({})
    (top / "bell\x1b[31m.md").write_text("")
    assert Collection.open(top).posts[0].title == "bell\ufffd[31m.md"


def test_a_circle_of_links_is_told_and_not_followed(make: Make) -> None:
    top = make({"a.md": "A", "sub/b.md": "B"})
    (top / "sub/up").symlink_to("..")
    (top / "sub/here").symlink_to(".")
    (top / "root").symlink_to("/")
    assert ids(top) == ["a.md", "sub/b.md"]
    assert sorted(kinds(top)) == [
        ("root", "link-loop", Severity.WARNING),
        ("sub/here", "link-loop", Severity.WARNING),
        ("sub/up", "link-loop", Severity.WARNING),
    ]


def test_a_folder_is_read_once_and_by_its_own_name(make: Make, tmp_path: Path) -> None:
    top = make({"z/a.md": "A"})
    (top / "link").symlink_to("z")
    away = tmp_path / "away"
    away.mkdir()
    (away / "b.md").write_text("B")
    (top / "one").symlink_to(away)
    (top / "two").symlink_to(away)
    assert ids(top) == ["one/b.md", "z/a.md"]
    assert kinds(top) == []


def test_links_to_files(make: Make, tmp_path: Path) -> None:
    top = make({"a.md": "A"})
    (tmp_path / "away.md").write_text("B")
    (top / "b.md").symlink_to(tmp_path / "away.md")
    (top / "gone.md").symlink_to("nowhere.md")
    (top / "self.md").symlink_to("self.md")
    assert ids(top) == ["a.md", "b.md"]
    assert sorted(kinds(top)) == [
        ("gone.md", "unreadable", Severity.ERROR),
        ("self.md", "unreadable", Severity.ERROR),
    ]
    assert Collection.open(top / "b.md").get(str(top / "b.md")).id == "b.md"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_no_post_and_never_waited_for(make: Make) -> None:
    top = make({"a.md": "A", "folder.md/b.md": "B"})
    os.mkfifo(top / "pipe.md")
    assert ids(top) == ["a.md", "folder.md/b.md"]


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = make({"posts/a.md": "A", "posts/b.md": "B", "posts/shut/c.md": "C", "posts/d.md": "D"})
    scandir, opened = os.scandir, os.open

    def shut(path: Any) -> Any:
        if Path(path).name == "shut":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    def locked(path: Any, *args: Any, **more: Any) -> int:
        if Path(path).name == "b.md":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *args, **more)

    monkeypatch.setattr(os, "scandir", shut)
    monkeypatch.setattr(os, "open", locked)
    assert ids(top) == ["a.md", "d.md"]
    assert sorted(kinds(top)) == [
        ("posts/b.md", "unreadable", Severity.ERROR),
        ("posts/shut", "unreadable", Severity.ERROR),
    ]
    messages = [one.message for one in Collection.open(top).problems]
    assert all("Permission denied" in message for message in messages)


def test_an_entry_that_cannot_be_looked_at_is_told(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = make({"a.md": "A", "b.md": "B"})
    scandir = os.scandir

    class Entry:
        def __init__(self, entry: os.DirEntry[str]) -> None:
            self.entry, self.name, self.path = entry, entry.name, entry.path

        def is_dir(self) -> bool:
            if self.name == "a.md":
                raise OSError(5, "Input/output error")
            return self.entry.is_dir()

        def __getattr__(self, name: str) -> Any:
            return getattr(self.entry, name)

    class Entries:
        def __init__(self, path: Any) -> None:
            self.entries = scandir(path)

        def __enter__(self) -> list[Entry]:
            return [Entry(entry) for entry in self.entries]

        def __exit__(self, *_: object) -> None:
            self.entries.close()

        close = __exit__

    monkeypatch.setattr(os, "scandir", Entries)
    assert ids(top) == ["b.md"]
    assert kinds(top) == [("a.md", "unreadable", Severity.ERROR)]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_is_no_file_is_told_and_nobody_waits_for_it(make: Make) -> None:
    top = make({"a.md": "A"})
    os.mkfifo(top / "pipe.md")
    (top / "link.md").symlink_to("pipe.md")
    (top / "null.md").symlink_to(os.devnull)
    (top / "folder.md").mkdir()
    collection = Collection.open(top)
    assert [post.id for post in collection.posts] == ["a.md"]
    assert {one.message for one in collection.problems} == {
        f"{name} is no file of text." for name in ("pipe.md", "link.md", "null.md")
    }
