"""The command palette's entries, made from the commands."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual.app import SystemCommand
from textual.dom import DOMNode

from csreader.tui.commands import Scope, key_names
from csreader.tui.commands.keymap import keymap_of
from csreader.tui.screens.reader import Reader

_LEFT_OUT = frozenset(("body.quick_tag", "app.palette", "app.back"))
"""What means nothing without its key."""


def entries(reader: Reader) -> Iterator[SystemCommand]:
    """What a person can do in the reader; moving the cursor is left to the keys."""
    owners: dict[Scope, DOMNode] = {
        Scope.EVERYWHERE: reader,
        Scope.BODY: reader.body,
        Scope.POSTS: reader.posts.posts,
        Scope.ANNOTATIONS: reader.marks.annotations,
    }
    here = (reader.scope, Scope.EVERYWHERE)
    for command in keymap_of(reader.app).commands:
        if command.scope not in here or command.id in _LEFT_OUT:
            continue
        if command.action.startswith(("move(", "extend(")):
            continue
        yield SystemCommand(
            f"{command.group}: {command.description}",
            f"key: {key_names(command)}",
            partial(reader.app.run_action, command.action, owners[command.scope]),
        )
