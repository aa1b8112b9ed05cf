"""`csreader export`: a collection's marks for other programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from csreader.cli.options import all_posts_option, coder_option, examples, path_argument, tag_option

if TYPE_CHECKING:
    from csreader.exchange.interface import Format


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
@tag_option
@click.option("--by", type=click.Choice(("post", "tag")), help="Group quotes by post or by tag.")
@all_posts_option
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
    jsonl hold everything (their shape is in docs/formats.md, their schema comes with the
    package); --list-formats says what each other format leaves out. --by, --all-posts,
    --with-text and --bom go with the formats that --list-formats names them for. Where an
    annotation file cannot be read, the rest is exported and the exit code is 1.
    """
    from csreader.cli.exporting import run_export
    from csreader.exchange.interface import Options

    output = None if output == "-" else output
    options = Options(with_text, bom, by or Options().by, all_posts)
    return run_export(_writer(format_name, output), options, path, output, tags, coder)


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
