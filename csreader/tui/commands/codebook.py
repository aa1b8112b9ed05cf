"""What works in the codebook."""

from __future__ import annotations

from csreader.tui.commands.model import Command, Scope


def _book(
    name: str, keys: str, label: str, description: str, *, action: str = "", footer: int = 0
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
    _book("passages", "enter", "list", "list the tag's passages over all posts", footer=1),
    _book("add", "a", "add", "add a tag, on the level of this one", footer=1),
    _book(
        "rename",
        "r",
        "rename",
        "rename the tag, or nest it: / stands between levels; those below follow",
        footer=1,
    ),
    _book("recolor", "c", "colour", "choose the tag's colour", footer=1),
    _book("shortcut", "s", "key", "then a digit or a letter: the tag's own key", footer=1),
    _book("merge", "m M", "merge", "merge the tag into another", footer=1),
    _book("delete", "d delete", "delete", "delete the tag", footer=1),
    _book("describe", "e", "describe", "write the tag's description", footer=1),
    _book("move_down", "J alt+down", "move down", "move the tag down", action="reorder(1)"),
    _book("move_up", "K alt+up", "move up", "move the tag up", action="reorder(-1)"),
    _book("filter", "slash f", "filter", "filter the tags", footer=1),
    _book("undo", "u", "undo", "undo the last change, also one of marks", footer=1),
    _book("redo", "ctrl+r", "redo", "do it again"),
    _book("close", "escape q", "close", "clear the filter, close the codebook"),
    _book("help", "question_mark f1", "help", "the keys of the codebook", footer=1),
)
