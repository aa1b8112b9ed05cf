"""Kills processes while they save, and prints what was wrong afterwards as JSON.

Run as `interrupted.py ROOT RUNS [FILE]`, in a process of its own, for it forks; FILE is the
Markdown to annotate, else there is some.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from csreader.annotations import Store
from csreader.text.model import Format
from csreader.text.reader import read_text

WORDS = " ".join(f"word{number}" for number in range(400))
SOURCE = Path(sys.argv[3]).read_text(encoding="utf-8") if sys.argv[3:] else WORDS
READING = read_text(SOURCE, Format.MARKDOWN)
TEXT = READING.text
POST = "story.md"
ADDED = 50
SECONDS = (0.001, 0.05)
STEPS = ("open", "write", "fsync", "replace", "fsync of the folder")

Child = Callable[[Callable[[], None]], None]


def ids(root: Path) -> list[str]:
    """The ids of the marks on disk; raises ValueError for a file that is no JSON."""
    path = root / "annotations" / "ann" / f"{POST}.json"
    if not path.exists():
        return []
    return [row["id"] for row in json.loads(path.read_bytes())["annotations"].values()]


def traces(root: Path) -> list[str]:
    """Temporary files that are left."""
    return [path.name for path in (root / "annotations").rglob("*tmp*")]


def add(root: Path, saved: Callable[[], None]) -> None:
    """Adds annotations, and says so after each."""
    store = Store(root, "ann")
    for number in range(ADDED):
        start = (len(ids(root)) * 7 + number * 13) % (len(TEXT) - 8)
        store.add(POST, READING, start, start + 5, [], f"{os.getpid()} {number}")
        saved()


def add_and_die(root: Path, step: str) -> None:
    """Adds an annotation and is killed at a step of its save."""
    store = Store(root, "ann")
    path = str(root / "annotations" / "ann")
    real: dict[str, Callable[..., Any]] = {
        name: getattr(os, name) for name in ("open", "write", "fsync", "replace", "rename")
    }
    written: set[int] = set()

    def die() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def opened(name: Any, flags: int, *args: Any, **more: Any) -> int:
        descriptor: int = real["open"](name, flags, *args, **more)
        if flags & os.O_CREAT and str(name).startswith(path):
            written.add(descriptor)
            if step == "open":
                die()
        return descriptor

    def half(descriptor: int, data: bytes) -> int:
        if step == "write" and descriptor in written:
            real["write"](descriptor, bytes(data)[: len(data) // 2])
            die()
        count: int = real["write"](descriptor, data)
        return count

    def synced(descriptor: int) -> None:
        if step == ("fsync" if descriptor in written else "fsync of the folder"):
            die()
        real["fsync"](descriptor)

    def replaced(*args: Any, **more: Any) -> None:
        if step == "replace":
            die()
        real["replace"](*args, **more)

    os.open, os.write, os.fsync = opened, half, synced  # type: ignore[assignment]
    os.replace = os.rename = replaced  # type: ignore[assignment]
    store.add(POST, READING, 0, 5, [], f"{os.getpid()} at {step}")


def _tell(writer: int) -> None:
    os.write(writer, b".")


def fork(child: Child) -> tuple[int, int]:
    """Starts a child; its id, and a pipe that gets a byte for each save."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writer)
        return pid, reader
    try:
        child(lambda: _tell(writer))
    finally:
        os._exit(0)


def killed_at_random(root: Path, rng: random.Random) -> tuple[int, int]:
    """Kills a child some time after its first save: how many saves it told of."""
    pid, reader = fork(lambda saved: add(root, saved))
    told = os.read(reader, ADDED)
    select.select([], [], [], rng.uniform(*SECONDS))
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    while more := os.read(reader, ADDED):
        told += more
    os.close(reader)
    return len(told), int(os.WIFSIGNALED(status))


def main(root: Path, runs: int) -> dict[str, Any]:
    """Does all the runs; what was wrong, and how many children were killed at work."""
    rng = random.Random(runs)
    wrong: list[str] = []
    killed = 0
    for run in range(runs):
        before = set(ids(root))
        told, was_killed = killed_at_random(root, rng)
        killed += was_killed
        try:
            after = set(ids(root))
        except ValueError as error:
            wrong.append(f"run {run}: {error}")
            break
        if not before <= after or len(after - before) not in (told, told + 1):
            wrong.append(f"run {run}: {told} saves told, {len(after - before)} on disk")
        if len(traces(root)) > 1:
            wrong.append(f"run {run}: {traces(root)} left")
    for step in STEPS:
        before = set(ids(root))
        pid, reader = fork(lambda _, step=step: add_and_die(root, step))  # type: ignore[misc]
        _, status = os.waitpid(pid, 0)
        os.close(reader)
        if not os.WIFSIGNALED(status):
            wrong.append(f"{step}: not met")
        new = len(set(ids(root)) - before)
        if not before <= set(ids(root)) or new != (step == "fsync of the folder"):
            wrong.append(f"{step}: {new} new")
        store = Store(root, "ann", lock_timeout=1)
        store.set_done(POST, READING, store.marks(POST, READING).status != "done")
        if traces(root):
            wrong.append(f"{step}: {traces(root)} left after the next save")
    return {"wrong": wrong, "killed": killed, "annotations": len(ids(root))}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]))))  # noqa: T201
