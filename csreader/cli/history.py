"""`csreader history`: what was done to the marks, from the journal."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from csreader.cli.failures import FINE
from csreader.cli.options import coder_option, examples, json_option, made_store, path_argument
from csreader.cli.output import print_json
from csreader.cli.when import WHEN_HELP, read_when

if TYPE_CHECKING:
    from csreader.annotations.journal.lines import Line
    from csreader.collection import Collection

_SHORT = 8
"""How many characters of a mark's id are shown."""


@click.command(
    "history",
    epilog=examples(
        "csreader history posts",
        "csreader history posts --since 2h",
        "csreader history --post kettle.md --limit 5 --json",
    ),
)
@path_argument
@click.option("--post", "file", metavar="FILE", help="Only one post's: its path or its id.")
@click.option(
    "--since", metavar="WHEN", callback=read_when, help=f"Only from a time on: {WHEN_HELP}."
)
@click.option(
    "--limit", type=click.IntRange(1), default=100, metavar="N", help="The most changes; 100."
)
@json_option
@coder_option
def history(
    path: str,
    file: str | None,
    since: datetime.datetime | None,
    limit: int,
    as_json: bool,
    coder: str,
) -> int:
    """List what the acting coder did to the marks of PATH, the last change first.

    A line says when, in which post, what, and the beginning of the mark's id, which
    csreader restore takes. The journal is kept in your state folder, or where the setting
    journal in csreader.toml says: "state", "beside" (with your annotations) or "off".
    """
    from csreader.annotations.journal.restoring import Restorer
    from csreader.collection import Collection

    collection = Collection.open(Path(path))
    store = made_store(Restorer, collection, coder)
    lines = store.lines()
    wanted = file if file is not None else path if collection.named is not None else None
    post = None if wanted is None else _post_id(collection, wanted)
    changes = [
        one
        for one in _changes(lines)
        if (since is None or one[-1].label.time >= since)
        and (post is None or any(post in (line.post, line.was_post) for line in one))
    ]
    shown = [_values(one) for one in reversed(changes[-limit:])]
    if as_json:
        print_json(shown)
    elif not lines:
        from csreader.cli.marking import print_line

        print_line(f"There is no journal of {store.coder}'s changes here.")
    else:
        _print_table(shown)
    return FINE


def _changes(lines: Iterable[Line]) -> list[list[Line]]:
    """The lines of each change, in the order in which the changes ended."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.label.change, []).append(line)
    return sorted(found.values(), key=lambda one: one[-1].label.time)


def _post_id(collection: Collection, file: str) -> str:
    """A post's id, also where the post is gone: the journal may know it."""
    from csreader.collection import CollectionError

    try:
        return collection.get(file).id
    except CollectionError:
        return file


def _values(change: Sequence[Line]) -> dict[str, Any]:
    from csreader.annotations.journal.lines import written

    label = change[-1].label
    return {
        "change": label.change,
        "time": written(label.time),
        "coder": label.coder,
        "kind": str(label.kind),
        "message": label.message,
        "posts": list(dict.fromkeys(line.post for line in change if line.post)),
        "annotations": list(dict.fromkeys(one.id for line in change for one in line.marks)),
        "tags": list(
            dict.fromkeys(
                tag.name
                for line in change
                for one in line.tags
                for tag in (one.before, one.after)
                if tag is not None
            )
        ),
    }


def _print_table(changes: Sequence[dict[str, Any]]) -> None:
    from rich.table import Table
    from rich.text import Text

    from csreader.cli.console import stdout_console
    from csreader.text.characters import one_line

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("When", no_wrap=True)
    table.add_column("Post", overflow="fold")
    table.add_column("What", overflow="fold")
    table.add_column("Mark", no_wrap=True)
    for one in changes:
        when = datetime.datetime.fromisoformat(one["time"]).astimezone()
        marks, posts = one["annotations"], one["posts"]
        cells = (
            when.strftime("%Y-%m-%d %H:%M:%S"),
            one_line(posts[0]) if len(posts) == 1 else f"{len(posts)} posts" if posts else "",
            one_line(one["message"]),
            one_line(marks[0][:_SHORT])
            if len(marks) == 1
            else f"{len(marks)} marks"
            if marks
            else "",
        )
        table.add_row(*map(Text, cells))
    stdout_console(unbounded=True).print(table)
