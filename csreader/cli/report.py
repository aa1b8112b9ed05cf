"""`csreader report`: stories with their marks as one page for a browser."""

from __future__ import annotations

from collections.abc import Sequence

import click

from csreader.cli.options import all_posts_option, coder_option, examples, path_argument, tag_option


@click.command(
    "report",
    epilog=examples(
        "csreader report posts -o report.html",
        'csreader report posts --tag "fast response" -o fast.html',
    ),
)
@path_argument
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    required=True,
    help="Write to FILE, at once and whole; - is the standard output.",
)
@tag_option
@all_posts_option
@coder_option
def report(path: str, output: str, tags: Sequence[str], all_posts: bool, coder: str) -> int:
    """Write a report: the stories of PATH with the marks of all coders, as one page.

    PATH is a folder or one post; without it, the current folder. The page needs no network
    and nothing beside it: it has the stories with their passages in the tags' colours, the
    notes, an index by tag, counts and a search. It prints well. Where an annotation file
    cannot be read, the rest is reported and the exit code is 1.
    """
    from csreader.cli.exporting import run_export
    from csreader.exchange.interface import Options
    from csreader.exchange.registry import format_named

    one = format_named("html")
    assert one is not None  # it is one of csreader's own
    target = None if output == "-" else output
    return run_export(one, Options(all_posts=all_posts), path, target, tags, coder)
