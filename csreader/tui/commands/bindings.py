"""The table of all commands, and Textual's bindings made from it."""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import Binding

from csreader.tui.commands.codebook import CODEBOOK
from csreader.tui.commands.everywhere import EVERYWHERE
from csreader.tui.commands.keys import key_name
from csreader.tui.commands.lists import LISTS
from csreader.tui.commands.model import Command, Scope
from csreader.tui.commands.posts import POSTS
from csreader.tui.commands.text import TEXT

COMMANDS: tuple[Command, ...] = (*TEXT, *POSTS, *LISTS, *CODEBOOK, *EVERYWHERE)
"""In the order of the README's table."""


def of_scope(scope: Scope) -> tuple[Command, ...]:
    """The commands whose keys work in a place, in their order."""
    return tuple(command for command in COMMANDS if command.scope == scope)


def bindings(scope: Scope, *, without: Iterable[str] = ()) -> list[Binding]:
    """The bindings of a place, but for some keys."""
    left_out = set(without)
    found = []
    for command in of_scope(scope):
        for key in command.keys:
            if key in left_out:
                continue
            for one, action in _expanded(key, command.action):
                found.append(
                    Binding(
                        one,
                        action,
                        command.description,
                        key_display=key_name(key),
                        show=bool(command.footer) and key == command.keys[0],
                        # By its id a command's keys are changed, all together.
                        id=f"{command.id}.chord" if "," in key else command.id,
                    )
                )
    return found


def _expanded(key: str, action: str) -> list[tuple[str, str]]:
    """A key as Textual binds it: a range is several, a chord its first key."""
    if key == "1-9":
        return [(str(number), f"digit({number})") for number in range(1, 10)]
    if key == "0":
        return [("0", "digit(0)")]
    if key == "g,g":
        return [("g", "chord('g')")]
    return [(key, action)]
