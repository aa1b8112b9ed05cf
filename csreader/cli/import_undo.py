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
    from csreader.annotations.imports.record import Step
    from csreader.text.model import ReadingText


def undo_import(files: Sequence[str], *, dry_run: bool, as_json: bool) -> int:
    """Takes the user's last import into a collection back, or says which one that is."""
    from csreader.annotations import Store
    from csreader.annotations.imports.records import last_import, opened
    from csreader.cli.marking import print_line
    from csreader.collection import Collection

    if len(files) > 1:
        raise click.UsageError("With --undo, import takes one PATH.")
    collection = Collection.open(Path(files[0] if files else "."))
    change = last_import(collection.root)
    if change is None or change.record is None:
        raise WrongUseError("There is no import of yours here that could be undone.")
    steps = opened(change.record, collection.root).steps()

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
    print_line(f"{done}: {change.message} ({_extent(steps)})")
    return FINE


def _extent(steps: Sequence[Step]) -> str:
    """How much an import brought."""
    counts = {
        "mark": sum(len(step.rows) for step in steps),
        "tag": sum(len(step.tags) for step in steps),
        "new post": sum(step.after is not None for step in steps),
    }
    told = [
        f"{count:,} {word}{'' if count == 1 else 's'}" for word, count in counts.items() if count
    ]
    return ", ".join(told) or "nothing"
