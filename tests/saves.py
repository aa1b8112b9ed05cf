"""Changes that the tests of faults and kills make, and what may be on disk meanwhile."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotating import STORY, markdown, passage

from csreader.annotations import Change, Store, StoreError

KILLS = int(os.environ.get("CSREADER_KILLS", "25"))
"""How many processes are killed at random; the full proof is 1000."""
FULL = KILLS >= 1000
"""Whether also all faults and kills are tried, not a part of them."""
READING = markdown(STORY)
POSTS = ("a.md", "b.md", "deep/c.md")

State = dict[str, Any]
"""What is on disk, as csreader reads it: the marks of each post, which are done, and the tags."""


@dataclass(frozen=True)
class Save:
    """A change of one or several files.

    Attributes:
        act: Makes it.
        at_once: Whether a reader sees it in all posts at once, or in none.
    """

    act: Callable[[Store], Change]
    at_once: bool = True


SAVES = {
    "a first mark with a new tag": Save(
        lambda store: store.add("new.md", READING, *passage(READING, "sorry"), ["fresh"])
    ),
    "a mark with a new tag": Save(
        lambda store: store.add("a.md", READING, *passage(READING, "sorry"), ["fresh"], "why")
    ),
    "a note": Save(lambda store: store.update("a.md", READING, "kettle in a.md", note="changed")),
    "a removal": Save(lambda store: store.remove("a.md", READING, "kettle in a.md")),
    "done": Save(lambda store: store.set_done("b.md", READING, True)),
    "a renaming": Save(lambda store: store.rename_tag("late", "delay/late")),
    "a merge": Save(lambda store: store.merge_tags("late", "refund")),
    "a deletion": Save(lambda store: store.delete_tag("late"), at_once=False),
}
"""By what they are."""


def make_store(root: Path) -> Store:
    """A store that gives the same times each time."""
    clock = datetime.datetime(2024, 5, 6, 7, 8, 9, tzinfo=datetime.UTC)
    return Store(root, "ann", clock=lambda: clock)


def prepare(root: Path) -> None:
    """Three posts, the same two marks on each, one with both tags."""
    store = Store(root, "ann")
    for tag in ("late", "refund"):
        store.add_tag(tag)
    for post in POSTS:
        for words, tags in (("kettle", ["late", "refund"]), ("within the hour", ["late"])):
            named = Store(root, "ann", new_id=lambda: f"{words} in {post}")  # noqa: B023
            named.add(post, READING, *passage(READING, words), tags)


def state(root: Path) -> State:
    """What is on disk; raises where a file is not whole."""
    for path in (root / "annotations").rglob("*.json"):
        json.loads(path.read_bytes())
    store = Store(root, "ann")
    assert store.overview().problems == ()
    found: State = {"tags": sorted(tag.name for tag in store.codebook().tags)}
    for post in (*POSTS, "new.md"):
        marks = store.marks(post, READING)
        found[post] = [
            [one.start, one.annotation.note, sorted(one.annotation.tags)] for one in marks.own
        ]
        found[f"{post} done"] = marks.status.value == "done"
    return found


def wrong(save: Save, before: State, after: State, now: State) -> str:
    """What may not be on disk when a change was broken off; empty where all is well."""
    posts = [name for name in before if name != "tags" and before[name] != after[name]]
    for name, value in now.items():
        if value not in (before[name], after[name]):
            return f"{name} is neither as before nor as after: {value}"
    if save.at_once and len({now[name] == after[name] for name in posts}) > 1:
        return f"some posts are as before, some as after: {now}"
    return ""


def go_on(save: Save, root: Path) -> None:
    """Makes the change again, and another one in each folder."""
    store = make_store(root)
    # Where it was done before it was broken off, there is no such tag or mark any more.
    with contextlib.suppress(StoreError):
        save.act(store)
    store.add_tag("the end")
    for post in POSTS:
        store.add(post, READING, *passage(READING, "shop"), ["the end"])


def traces(root: Path) -> list[str]:
    """Temporary files that are left."""
    return [path.name for path in (root / "annotations").rglob("*tmp*")]
