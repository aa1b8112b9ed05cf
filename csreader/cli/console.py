"""Printing for people, through rich. Nothing printed is ever read as markup."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import NoReturn

from rich.console import Console
from rich.text import Text

from csreader.text.layout import lay_out
from csreader.text.model import Format
from csreader.text.reader import read_text

_UNBOUNDED = 100_000
_AT_A_TIME = 200
"""How many lines are handed to the terminal library at once."""


class _StdoutConsole(Console):
    """A console that leaves a pipe closed by its reader to the command line's handler."""

    def on_broken_pipe(self) -> NoReturn:
        raise BrokenPipeError


def stdout_console(*, unbounded: bool = False) -> Console:
    """A console on stdout: without escape codes where that is no terminal.

    Args:
        unbounded: Whether lines into a pipe or file may be as long as they are, unless
            COLUMNS says how long.
    """
    is_terminal = sys.stdout.isatty()
    free = unbounded and not is_terminal and not os.environ.get("COLUMNS")
    return _StdoutConsole(
        file=sys.stdout,
        # Not even FORCE_COLOR puts escape codes into a file.
        force_terminal=None if is_terminal else False,
        width=_UNBOUNDED if free else None,
        markup=False,
        emoji=False,
        highlight=False,
    )


def print_lines(console: Console, lines: Iterable[Text]) -> None:
    """Prints lines as they are, neither wrapped nor cut."""
    if not console.is_terminal:
        # Without styles there is nothing for the terminal library to do.
        for line in lines:
            console.file.write(f"{line.plain}\n")
        return
    # Many at a time: each call costs ten times what a line does.
    waiting: list[Text] = []
    for line in lines:
        waiting.append(line)
        if len(waiting) == _AT_A_TIME:
            console.print(Text("\n").join(waiting), soft_wrap=True)
            waiting.clear()
    if waiting:
        console.print(Text("\n").join(waiting), soft_wrap=True)


def wrapped(text: str, width: int) -> list[str]:
    """A text without styles as lines of at most so many cells."""
    layout = lay_out(read_text(text, Format.TEXT), width)
    return ["".join(piece.text for piece in line.pieces).rstrip() for line in layout.lines]
