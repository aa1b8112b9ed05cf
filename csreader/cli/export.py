"""`csreader export`: a collection's marks for other programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from csreader.cli.failures import FINE, PROBLEMS
from csreader.cli.options import coder_option, examples, open_posts, path_argument, store_of
from csreader.cli.output import now, say, stdout_bytes, with_progress

if TYPE_CHECKING:
    from csreader.annotations import Mark, Store
    from csreader.collection import Collection
    from csreader.exchange.interface import Format, Options
    from csreader.exchange.snapshot import Chosen, Snapshot


def _list_formats(ctx: click.Context, parameter: click.Parameter, value: bool) -> None:  # noqa: ARG001
    if value and not ctx.resilient_parsing:
        from csreader.cli.formats import print_formats

        print_formats()
        ctx.exit()


list_formats_option = click.option(
    "--list-formats",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_list_formats,
    help="Show all formats, and what each cannot carry.",
)


@click.command(
    "export",
    epilog=examples(
        "csreader export posts --format json --with-text -o marks.json",
        "csreader export posts --format csv --bom -o marks.csv",
        'csreader export posts --tag "fast response" -o fast.jsonl',
        "csreader export --list-formats",
    ),
)
@path_argument
@click.option(
    "--format",
    "format_name",
    metavar="FORMAT",
    help="One of --list-formats; without it the ending of FILE decides, else it is json.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Write to FILE, at once and whole; for a format of several files a folder, or a .zip.",
)
@click.option(
    "--tag",
    "tags",
    metavar="NAME",
    multiple=True,
    help="Only marks with this tag or one below it.",
)
@click.option("--by", type=click.Choice(("post", "tag")), help="Group quotes by post or by tag.")
@click.option("--all-posts", is_flag=True, help="Also posts without marks.")
@click.option("--with-text", is_flag=True, help="Add each post's reading text.")
@click.option("--bom", is_flag=True, help="Begin with a byte-order mark, for Excel.")
@list_formats_option
@coder_option
def export(
    path: str,
    format_name: str | None,
    output: str | None,
    tags: Sequence[str],
    by: str | None,
    all_posts: bool,
    with_text: bool,
    bom: bool,
    coder: str,
) -> int:
    """Export the marks of all coders on the posts of PATH.

    PATH is a folder or one post; without it, the current folder is exported. json and
    jsonl hold everything (their shape is in docs/export.md, their schema comes with the
    package); --list-formats says what each other format leaves out. --by, --all-posts,
    --with-text and --bom go with the formats that --list-formats names them for. Where an
    annotation file cannot be read, the rest is exported and the exit code is 1.
    """
    from csreader.exchange.exporting import expect_accepted, targets, write_out
    from csreader.exchange.interface import Options
    from csreader.exchange.snapshot import take_snapshot
    from csreader.exchange.tally import Tally

    output = None if output == "-" else output
    one = _writer(format_name, output)
    options = Options(with_text, bom, by or Options().by, all_posts)
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
        with_text=with_text or one.needs_text,
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


def _writer(name: str | None, output: str | None) -> Format:
    from csreader.exchange.registry import format_named, writer_for, writers

    if name is None:
        found = writer_for(output) if output else None
        found = found or format_named("json")
        assert found is not None
        return found
    found = format_named(name)
    if found is None or not (found.write or found.write_folder):
        raise click.BadParameter(
            f"{name} is none of the formats {', '.join(writers())}.", param_hint="--format"
        )
    return found


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
