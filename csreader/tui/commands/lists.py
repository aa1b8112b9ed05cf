"""What works in the lists."""

from __future__ import annotations

from csreader.tui.commands.model import Command, Scope, command

LISTS: tuple[Command, ...] = (
    command(
        "annotations.jump",
        "enter",
        "jump",
        "go there",
        "go to the annotation's passage",
        "Mark",
        Scope.ANNOTATIONS,
        footer=1,
    ),
    command(
        "annotations.note",
        "m",
        "note",
        "note",
        "write the annotation's note",
        "Mark",
        Scope.ANNOTATIONS,
        footer=7,
    ),
    command(
        "annotations.tag",
        "t",
        "tag",
        "tag",
        "choose the annotation's tags",
        "Mark",
        Scope.ANNOTATIONS,
        footer=3,
    ),
    command(
        "annotations.delete",
        "d delete",
        "delete",
        "delete",
        "delete the annotation",
        "Mark",
        Scope.ANNOTATIONS,
        footer=10,
    ),
    command(
        "annotations.accept",
        "A",
        "accept",
        "accept",
        "accept the words that the changed annotation has now",
        "Mark",
        Scope.ANNOTATIONS,
    ),
    command("lists.down", "j down", "step(1)", "down", "the next row", "Move", Scope.LISTS),
    command("lists.up", "k up", "step(-1)", "up", "the previous row", "Move", Scope.LISTS),
    command(
        "lists.page_down",
        "pagedown ctrl+d ctrl+f",
        "page(1)",
        "page_down",
        "a page down",
        "Move",
        Scope.LISTS,
    ),
    command(
        "lists.page_up",
        "pageup ctrl+u ctrl+b",
        "page(-1)",
        "page_up",
        "a page up",
        "Move",
        Scope.LISTS,
    ),
    command("lists.first", "g home", "go(0)", "first", "the first row", "Move", Scope.LISTS),
    command("lists.last", "G end", "go(-1)", "last", "the last row", "Move", Scope.LISTS),
)
