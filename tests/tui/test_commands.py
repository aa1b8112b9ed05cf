"""A command is declared once; what is made from the declarations holds together."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from csreader.tui.commands import COMMANDS, Scope, key_name
from csreader.tui.screens.codebook import CodebookScreen
from csreader.tui.screens.reader import Reader
from csreader.tui.widgets.body import Body
from csreader.tui.widgets.body_motions import MOTIONS
from csreader.tui.widgets.lists import AnnotationList, PostList
from csreader.tui.widgets.row_list import RowList

OWNERS = {
    Scope.BODY: Body,
    Scope.POSTS: PostList,
    Scope.ANNOTATIONS: AnnotationList,
    Scope.LISTS: RowList,
    Scope.CODEBOOK: CodebookScreen,
    Scope.EVERYWHERE: Reader,
}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_every_command_has_an_action(command: object) -> None:
    assert hasattr(command, "action")
    name, _, argument = command.action.partition("(")
    if name.startswith("app."):
        return
    if name.startswith("screen."):
        assert hasattr(Reader, f"action_{name.removeprefix('screen.')}")
        return
    assert hasattr(OWNERS[command.scope], f"action_{name}")
    if name in ("move", "extend"):
        assert argument.strip("')") in MOTIONS


@pytest.mark.parametrize("scope", list(Scope))
def test_no_key_means_two_things_in_one_place(scope: Scope) -> None:
    lists = (Scope.LISTS,) if scope in (Scope.POSTS, Scope.ANNOTATIONS) else ()
    scopes = (scope, Scope.EVERYWHERE, *lists)
    if scope is Scope.CODEBOOK:
        # A dialog: the reader's keys rest meanwhile.
        scopes = (scope, Scope.LISTS)
    here = [c for c in COMMANDS if c.scope in scopes]
    keys = Counter(key for command in here for key in command.keys)
    assert [key for key, times in keys.items() if times > 1] == []


def test_ids_are_unique() -> None:
    assert len({command.id for command in COMMANDS}) == len(COMMANDS)


def test_the_readme_has_the_table_of_keys() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    for command in COMMANDS:
        if command.id.startswith("body.extend_"):
            continue
        assert command.description in readme, "run `make docs`"
        for key in map(key_name, command.keys):
            assert f"`{key}`" in readme


def test_the_page_of_commands_has_them_all() -> None:
    page = (Path(__file__).parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")
    for command in COMMANDS:
        assert f"| {command.id} |" in page, "run `make docs`"
