"""A fault, or a kill, at each call that a save makes of the system."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from annotating import contents
from faults import CHANGING, failing, watching
from saves import FULL, READING, SAVES, Save, make_store, prepare, state, traces, wrong

from csreader.annotations import StoreError
from csreader.annotations.errors import UnfinishedError

FAULTS = (errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO)
ONE_FILE = ("a first mark with a new tag", "a mark with a new tag", "a removal")
MANY_FILES = ("a renaming", "a merge", "a deletion")


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("faults") / "start"
    folder.mkdir()
    prepare(folder)
    return folder


def _calls(save: Save, root: Path) -> list[str]:
    with watching(root / "annotations") as watched:
        save.act(make_store(root))
    return watched.names


def _copies(start: Path, save: Save) -> tuple[list[str], dict, Path]:
    """The calls of a save, what is on disk after it, and where to make it again."""
    root = start.with_name("root")
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(start, root)
    names = _calls(save, root)
    return names, state(root), root


@pytest.mark.parametrize("turn", range(len(FAULTS)) if FULL else [0])
@pytest.mark.parametrize("name", ONE_FILE)
def test_a_fault_at_each_call_leaves_the_old_file_whole(start: Path, name: str, turn: int) -> None:
    save = SAVES[name]
    before = state(start)
    names, after, root = _copies(start, save)
    told = 0
    for at, call in enumerate(names):
        number = FAULTS[(at + turn) % len(FAULTS)]
        shutil.rmtree(root)
        shutil.copytree(start, root)
        files = contents(root)
        store = make_store(root)
        message = ""
        try:
            with watching(root / "annotations", at, failing(number)):
                save.act(store)
        except StoreError as error:
            message = error.message
            told += 1
        assert not message or message.startswith("annotations"), (at, call)
        assert "\n" not in message
        now = state(root)
        assert not wrong(save, before, after, now), (at, call)
        assert traces(root) == [], (at, call)
        if not message:
            assert {**now, "tags": []} == {**after, "tags": []}, (at, call)
        elif "was saved, but" not in message:
            # Only the codebook may have the new tag already.
            for path, data in files.items():
                if not path.endswith("codebook.json"):
                    assert contents(root)[path] == data, (at, call)
        # The same store saves once the fault is gone.
        store.set_done("a.md", READING, True)
        assert state(root)["a.md done"]
    assert told > 5


@pytest.mark.parametrize("name", MANY_FILES)
def test_a_fault_in_a_change_of_many_files_reads_right_and_can_be_undone(
    start: Path, name: str
) -> None:
    save = SAVES[name]
    before = state(start)
    names, after, root = _copies(start, save)
    unfinished = 0
    for at, call in enumerate(names):
        if call not in CHANGING and not FULL:
            continue
        shutil.rmtree(root)
        shutil.copytree(start, root)
        store = make_store(root)
        change, message = None, "annotations undoes what is"
        try:
            with watching(root / "annotations", at, failing(errno.EIO)):
                change = save.act(store)
        except UnfinishedError as error:
            unfinished += 1
            change, message = error.change, error.message
        except StoreError as error:
            message = f"{error.message} undoes what is"
        assert re.match("annotations.* undoes what is", message), (at, call)
        assert not wrong(save, before, after, state(root)), (at, call)
        assert traces(root) == [], (at, call)
        if change is not None:
            store.replay(change, lambda _: READING, back=True)
            assert state(root) == before, (at, call)
    assert unfinished > 5


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_kill_before_each_call_that_changes_anything(tmp_path: Path) -> None:
    script = Path(__file__).parent / "data" / "killed.py"
    done = subprocess.run(
        [sys.executable, str(script), str(tmp_path), "1" if FULL else "4"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["wrong"] == []
    assert result["kills"] > (20 if FULL else 5) * len(SAVES)
