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
    """Makes a change in a child that is killed before one of its calls; whether it was."""
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
    repairs, found = kills_of_repairs(start, root)
    return {"kills": kills + repairs, "wrong": problems + found}


def kills_of_repairs(start: Path, root: Path) -> tuple[int, list[str]]:
    """Kills repairs of a file with something behind its end."""
    path = root / "annotations" / "ann" / "a.md.json"
    repairing = Save(lambda store: store.repair(path))  # type: ignore[arg-type,return-value]
    sound = state(start)

    def begin() -> bytes:
        shutil.copytree(start, root)
        path.write_bytes(path.read_bytes() + b"}")
        return path.read_bytes()

    begin()
    numbers = calls_of(repairing, root)
    shutil.rmtree(root)
    kills, problems = 0, list[str]()
    for number in numbers:
        broken = begin()
        kills += killed_before(repairing, root, number)
        held = [each.read_bytes() for each in path.parent.glob("a.md.json*")]
        if broken not in held:
            problems.append(f"a repair, before call {number}: the broken file is gone")
        if path.read_bytes() == broken:
            make_store(root).repair(path)
        go_on(SAVES["done"], root)
        now = state(root)["a.md"]
        if any(one not in now for one in sound["a.md"]) or traces(root):
            problems.append(f"a repair, before call {number}: {state(root)}, {traces(root)}")
        shutil.rmtree(root)
    return kills, problems


def wrong_at_the_end(root: Path) -> str:
    """What is wrong once the next changes are saved; empty where nothing is."""
    state(root)
    return f"{traces(root)} left by the next saves" if traces(root) else ""


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]))))  # noqa: T201
