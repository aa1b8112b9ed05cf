"""A fault, or a kill, at each call that an import or its undo makes of the system."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from bringing import own_files
from faults import failing, watching
from imports import copied, import_all, lost, prepare, state, undo, wrong_after, wrong_without
from saves import FULL

from csreader.annotations import StoreError
from csreader.collection import Collection

FAULTS = (errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO)
EVERY = 1 if FULL else 5


def test_a_fault_at_any_call_of_an_import_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "")  # and so put back at the end
    start, base = tmp_path / "start", tmp_path / "base"
    prepare(start)
    root = copied(start, base)
    before, files = state(root), own_files(root)
    collection = Collection.open(root)
    with watching(base) as watched:
        import_all(root, collection)
    full = state(root)
    told = 0
    for at in range(0, len(watched.names), EVERY):
        copied(start, base)
        collection = Collection.open(root)
        try:
            with watching(base, at, failing(FAULTS[at % len(FAULTS)])):
                told += bool(import_all(root, collection).refused)
        except StoreError:
            told += 1
        where = f"call {at}, {watched.names[at]}"
        assert not lost(before, state(root)), where
        assert not wrong_after(root, files, full), where
    assert told > (10 if FULL else 3)


def test_a_fault_at_any_call_of_an_undo_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "")
    start, base = tmp_path / "start", tmp_path / "base"
    prepare(start)
    root = copied(start, base)
    before, files = state(root), own_files(root)
    import_all(root)
    collection = Collection.open(root)
    with watching(base) as watched:
        undo(root, collection)
    told = 0
    for at in range(0, len(watched.names), EVERY):
        copied(start, base)
        import_all(root)
        collection = Collection.open(root)
        try:
            with watching(base, at, failing(FAULTS[at % len(FAULTS)])):
                undo(root, collection)
        except StoreError:
            told += 1
        where = f"call {at}, {watched.names[at]}"
        assert not lost(before, state(root)), where
        undo(root)
        assert not wrong_without(root, files), where
    assert told > (10 if FULL else 3)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_kill_before_any_call_can_be_gone_on_with_and_taken_back(tmp_path: Path) -> None:
    script = Path(__file__).parent / "data" / "killed_imports.py"
    done = subprocess.run(
        [sys.executable, str(script), str(tmp_path), str(EVERY)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["wrong"] == []
    assert result["kills"] > 60 // EVERY
