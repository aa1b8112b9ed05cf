"""Kills a process before each call that changes anything, of an import and of its undo.

Run as `killed_imports.py FOLDER EVERY`, in a process of its own, for it forks; prints as
JSON how many were killed and what was wrong. Only every so many calls are tried.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bringing import own_files
from faults import CHANGING, die, watching
from imports import copied, import_all, lost, prepare, state, undo, wrong_after, wrong_without


def calls_of(act: Callable[[], object], base: Path) -> list[int]:
    """The numbers of the calls before which a kill makes a difference."""
    with watching(base) as watched:
        act()
    return [number for number, name in enumerate(watched.names) if name in CHANGING]


def killed_before(act: Callable[[], object], base: Path, number: int) -> bool:
    """Does something in a child that is killed before one of its calls; whether it was."""
    pid = os.fork()
    if pid == 0:
        try:
            with watching(base, number, die):
                act()
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(pid, 0)[1])


def main(folder: Path, every: int) -> dict[str, object]:
    """All kills."""
    start, base = folder / "start", folder / "base"
    prepare(start)
    root = copied(start, base)
    before, files = state(root), own_files(root)
    importing = calls_of(lambda: import_all(root), base)
    full = state(root)
    undoing = calls_of(lambda: undo(root), base)
    kills, problems = 0, list[str]()

    def tried(name: str, number: int, check: Callable[[], str]) -> None:
        try:
            fault = lost(before, state(root)) or check()
        except Exception as error:  # each is one to be told
            fault = repr(error)
        if fault:
            problems.append(f"{name}, before call {number}: {fault}")

    def undone() -> str:
        undo(root)
        return wrong_without(root, files)

    for number in importing[::every]:
        for check in (lambda: wrong_after(root, files, full), undone):
            copied(start, base)
            kills += killed_before(lambda: import_all(root), base, number)
            tried("an import", number, check)
    for number in undoing[::every]:
        copied(start, base)
        import_all(root)
        kills += killed_before(lambda: undo(root), base, number)
        tried("an undo", number, undone)
    return {"kills": kills, "wrong": problems}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]))))  # noqa: T201
