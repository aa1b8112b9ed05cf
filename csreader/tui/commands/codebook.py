"""What works in the codebook."""

from __future__ import annotations

from csreader.tui.commands.model import Command, Scope


def _book(
    name: str, keys: str, label: str, description: str, *, action: str = "", footer: bool = False
) -> Command:
    return Command(
        f"codebook.{name}",
        tuple(keys.split()),
        action or name,
        label,
        description,
        "Codebook",
        Scope.CODEBOOK,
        footer,
    )


CODEBOOK: tuple[Command, ...] = (
    _book("passages", "enter", "list", "list the tag's passages over all posts", footer=True),
    _book("add", "a", "add", "add a tag, on the level of this one", footer=True),
    _book(
        "rename",
        "r",
        "rename",
        "rename the tag, or nest it: / stands between levels; those below follow",
        footer=True,
    ),
    _book("recolor", "c", "colour", "choose the tag's colour", footer=True),
    _book("shortcut", "s", "key", "then a digit or a letter: the tag's own key", footer=True),
    _book("merge", "m M", "merge", "merge the tag into another", footer=True),
    _book("delete", "d delete", "delete", "delete the tag", footer=True),
    _book("describe", "e", "describe", "write the tag's description", footer=True),
    _book("move_down", "J alt+down", "move down", "move the tag down", action="reorder(1)"),
    _book("move_up", "K alt+up", "move up", "move the tag up", action="reorder(-1)"),
    _book("filter", "slash f", "filter", "filter the tags", footer=True),
    _book("undo", "u", "undo", "undo the last change, also one of marks", footer=True),
    _book("redo", "ctrl+r", "redo", "do it again"),
    _book("close", "escape q", "close", "clear the filter, close the codebook"),
    _book("help", "question_mark f1", "help", "the keys of the codebook", footer=True),
)
