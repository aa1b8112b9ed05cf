"""`csreader list`: the posts of a collection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from csreader.cli.failures import FINE, PROBLEMS
from csreader.cli.options import (
    coder_option,
    examples,
    json_option,
    open_posts,
    path_argument,
    store_of,
)
from csreader.cli.output import print_json, say, with_progress

if TYPE_CHECKING:
    from csreader.collection import Collection


@click.command(
    "list",
    epilog=examples(
        "csreader list posts",
        "csreader list posts --words --json",
    ),
)
@path_argument
@click.option("--words", is_flag=True, help="Count each post's words, which takes longer.")
@json_option
@coder_option
def list_posts(path: str, words: bool, as_json: bool, coder: str) -> int:
    """List the posts of PATH with their marks.

    PATH is a folder or one post; without it, the current folder is listed. Posts are
    ordered by date, undated last. Marks and tags count all coders', the status is the
    acting coder's; problems are those of the file and its header.
    """
    from csreader.collection import Severity

    collection, posts = open_posts(path)
    store = store_of(collection, coder)
    overview = store.overview()
    rows: list[dict[str, Any]] = []
    for post in with_progress(posts, "Counting") if words else posts:
        summary = overview.post(post.id)
        status = summary.statuses.get(store.coder)
        rows.append(
            {
                "id": post.id,
                "path": post.relative_path,
                "title": post.title,
                "date": post.date,
                "format": post.format.value,
                "words": post.read().word_count if words else None,
                "status": status.value if status else "unread",
                "annotations": summary.annotations,
                "tags": dict(sorted(summary.tags.items())),
                "problems": len(post.problems),
            }
        )
    for message in (
        *(problem.message for problem in collection.problems),
        *(problem.message for problem in overview.problems),
    ):
        say(message)
    if as_json:
        print_json(rows)
    elif rows:
        _print_table(rows, words)
    else:
        say(_no_posts(collection))
    unread = any(problem.severity is Severity.ERROR for problem in collection.problems)
    return PROBLEMS if unread or overview.problems else FINE


def _no_posts(collection: Collection) -> str:
    from csreader.collection.walk import FORMATS

    where = collection.posts_folder or collection.root
    return f"There are no posts in {where}; looked for files ending in {', '.join(FORMATS)}."


def _print_table(rows: Sequence[dict[str, Any]], words: bool) -> None:
    from rich.table import Table
    from rich.text import Text

    from csreader.cli.console import stdout_console
    from csreader.text.characters import one_line

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Date", no_wrap=True)
    table.add_column("Status", no_wrap=True)
    table.add_column("Marks", justify="right", no_wrap=True)
    if words:
        table.add_column("Words", justify="right", no_wrap=True)
    troubled = any(row["problems"] for row in rows)
    if troubled:
        table.add_column("Problems", justify="right", no_wrap=True)
    table.add_column("Title", overflow="fold")
    table.add_column("Post", overflow="fold")
    for row in rows:
        cells = [row["date"] or "", row["status"].replace("-", " "), str(row["annotations"] or "")]
        if words:
            cells.append(str(row["words"]))
        if troubled:
            cells.append(str(row["problems"] or ""))
        cells += [one_line(row["title"]), one_line(row["id"])]
        table.add_row(*map(Text, cells))
    stdout_console(unbounded=True).print(table)
