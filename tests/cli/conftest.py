"""A small collection that the commands' tests work on."""

from __future__ import annotations

from pathlib import Path

import pytest

_STORY = """---
title: "The kettle: a story"
date: 2021-03-04
---
# A leak

It leaked 😀 on day one. Thank you.

They answered within the hour, said *sorry*, and sent another. Thank you.

> We make an exception
> for you. Thank you.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    posts = tmp_path / "posts"
    posts.mkdir()
    (posts / "kettle.md").write_text(_STORY, encoding="utf-8")
    (posts / "plain.txt").write_text("A plain page\n\nwith few words.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path
