"""`csreader import --undo`: takes the last import back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from csreader.cli.failures import FINE, WrongUseError
from csreader.cli.options import made_store
from csreader.cli.output import counting, print_json

if TYPE_CHECKING:
    from csreader.text.model import ReadingText


def undo_import(files: Sequence[str], *, dry_run: bool, as_json: bool) -> int:
    """Takes the user's last import into a collection back, or says which one that is."""
    from csreader.annotations import Store
    from csreader.annotations.imports.records import extent, last_import
    from csreader.cli.marking import print_line
    from csreader.collection import Collection

    if len(files) > 1:
        raise click.UsageError("With --undo, import takes one PATH.")
    collection = Collection.open(Path(files[0] if files else "."))
    change = last_import(collection.root)
    if change is None or change.record is None:
        raise WrongUseError("There is no import of yours here that could be undone.")
    brought = extent(change, collection.root)

    def reading_of(post_id: str) -> ReadingText | None:
        post = collection.by_id(post_id)
        return post.read() if post is not None else None

    kept: tuple[str, ...] = ()
    if not dry_run:
        store = made_store(Store, collection, "")
        with counting(f"Undoing the {change.message}") as progress:
            kept = store.replay(change, reading_of, back=True, progress=progress)
    if as_json:
        print_json({"undone": not dry_run, "message": change.message, "kept": list(kept)})
        return FINE
    for phrase in kept:
        print_line(f"not undone: {phrase}")
    done = "would undo" if dry_run else "undid"
    print_line(f"{done}: {change.message} ({brought})")
    return FINE
