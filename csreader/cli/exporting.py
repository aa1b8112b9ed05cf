"""What `export` and `report` do alike: writes a collection's marks in a format."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from csreader.cli.failures import FINE, PROBLEMS
from csreader.cli.options import open_posts, store_of
from csreader.cli.output import now, say, stdout_bytes, with_progress

if TYPE_CHECKING:
    from csreader.annotations import Mark, Store
    from csreader.collection import Collection
    from csreader.exchange.interface import Format, Options
    from csreader.exchange.snapshot import Chosen, Snapshot


def run_export(
    one: Format,
    options: Options,
    path: str,
    output: str | None,
    tags: Sequence[str],
    coder: str,
) -> int:
    """Writes the marks on the posts of a path; the exit code.

    Args:
        one: The format.
        options: What is asked of it.
        path: A folder or a post.
        output: A file's name, or a folder's; None for stdout.
        tags: Only marks with one of these, or one below it; all where none is named.
        coder: Who is acting, as asked for.

    Raises:
        ClickException: If something is asked for that cannot be.
        FormatError: If the format does not take the options, or the file is in the way.
        OSError: If it cannot be written.
    """
    from csreader.exchange.exporting import expect_accepted, targets, write_out
    from csreader.exchange.snapshot import take_snapshot
    from csreader.exchange.tally import Tally

    expect_accepted(one, options)
    collection, posts = open_posts(path)
    if output is None:
        _expect_one_file(one)
    paths = None if output is None else targets(one, Path(output), collection)
    store = store_of(collection, coder)
    snapshot = take_snapshot(
        collection,
        store,
        exported=now(),
        with_text=options.with_text or one.needs_text,
        posts=with_progress(posts, "Exporting"),
        chosen=_chosen(store, tags),
    )
    tally = Tally()
    counted = tally.over(snapshot, one)
    if paths is not None:
        write_out(one, counted, paths, options)
    else:
        _to_stdout(one, counted, options)
    if losses := tally.losses(one):
        say(losses)
    return _tell_missing(collection, snapshot)


def _expect_one_file(one: Format) -> None:
    if one.write is None:
        raise click.UsageError(
            f"The format {one.name} is several files: name a folder, or a .zip, with -o."
        )


def _chosen(store: Store, tags: Sequence[str]) -> Chosen | None:
    """Which marks have one of some tags, or one below it; None where none is named.

    Raises:
        BadParameter: If one is no tag.
    """
    if not tags:
        return None
    book = store.codebook(store.overview().tags)
    wanted = set()
    for tag in tags:
        name = book.resolve(tag)
        below = {one.name for one in book.tags if f"{one.name}/".startswith(f"{name}/")}
        if not below:
            raise click.BadParameter(f"There is no tag {tag}.", param_hint="--tag")
        wanted |= below

    def is_wanted(mark: Mark) -> bool:
        return not wanted.isdisjoint(mark.annotation.tags)

    return is_wanted


def _to_stdout(one: Format, snapshot: Snapshot, options: Options) -> None:
    from csreader.exchange.registry import with_extra

    assert one.write is not None  # it is one file
    stream = stdout_bytes()
    with with_extra(one):
        one.write(snapshot, stream, options)
    stream.flush()
    if one.companions:
        say(f"With -o FILE, files ending in {', '.join(one.companions)} are written beside it.")


def _tell_missing(collection: Collection, snapshot: Snapshot) -> int:
    """Says what is not in the export; the exit code."""
    from csreader.collection import Severity

    missing = [problem.message for problem in collection.problems]
    missing += [problem.message for problem in snapshot.problems]
    missing += [
        f"{post} is not among the posts; its marks are left out." for post in snapshot.left_out
    ]
    for message in missing:
        say(message)
    unread = any(problem.severity is Severity.ERROR for problem in collection.problems)
    return PROBLEMS if unread or snapshot.problems or snapshot.left_out else FINE
