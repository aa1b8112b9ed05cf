"""`csreader untag`: takes an annotation off a post."""

from __future__ import annotations

import click

from csreader.cli.failures import FINE
from csreader.cli.options import coder_option, examples, file_argument, json_option, store_of
from csreader.cli.output import print_json


@click.command(
    "untag",
    epilog=examples(
        "csreader untag posts/kettle.md 6f1c0f0e-2f0b-4a53-9d0f-1f1f3a0f8f11",
    ),
)
@file_argument
@click.argument("annotation_id", metavar="ID")
@json_option
@coder_option
def untag(file: str, annotation_id: str, as_json: bool, coder: str) -> int:
    """Remove an annotation from the post FILE.

    ID is the annotation's; all its tags and its note go with it. FILE is a post's path or its
    id. Only the acting coder's own annotations can be removed. What was removed is
    printed.
    """
    from csreader.cli.marking import expect_taggable, print_line
    from csreader.collection import open_post
    from csreader.exchange.formats.csreader_json import annotation_values
    from csreader.exchange.snapshot import placed_mark

    collection, post = open_post(file)
    store = store_of(collection, coder)
    marks = expect_taggable(store, post)
    change = store.remove(post.id, post.reading, annotation_id)
    if as_json:
        gone = next(mark for mark in marks.own if mark.annotation.id == annotation_id)
        print_json(annotation_values(placed_mark(gone, post.reading)))
    else:
        print_line(f"Done: {change.message}.")
    return FINE
