"""Kills a process before each call that changes anything, of each kind of save.

Run as `killed.py FOLDER EVERY`, in a process of its own, for it forks; prints as JSON how
many were killed and what was wrong. Only every so many calls are tried. A write is half
done before the kill.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from faults import CHANGING, die, watching
from saves import SAVES, Save, go_on, make_store, prepare, state, traces, wrong


def calls_of(save: Save, root: Path) -> list[int]:
    """The numbers of a save's calls before which a kill makes a difference."""
    with watching(root / "annotations") as watched:
        save.act(make_store(root))
    return [number for number, name in enumerate(watched.names) if name in CHANGING]


def killed_before(save: Save, root: Path, number: int) -> bool:
    """Makes a save in a child that is killed before one of its calls; whether it was."""
    pid = os.fork()
    if pid == 0:
        try:
            with watching(root / "annotations", number, die):
                save.act(make_store(root))
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(pid, 0)[1])


def main(folder: Path, every: int) -> dict[str, object]:
    """All kills of all saves."""
    start, root = folder / "start", folder / "root"
    start.mkdir()
    prepare(start)
    before = state(start)
    kills, problems = 0, list[str]()
    for name, save in SAVES.items():
        shutil.copytree(start, root)
        numbers = calls_of(save, root)
        after = state(root)
        shutil.rmtree(root)
        for number in numbers[len(name) % every :: every]:
            shutil.copytree(start, root)
            try:
                kills += killed_before(save, root, number)
                fault = wrong(save, before, after, state(root))
                if len(traces(root)) > 1:
                    fault = f"{traces(root)} left"
                if not fault:
                    go_on(save, root)
                    fault = wrong_at_the_end(root)
            except (AssertionError, ValueError) as error:
                fault = repr(error)
            if fault:
                problems.append(f"{name}, before call {number}: {fault}")
            shutil.rmtree(root)
    return {"kills": kills, "wrong": problems}


def wrong_at_the_end(root: Path) -> str:
    """What is wrong once the next changes are saved; empty where nothing is."""
    state(root)
    return f"{traces(root)} left by the next saves" if traces(root) else ""


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]))))  # noqa: T201
