"""Folders of posts for the tests of this room."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from csreader.collection import Collection, Post

Make = Callable[[dict[str, str | bytes]], Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Writes files below a folder that no root lies above, and gives the folder."""
    top = tmp_path / "stories"
    top.mkdir()
    # Keeps the search for a root from leaving the test's own folders.
    (tmp_path / ".git").mkdir()

    def write(files: dict[str, str | bytes]) -> Path:
        for name, content in files.items():
            path = top / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return top

    return write


@pytest.fixture
def read(make: Make) -> Callable[..., Post]:
    """Reads one post with a given content."""

    def read(content: str | bytes, name: str = "story.md") -> Post:
        post = Collection.open(make({name: content}) / name).named
        assert post is not None
        return post

    return read
