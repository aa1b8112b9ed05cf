"""Helpers of the tests that import: collections, files that bring marks, what came of it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from csreader.annotations import Store
from csreader.annotations.imports.importer import Importer
from csreader.collection import Collection
from csreader.exchange.brought import Brought, BroughtDocument, BroughtMark, BroughtTag
from csreader.exchange.exporting import targets, write_out
from csreader.exchange.formats.csreader_json import document
from csreader.exchange.importing import Plan, Saved, Wanted, plan_import, preview, save_import
from csreader.exchange.interface import Format, Options
from csreader.exchange.snapshot import take_snapshot
from csreader.text.model import ReadingText

NOW = "2024-05-06T07:08:09Z"


def collection_of(root: Path, **stories: str) -> Collection:
    """A collection with posts; `__` in a name stands for a dot."""
    folder = root / "posts"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in stories.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return Collection.open(root)


def reading_of(root: Path, post: str = "kettle.md") -> ReadingText:
    """The reading text of a post."""
    return Collection.open(root).get(post).read()


def add_mark(
    root: Path, words: str, *tags: str, coder: str = "ann", post: str = "kettle.md"
) -> str:
    """Puts tags on the first of some words; the mark's id."""
    reading = reading_of(root, post)
    start = reading.text.index(words)
    change = Store(root, coder).add(post, reading, start, start + len(words), tags)
    assert change.annotation is not None
    return change.annotation.id


def exported(root: Path, one: Format, coder: str = "ann", *, text: bool = False) -> bytes:
    """What a format writes of a collection."""
    snapshot = take_snapshot(
        Collection.open(root), Store(root, coder), exported=NOW, with_text=text
    )
    stream = io.BytesIO()
    assert one.write is not None
    one.write(snapshot, stream, Options(with_text=text))
    return stream.getvalue()


def write(root: Path, one: Format, path: Path, *, text: bool = False) -> None:
    """Writes a file, or folder, of a format with what a collection holds."""
    collection = Collection.open(root)
    snapshot = take_snapshot(
        collection, Store(root, "ann"), exported=NOW, with_text=text or one.needs_text
    )
    write_out(one, snapshot, targets(one, path, collection), Options(with_text=text))


def values(root: Path) -> dict[str, Any]:
    """All that csreader's own export holds of a collection."""
    return document(take_snapshot(Collection.open(root), Store(root, "ann"), exported=NOW))


def marks(root: Path) -> list[dict[str, Any]]:
    """All marks of a collection, with their posts."""
    return [
        {**one, "post": post["id"]} for post in values(root)["posts"] for one in post["annotations"]
    ]


def bring(
    root: Path,
    brought: Brought,
    *,
    name: str = "test",
    coder: str = "ann",
    wanted: Wanted = Wanted(),  # noqa: B008 - frozen
    dry_run: bool = False,
    sha256: str = "0",
    collection: Collection | None = None,
) -> tuple[Plan, Saved]:
    """Imports what a file brings, or says what that would do."""
    store = Importer(root, coder)
    plan = plan_import(brought, name, collection or Collection.open(root), store, wanted)
    if dry_run:
        return plan, preview(plan, store, wanted)
    return plan, save_import(plan, brought, store, wanted, name="file", sha256=sha256)


def bring_file(root: Path, one: Format, path: Path, **more: Any) -> tuple[Plan, Saved]:
    """Imports a file of a format."""
    assert one.read is not None
    return bring(root, one.read(path), name=one.name, **more)


def one_document(
    *found: BroughtMark,
    name: str = "kettle.md",
    text: str | None = None,
    tags: Iterable[BroughtTag] = (),
    **more: Any,
) -> Brought:
    """What a file with one document brings."""
    return Brought((BroughtDocument(name, found, text, **more),), tuple(tags))


def own_files(root: Path) -> Mapping[str, bytes]:
    """All files below a collection's root but the lock and its .gitignore."""
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name not in (".lock", ".gitignore")
    }
