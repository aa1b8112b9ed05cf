"""`csreader tag`: puts tags and a note on a passage."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from csreader.cli.failures import FINE
from csreader.cli.options import coder_option, examples, file_argument, json_option, store_of
from csreader.cli.output import print_json

if TYPE_CHECKING:
    from csreader.annotations import Change, Mark, Marks
    from csreader.text.model import ReadingText

_SURROGATE = re.compile("[\ud800-\udfff]")


@click.command(
    "tag",
    epilog=examples(
        'csreader tag posts/kettle.md --tag "fast response" --quote "within the hour"',
        'csreader tag posts/kettle.md --tag refund --quote "Thank you." --nth 3',
        'csreader tag posts/kettle.md --tag refund --start 120 --end 164 --note "whole sum"',
    ),
)
@file_argument
@click.option("--tag", "tags", metavar="NAME", multiple=True, help="A tag; may be given again.")
@click.option("--quote", metavar="TEXT", help="The passage, by its words.")
@click.option("--nth", metavar="N", type=click.IntRange(1), help="Which of several, from 1.")
@click.option("--start", metavar="N", type=click.IntRange(0), help="Its first character, from 0.")
@click.option("--end", metavar="N", type=click.IntRange(0), help="The one after its last.")
@click.option("--note", metavar="TEXT", default="", help="A note on the passage.")
@json_option
@coder_option
def tag(
    file: str,
    tags: tuple[str, ...],
    quote: str | None,
    nth: int | None,
    start: int | None,
    end: int | None,
    note: str,
    as_json: bool,
    coder: str,
) -> int:
    """Mark a passage of the post FILE with tags.

    FILE is a post's path or its id. The passage is given by its words (white space in
    TEXT matches any run of white space) or by positions in what csreader show --text
    prints. A new tag joins the codebook.
    """
    _expect_one_passage(quote, nth, start, end)
    if not tags and not note:
        raise click.UsageError("A mark needs a --tag or a --note.")
    from csreader.cli.marking import expect_taggable, find_quote, print_line
    from csreader.collection import open_post
    from csreader.exchange.formats.csreader_json import annotation_values
    from csreader.exchange.snapshot import placed_mark

    collection, post = open_post(file)
    reading = post.reading
    store = store_of(collection, coder)
    expect_taggable(store, post)
    if quote is not None:
        start, end = find_quote(reading, quote, nth)
    assert start is not None
    assert end is not None
    note = _SURROGATE.sub("\ufffd", note)
    change = store.add(post.id, reading, start, end, tags, note)
    mark = _mark(change, store.marks(post.id, reading), reading, start, end)
    if as_json:
        print_json(annotation_values(placed_mark(mark, reading)))
    else:
        print_line(
            f"Done: {change.message} ({mark.start} to {mark.end}, line {mark.line}); "
            f"id {mark.annotation.id}."
        )
    return FINE


def _expect_one_passage(
    quote: str | None, nth: int | None, start: int | None, end: int | None
) -> None:
    if quote is not None and (start is not None or end is not None):
        raise click.UsageError("Give the passage by --quote or by --start and --end, not both.")
    if quote is None and (start is None or end is None):
        raise click.UsageError("Give the passage by --quote, or by both --start and --end.")
    if nth is not None and quote is None:
        raise click.UsageError("--nth goes with --quote.")


def _mark(change: Change, marks: Marks, reading: ReadingText, start: int, end: int) -> Mark:
    """The mark that a change made, or that was there already."""
    from csreader.text.clusters import snap

    if change.annotation is not None:
        return next(one for one in marks.own if one.annotation.id == change.annotation.id)
    passage = reading.text[start:end]
    start += len(passage) - len(passage.lstrip())
    end -= len(passage) - len(passage.rstrip())
    place = snap(reading.text, start, end)
    return next(one for one in marks.own if (one.start, one.end) == place)
