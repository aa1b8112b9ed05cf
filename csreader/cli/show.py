"""`csreader show`: one post."""

from __future__ import annotations

import click

from csreader.cli.failures import FINE
from csreader.cli.options import coder_option, examples, file_argument, json_option, store_of
from csreader.cli.output import print_json, say, stdout_bytes


@click.command(
    "show",
    epilog=examples(
        "csreader show posts/kettle.md",
        "csreader show posts/kettle.md --text",
    ),
)
@file_argument
@click.option("--text", "as_text", is_flag=True, help="Print the reading text and nothing else.")
@json_option
@coder_option
def show(file: str, as_text: bool, as_json: bool, coder: str) -> int:
    """Print the post FILE with its marks.

    FILE is a post's path, or its id in the current folder's collection. Positions
    everywhere in csreader count the characters of what --text prints.
    """
    if as_text and as_json:
        raise click.UsageError("Give --text or --json, not both.")
    from csreader.collection import open_post

    collection, post = open_post(file)
    reading = post.reading
    if as_text:
        stream = stdout_bytes()
        stream.write(f"{reading.text}\n".encode())
        stream.flush()
        return FINE
    from csreader.exchange.formats.csreader_json import annotation_values
    from csreader.exchange.snapshot import placed_marks

    store = store_of(collection, coder)
    marks = store.marks(post.id, reading)
    for problem in marks.problems:
        say(problem.message)
    if as_json:
        print_json(
            {
                "id": post.id,
                "path": post.relative_path,
                "title": post.title,
                "date": post.date,
                "format": post.format.value,
                "text": reading.text,
                "text_sha256": reading.sha256,
                "text_rules": reading.rules,
                "blocks": [
                    {
                        "kind": block.kind.value,
                        "start": block.start,
                        "end": block.end,
                        "line": block.line,
                    }
                    for block in reading.blocks
                ],
                "annotations": [annotation_values(mark) for mark in placed_marks(marks, reading)],
            }
        )
        return FINE
    from csreader.cli.console import print_lines, stdout_console
    from csreader.cli.painting import paint_post

    console = stdout_console()
    everyone = sorted(
        (*marks.own, *marks.others), key=lambda mark: (mark.start is None, mark.start or 0)
    )
    print_lines(console, paint_post(post, everyone, store.codebook(), max(1, console.width)))
    return FINE
