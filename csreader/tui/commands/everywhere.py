"""What works wherever the focus is."""

from __future__ import annotations

from csreader.tui.commands.model import Command, Scope, command

EVERYWHERE: tuple[Command, ...] = (
    command(
        "app.undo",
        "u",
        "undo",
        "undo",
        "undo the last change",
        "Everywhere",
        Scope.EVERYWHERE,
        footer=True,
    ),
    command("app.redo", "ctrl+r", "redo", "redo", "do it again", "Everywhere", Scope.EVERYWHERE),
    command(
        "app.next_pane", "tab", "pane(1)", "next pane", "next pane", "Everywhere", Scope.EVERYWHERE
    ),
    command(
        "app.previous_pane",
        "shift+tab",
        "pane(-1)",
        "previous pane",
        "previous pane",
        "Everywhere",
        Scope.EVERYWHERE,
    ),
    command(
        "app.back",
        "escape",
        "back",
        "back",
        "close the dialog, drop the selection, clear the filter",
        "Everywhere",
        Scope.EVERYWHERE,
    ),
    command(
        "app.problems",
        "exclamation_mark",
        "problems",
        "problems",
        "what is wrong with the collection's files",
        "Everywhere",
        Scope.EVERYWHERE,
    ),
    command(
        "app.palette",
        "ctrl+p",
        "app.command_palette",
        "palette",
        "find a command by its name",
        "Everywhere",
        Scope.EVERYWHERE,
    ),
    command(
        "app.help",
        "question_mark f1",
        "help",
        "help",
        "the keys that work here",
        "Everywhere",
        Scope.EVERYWHERE,
        footer=True,
    ),
    command(
        "app.quit",
        "q ctrl+q",
        "app.quit",
        "quit",
        "quit; everything is saved already",
        "Everywhere",
        Scope.EVERYWHERE,
        footer=True,
    ),
)
