"""`csreader export`: a collection's marks for other programs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from csreader.cli.failures import FINE, PROBLEMS, WrongUseError
from csreader.cli.options import coder_option, examples, open_posts, path_argument, store_of
from csreader.cli.output import now, say, stdout_bytes, with_progress

if TYPE_CHECKING:
    from csreader.collection import Collection
    from csreader.exchange.interface import Format, Options


@click.command(
    "export",
    epilog=examples(
        "csreader export posts --format json --with-text -o marks.json",
        "csreader export posts --format csv --bom -o marks.csv",
    ),
)
@path_argument
@click.option(
    "--format",
    "format_name",
    metavar="FORMAT",
    help="json or csv; without it the ending of FILE decides, else it is json.",
)
@click.option("-o", "--output", metavar="FILE", help="Write to FILE, at once and whole.")
@click.option("--with-text", is_flag=True, help="Add each post's reading text (json).")
@click.option("--bom", is_flag=True, help="Begin with a byte-order mark, for Excel (csv).")
@coder_option
def export(
    path: str, format_name: str | None, output: str | None, with_text: bool, bom: bool, coder: str
) -> int:
    """Export the marks of all coders on the posts of PATH.

    PATH is a folder or one post; without it, the current folder is exported. json holds
    everything (its shape is in docs/export.md, its schema comes with the package); csv
    has a row for each passage and tag. Where an annotation file cannot be read, the rest
    is exported and the exit code is 1.
    """
    from csreader.exchange.interface import Options
    from csreader.exchange.snapshot import take_snapshot

    options = Options(with_text, bom)
    writer = _writer(format_name, output)
    write = writer.write
    assert write is not None  # of a format that is written
    _expect_accepted(writer, options)
    collection, posts = open_posts(path)
    target = None if output in (None, "-") else _target(Path(output or ""), collection)
    snapshot = take_snapshot(
        collection,
        store_of(collection, coder),
        exported=now(),
        with_text=with_text,
        posts=with_progress(posts, "Reading"),
    )
    if target is None:
        stream = stdout_bytes()
        write(snapshot, stream, options)
        stream.flush()
    else:
        from csreader.cli.files import replacing

        with replacing(target) as stream:
            write(snapshot, stream, options)
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


def _writer(name: str | None, output: str | None) -> Format:
    from csreader.exchange.registry import writer_for, writers

    if name is None:
        found = writer_for(output) if output else None
        return found or writers()["json"]
    if name not in writers():
        raise click.BadParameter(
            f"{name} is none of the formats {', '.join(writers())}.", param_hint="--format"
        )
    return writers()[name]


def _expect_accepted(writer: Format, options: Options) -> None:
    for option in ("with_text", "bom"):
        if getattr(options, option) and option not in writer.accepts:
            flag = f"--{option.replace('_', '-')}"
            raise click.UsageError(f"{flag} does not go with the format {writer.name}.")


def _target(output: Path, collection: Collection) -> Path:
    """The file to write, links followed.

    Raises:
        WrongUseError: If it is a folder, a post or an annotation file, or its folder is not there.
    """
    from csreader.annotations.disk.paths import FOLDER

    target = Path(os.path.realpath(output.expanduser()))
    if target.is_dir():
        raise WrongUseError(f"{output} is a folder; name a file in it.")
    if any(post.path.resolve() == target for post in collection.posts):
        raise WrongUseError(f"{output} is one of the posts and is not overwritten.")
    if target.is_relative_to(collection.root / FOLDER):
        raise WrongUseError(f"{output} is where the annotations are kept; write elsewhere.")
    if not target.parent.is_dir():
        raise WrongUseError(f"The folder {output.parent} does not exist.")
    return target
