"""Two windows and two command lines at once on the same post (case 56)."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path

from annotating import stored
from saves import FULL

from csreader.annotations import Store

EACH = 250 if FULL else 4
POST = "story.md"
DATA = Path(__file__).parent / "data"
ROOT = Path(__file__).resolve().parents[2]


def test_two_windows_and_two_command_lines_lose_nothing(tmp_path: Path) -> None:
    text = " ".join(f"Sentence number {number} stands here." for number in range(EACH))
    (tmp_path / POST).write_text(f"# A story\n\n{text}\n", encoding="utf-8")
    for tag in ("first window", "second window"):
        Store(tmp_path, "tester").add_tag(tag)
    path = tmp_path / "annotations" / "tester" / f"{POST}.json"
    programs = [
        ("window.py", "1"), ("window.py", "2"), ("tagging.py", "one"), ("tagging.py", "two")
    ]  # fmt: skip
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "CSREADER_CODER": "tester",
        "TEXTUAL_ANIMATIONS": "none",
    }
    started = [
        subprocess.Popen(
            [sys.executable, str(DATA / script), str(tmp_path), POST, word, str(EACH)],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for script, word in programs
    ]
    try:
        for process in started:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in started:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        seen: set[tuple[str, str]] = set()
        while any(process.poll() is None for process in started):
            now = _marked(path)
            assert seen <= now
            seen = now
            with contextlib.suppress(subprocess.TimeoutExpired):
                next(one for one in started if one.returncode is None).wait(0.02)
    finally:
        outcomes = [(process.communicate()[1], process.returncode) for process in started]
    assert outcomes == [("", 0)] * len(programs)
    tags = ("first window", "second window", "one", "two")
    quotes = [f"Sentence number {number} stands here." for number in range(EACH)]
    assert _marked(path) >= {(quote, tag) for quote in quotes for tag in ("one", "two")}
    by_tag = {tag: sum(tag == each for _, each in _marked(path)) for tag in tags}
    assert by_tag == dict.fromkeys(tags, EACH)
    names = [tag.name for tag in Store(tmp_path, "tester").codebook().tags]
    assert sorted(names) == sorted(tags)
    left = {one.name for one in (tmp_path / "annotations").rglob("*") if one.is_file()}
    assert left == {".lock", ".gitignore", "codebook.json", path.name}


def _marked(path: Path) -> set[tuple[str, str]]:
    """Passages and their tags on disk; the file has to be whole whenever it is read."""
    if not path.exists():
        return set()
    json.loads(path.read_bytes())
    return {(row["quote"], tag) for row in stored(path) for tag in row["tags"]}
