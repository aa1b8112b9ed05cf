"""Fixtures of this room's tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from casebook import Read
from support import shared_case

from csreader.collection import Collection, Post


@pytest.fixture
def read(given: bool, tmp_path: Path) -> Read:
    """Reads a case, given or our own, through its collection."""

    def read(case: str, name: str, own: str) -> Post:
        path = tmp_path / name
        path.write_bytes((shared_case(case) / name).read_bytes() if given else own.encode())
        post = Collection.open(path).named
        assert post is not None
        return post

    return read
