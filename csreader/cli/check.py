"""`csreader check`: what is wrong with a collection's files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

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
from csreader.cli.output import print_json, with_progress

if TYPE_CHECKING:
    from csreader.annotations import Store
    from csreader.collection import Collection, Post, Problem


@click.command(
    "check",
    epilog=examples(
        "csreader check posts",
        "csreader check posts --json",
        "csreader check posts --repair",
    ),
)
@path_argument
@click.option(
    "--repair",
    "mend",
    is_flag=True,
    help="Bring back what can be read from broken annotation files.",
)
@json_option
@coder_option
def check(path: str, mend: bool, as_json: bool, coder: str) -> int:
    """Say what is wrong with the files of PATH.

    PATH is a folder or one post; without it, the current folder is checked. A line says
    where, how bad and what: path:line: severity: message. The exit code is 1 where there
    is an error or a warning; a note does not count. A mark whose passage is not found
    any more is a warning.

    With --repair, a broken annotation file or codebook is kept under a dated name beside
    it, and a sound one takes its place, with all that can be read. What cannot is told as
    an error, with its line in the file that was kept. Other files are left as they are.
    """
    collection, posts = open_posts(path)
    store = store_of(collection, coder)
    problems = list(_repaired(collection, store, posts)) if mend else []
    # A file that could not be repaired is told of with the reason.
    told = {one.path for one in problems}
    problems.extend(
        one
        for one in _problems(collection, store, posts)
        if not (one.kind == "annotations-broken" and one.path in told)
    )
    if as_json:
        print_json(
            [
                {
                    "path": one.path,
                    "line": one.line,
                    "kind": one.kind,
                    "severity": one.severity.value,
                    "message": one.message,
                }
                for one in problems
            ]
        )
    else:
        _print(collection, len(posts), problems)
    return PROBLEMS if any(one.severity.value != "note" for one in problems) else FINE


def _repaired(collection: Collection, store: Store, posts: tuple[Post, ...]) -> Iterator[Problem]:
    """Repairs what is broken of the posts' files and the codebook; what became of it."""
    from csreader.annotations import StoreError, checking

    problems = store.overview().problems
    if collection.named is not None:
        wanted = {path for post in posts for path in store.paths(post.id)}
        problems = tuple(one for one in problems if one.path in wanted)
    for one in problems:
        if one.kind != "broken":
            continue
        try:
            repaired = store.repair(one.path)
        except StoreError as error:
            yield checking.of_failed_repair(collection.root, one.path, error)
        else:
            yield from checking.of_repair(collection.root, repaired)


def _problems(collection: Collection, store: Store, posts: tuple[Post, ...]) -> Iterator[Problem]:
    from csreader.annotations import checking, relinking

    overview = store.overview()
    whole = collection.named is None
    if whole:
        yield from collection.problems
        if not posts:
            yield _no_posts(collection)
    for post in with_progress(posts, "Checking"):
        reading = post.read()
        yield from post.problems_with(reading)
        if not whole or overview.post(post.id).annotations:
            marks = store.marks(post.id, reading)
            yield from checking.orphans(post, marks)
            if not whole:
                yield from (checking.of_file(collection.root, one) for one in marks.problems)
    if whole:
        yield from (checking.of_file(collection.root, one) for one in overview.problems)
        yield from checking.left_behind(
            collection, overview, relinking.lost_posts(collection, store)
        )
        yield from checking.kept_aside(collection.root, store.set_aside_files())


def _no_posts(collection: Collection) -> Problem:
    from csreader.collection import Problem, Severity
    from csreader.collection.walk import FORMATS, relative

    folder = collection.posts_folder or collection.root
    message = f"There are no posts; looked for files ending in {', '.join(FORMATS)}."
    return Problem(relative(collection.root, folder), None, "no-posts", Severity.NOTE, message)


def _print(collection: Collection, posts: int, problems: Iterable[Problem]) -> None:
    from rich.text import Text

    from csreader.cli.console import print_lines, stdout_console
    from csreader.text.characters import one_line

    styles = {"error": "bold red", "warning": "yellow", "note": "dim"}
    lines = [Text(f"root: {one_line(str(collection.root))}")]
    count = 0
    for one in problems:
        count += 1
        where = one_line(one.path) + ("" if one.line is None else f":{one.line}")
        severity = Text(one.severity.value, style=styles[one.severity.value])
        lines.append(Text.assemble((f"{where}: ", "bold"), severity, f": {one_line(one.message)}"))
    lines.append(Text(f"{_counted(posts, 'post')}, {_counted(count, 'problem')}"))
    print_lines(stdout_console(), lines)


def _counted(count: int, word: str) -> str:
    return f"{count or 'no'} {word}{'' if count == 1 else 's'}"
