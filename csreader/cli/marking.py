"""What `tag` and `untag` share: passages by their words, refusals, what is printed."""

from __future__ import annotations

import sys

import click
from rich.text import Text

from csreader.annotations import Marks, Store, StoreError
from csreader.annotations.anchoring.folding import Folded
from csreader.cli.console import print_lines, stdout_console
from csreader.cli.failures import WrongUseError
from csreader.collection import Post
from csreader.text.characters import one_line
from csreader.text.model import ReadingText
from csreader.text.sentences import Range

_CONTEXT = 30
"""Code points shown on each side of a place."""
_LISTED = 100
"""How many places are listed."""


def print_line(text: str) -> None:
    """Prints a sentence on one line of stdout."""
    print_lines(stdout_console(), [Text(one_line(text))])


def expect_taggable(store: Store, post: Post) -> Marks:
    """The marks of a post that the acting coder can change.

    Raises:
        StoreError: If their file cannot be read, and so must not be written.
    """
    marks = store.marks(post.id, post.reading)
    if marks.refused is not None:
        raise StoreError(marks.refused, marks.refused_path)
    return marks


def find_quote(reading: ReadingText, quote: str, nth: int | None) -> Range:
    """The passage with these words.

    Args:
        reading: The text.
        quote: The words; white space matches any run of white space, and letters match
            whatever their Unicode normal form.
        nth: Which of several places, from 1; None where only one is expected.

    Raises:
        WrongUseError: If there is no such passage, or several and none was chosen.
    """
    if not quote.strip():
        raise WrongUseError("--quote holds no words.")
    found = Folded(reading.text).find(quote, [], sys.maxsize)
    if not found:
        raise WrongUseError(
            "The text has no such words; csreader show --text prints what can be quoted."
        )
    if nth is not None:
        if nth > len(found):
            times = "once" if len(found) == 1 else f"{len(found)} times"
            raise WrongUseError(f"The words stand there {times}, so there is no --nth {nth}.")
        return found[nth - 1]
    if len(found) > 1:
        for number, (start, end) in enumerate(found[:_LISTED], 1):
            click.echo(f"{number}: {_in_context(reading, start, end)}", err=True)
        if len(found) > _LISTED:
            click.echo(f"and {len(found) - _LISTED} more", err=True)
        raise WrongUseError(
            f"The words stand there {len(found)} times; choose one of these with --nth."
        )
    return found[0]


def _in_context(reading: ReadingText, start: int, end: int) -> str:
    text = reading.text
    before = text[max(0, start - _CONTEXT) : start]
    behind = text[end : end + _CONTEXT]
    first = "…" if start > _CONTEXT else ""
    last = "…" if end + _CONTEXT < len(text) else ""
    shown = one_line(f"{first}{before}[{text[start:end]}]{behind}{last}")
    return f"line {reading.line_at(start)}: {' '.join(shown.split())}"
