"""The root of a collection, looked for upwards."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from csreader.collection import Collection
from csreader.collection.root import find_root, posts_folder

Make = Callable[[dict[str, str | bytes]], Path]


@pytest.mark.parametrize("mark", ["csreader.toml", "annotations/codebook.json"])
def test_a_marked_folder_goes_before_a_nearer_posts_folder(make: Make, mark: str) -> None:
    top = make({mark: "", "deep/posts/sub/a.md": "A"})
    for start in ("deep/posts/sub/a.md", "deep/posts", "deep", "."):
        assert find_root(top / start) == top


@pytest.mark.parametrize("name", ["posts", "_posts"])
def test_else_the_nearest_with_a_posts_folder(make: Make, name: str) -> None:
    top = make({f"{name}/sub/a.md": "A", "drafts/b.md": "B"})
    for start in (f"{name}/sub/a.md", f"{name}/sub", name, ".", "drafts/b.md"):
        assert find_root(top / start) == top
    assert posts_folder(top) == top / name


def test_a_posts_folder_is_no_root_for_one_of_its_own_folders(make: Make) -> None:
    top = make({"posts/posts/a.md": "A"})
    assert find_root(top / "posts") == top


def test_jekylls_folder_goes_before_a_page_about_posts(make: Make) -> None:
    top = make({"posts/index.html": "<p>All</p>", "_posts/2012-07-09-a.md": "A"})
    assert [post.id for post in Collection.open(top).posts] == ["2012-07-09-a.md"]


def test_else_the_folder_given_or_that_of_the_file(make: Make) -> None:
    top = make({"deep/a.md": "A"})
    assert find_root(top / "deep") == top / "deep"
    assert find_root(top / "deep/a.md") == top / "deep"


def test_a_file_called_posts_is_no_folder(make: Make) -> None:
    top = make({"posts": "x", "deep/a.md": "A"})
    assert find_root(top / "deep") == top / "deep"


def test_the_search_ends_at_a_git_folder(make: Make) -> None:
    top = make({"csreader.toml": "", "repo/.git/HEAD": "x", "repo/deep/a.md": "A"})
    assert find_root(top / "repo/deep") == top / "repo/deep"
    (top / "repo/csreader.toml").touch()
    assert find_root(top / "repo/deep") == top / "repo"


def test_the_search_ends_at_the_home_folder(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    top = make({"csreader.toml": "", "me/deep/a.md": "A"})
    monkeypatch.setenv("HOME", str(top / "me"))
    assert find_root(top / "me/deep") == top / "me/deep"


def test_the_search_ends_at_a_mount(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    top = make({"csreader.toml": "", "disk/deep/a.md": "A"})
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path) == top / "disk")
    assert find_root(top / "disk/deep") == top / "disk/deep"


def test_no_home_is_no_error(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    top = make({"posts/a.md": "A"})

    def homeless() -> Path:
        raise RuntimeError("no home")

    monkeypatch.setattr(Path, "home", homeless)
    assert find_root(top / "posts") == top
