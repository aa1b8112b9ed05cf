"""Processes killed while they save (case 53)."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from annotating import POST, STORY, mark, markdown, own
from saves import KILLS
from support import shared_case

from csreader.annotations import Store

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


def test_killed_at_any_moment_the_file_is_the_old_or_the_new_one(tmp_path: Path) -> None:
    _kill(tmp_path, KILLS)


def test_case_53_killed_while_saving(tmp_path: Path) -> None:
    _kill(tmp_path, KILLS // 3, shared_case("53-interrupted-write") / "story.md")


def _kill(root: Path, runs: int, *source: Path) -> None:
    script = Path(__file__).parent / "data" / "interrupted.py"
    done = subprocess.run(
        [sys.executable, str(script), str(root), str(runs), *map(str, source)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["wrong"] == []
    assert result["killed"] > runs // 3
    assert result["annotations"] > runs


def test_traces_of_other_saves_are_swept_up(tmp_path: Path) -> None:
    reading = markdown(STORY)
    mark(Store(tmp_path, "ann"), reading, "refund", "a")
    folder = tmp_path / "annotations" / "ann"
    trace = folder / ".other.md.json.csreader-tmp"
    trace.write_text("half", encoding="utf-8")
    theirs = folder / ".theirs.tmp"
    theirs.write_text("not ours", encoding="utf-8")
    assert len(own(tmp_path, reading)) == 1
    assert trace.exists()  # reading writes nothing
    mark(Store(tmp_path, "ann"), reading, "sorry", "a")
    assert not trace.exists()
    assert theirs.exists()


def test_the_lock_of_a_killed_process_does_not_block(tmp_path: Path) -> None:
    holds = (
        "import sys, pathlib, signal\n"
        "from csreader.annotations.disk.storage import AnnotationsFolder\n"
        "with AnnotationsFolder(pathlib.Path(sys.argv[1])).locked():\n"
        "    print('held', flush=True)\n"
        "    sys.stdin.readline()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", holds, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        reading = markdown(STORY)
        with pytest.raises(Exception, match="locked by another csreader"):
            mark(Store(tmp_path, "ann", lock_timeout=0.05), reading, "refund", "a")
        assert own(tmp_path, reading) == []  # reading waits for nobody
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert (tmp_path / "annotations" / ".lock").exists()
    mark(Store(tmp_path, "ann", lock_timeout=1), reading, "refund", "a")
    assert len(own(tmp_path, reading, POST)) == 1
