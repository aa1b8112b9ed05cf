"""An import that the tests of faults and kills make, and what may be on disk meanwhile."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bringing import add_mark, bring, collection_of, own_files, values

from csreader.annotations import Store
from csreader.annotations.imports.records import last_import
from csreader.collection import Collection
from csreader.exchange.brought import Brought, BroughtDocument, BroughtMark, BroughtTag
from csreader.exchange.importing import Wanted
from csreader.exchange.importing.saving import Saved
from csreader.text.model import ReadingText

STORY = "# The kettle\n\nIt broke in its first week. They said sorry.\n\nA new one came.\n"
_TIME = "2024-05-06T07:08:09Z"


def _mark(number: int, quote: str, *tags: str, coder: str = "") -> BroughtMark:
    return BroughtMark(str(number), tags, quote=quote, coder=coder, created=_TIME)


SENT = Brought(
    (
        BroughtDocument(
            "kettle.md",
            (
                _mark(1, "broke", "a", "b"),
                _mark(2, "said sorry", "c", coder="bob"),
                _mark(3, "nowhere to be found", "c"),
            ),
        ),
        BroughtDocument("page.txt", (_mark(4, "plain", "c"),)),
        BroughtDocument("lamp", (_mark(5, "late", "a"),), "It came late.\n"),
    ),
    tuple(
        BroughtTag(name, "#123456", id=f"{name * 8}-0000-4000-8000-000000000000") for name in "abc"
    ),
)
"""Two coders, three posts, one of them new, and tags of which one is there."""


def prepare(base: Path) -> None:
    """A collection with marks in a folder that has the user's state as well."""
    root = base / "root"
    collection_of(root, kettle__md=STORY, page__txt="A plain page.\n")
    os.environ["XDG_STATE_HOME"] = str(base / "state")
    add_mark(root, "A new one", "a", "mine")
    add_mark(root, "broke", "mine", coder="bob")


def copied(start: Path, base: Path) -> Path:
    """A copy of what was prepared, with its own state; the collection's root."""
    shutil.rmtree(base, ignore_errors=True)
    shutil.copytree(start, base)
    # Its records and journal are by the root's path.
    shutil.rmtree(base / "state", ignore_errors=True)
    os.environ["XDG_STATE_HOME"] = str(base / "state")
    return base / "root"


def import_all(root: Path, collection: Collection | None = None) -> Saved:
    """Makes the import, or goes on with it."""
    return bring(root, SENT, wanted=Wanted(write_posts=True), collection=collection)[1]


def undo(root: Path, collection: Collection | None = None) -> None:
    """Takes the last import back, where there is one."""
    change = last_import(root)
    if change is None:
        return
    opened = collection or Collection.open(root)

    def reading_of(post: str) -> ReadingText | None:
        found = opened.by_id(post)
        return found.read() if found is not None else None

    Store(root, "ann").replay(change, reading_of, back=True)


def state(root: Path) -> Mapping[str, Any]:
    """What is on disk; raises where a file is not whole."""
    for path in (root / "annotations").rglob("*.json"):
        json.loads(path.read_bytes())
    assert Store(root, "ann").overview().problems == ()
    found = dict(values(root))
    found["codebook"] = [tag["name"] for tag in found["codebook"]]
    return found


def lost(before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """What of a state is not in another one; empty where all of it is."""
    there = {post["id"]: post["annotations"] for post in now["posts"]}
    for post in before["posts"]:
        for one in post["annotations"]:
            if one not in there.get(post["id"], []):
                return f"{one['quote']} in {post['id']}"
    return "" if set(before["codebook"]) <= set(now["codebook"]) else "a tag"


def wrong_after(root: Path, before: Mapping[str, bytes], full: Mapping[str, Any]) -> str:
    """Goes on with an import that was broken off, and takes it back; what is wrong then."""
    import_all(root)
    if state(root) != full:
        return "going on does not do the rest"
    # A file that was refused came with the second one.
    while last_import(root) is not None:
        undo(root)
    return wrong_without(root, before)


def wrong_without(root: Path, before: Mapping[str, bytes]) -> str:
    """What is not as it was before the import; empty where all is."""
    now = own_files(root)
    changed = [path for path in before.keys() | now.keys() if before.get(path) != now.get(path)]
    return f"{', '.join(sorted(changed))} is not as it was" if changed else ""
