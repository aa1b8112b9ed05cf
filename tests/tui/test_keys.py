"""Keys that the configuration changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from playing import bar_text, make_collection, on_disk, playing, screen_text, until

from csreader.tui.commands.keymap import keymap
from csreader.tui.commands.keys import key_name, textual_key
from csreader.tui.widgets.bars import KeyBar


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_collection(tmp_path / "stories")


@pytest.mark.parametrize(
    ("written", "textual"),
    [
        ("?", "question_mark"),
        ("ctrl+d", "ctrl+d"),
        ("page down", "pagedown"),
        ("esc", "escape"),
        ("F5", "f5"),
        ("+", "plus"),
        ("X", "X"),
        ("space", "space"),
        ("hyper+x", ""),
        ("nonsense", ""),
        ("", ""),
    ],
)
def test_keys_as_people_write_them(written: str, textual: str) -> None:
    assert textual_key(written) == textual


def test_a_key_reads_as_it_is_shown() -> None:
    for key in ("right_parenthesis", "ctrl+d", "full_stop", "pageup", "delete", "F"):
        assert textual_key(key_name(key)) == key


@pytest.mark.parametrize(
    ("name", "keys", "problem"),
    [
        ("body.nonsense", ["x"], "no command body.nonsense"),
        ("body.quick_tag", ["x"], "cannot be changed"),
        ("body.tag", [], "no key"),
        ("body.tag", ["nonsense"], "no key"),
        ("body.tag", ["w"], "is body.word_next's"),
        ("body.tag", ["u"], "is app.undo's"),
        ("posts.open", ["j"], "is lists.down's"),
        ("body.tag", ["5"], "is body.quick_tag's"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_changes(
    name: str, keys: list[str], problem: str
) -> None:
    found = keymap({name: keys})
    assert len(found.problems) == 1
    assert problem in found.problems[0]
    assert found.textual == {}


def test_two_commands_may_change_keys_with_each_other() -> None:
    found = keymap({"body.tag": ["w"], "body.word_next": ["t"]})
    assert found.problems == ()
    assert found.textual == {"body.tag": "w", "body.word_next": "t"}


def test_of_several_keys_only_the_one_that_clashes_is_not_given() -> None:
    found = keymap({"app.undo": ["j", "ctrl+z"]})
    assert found.textual == {"app.undo": "ctrl+z"}
    assert "The key j of app.undo" in found.problems[0]
    assert found.problems[0].endswith("choose another.")


def test_the_codebooks_keys_and_those_of_its_list_are_one_place() -> None:
    found = keymap({"codebook.add": ["j"]})
    assert found.textual == {}
    assert "is lists.down's" in found.problems[0]


async def test_changed_keys_work_and_show(root: Path) -> None:
    (root / "csreader.toml").write_text(
        '[keys]\nbody.sentence = "x"\n"app.undo" = ["W", "ctrl+z"]\nbody.tag = "w"\n'
    )
    async with playing(root) as (pilot, reader):
        await pilot.press("enter", "s")
        assert reader.body.selection.range is None
        await pilot.press("x", "1")
        await until(pilot, lambda: len(on_disk(root)) == 1)
        assert "W undo" in reader.query_one(KeyBar).render_line(0).text
        await pilot.press("W")
        await until(pilot, lambda: not on_disk(root))
        await pilot.press("exclamation_mark")
        await until(pilot, lambda: "is body.word_next's" in screen_text(reader))
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is reader)
        await pilot.press("t")
        await until(pilot, lambda: pilot.app.screen is not reader)


async def test_the_users_own_keys_go_before_the_collections(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    own = tmp_path / "config" / "csreader"
    own.mkdir(parents=True)
    (own / "csreader.toml").write_text('[keys]\nbody.copy = "x"\n')
    (root / "csreader.toml").write_text('[keys]\nbody.copy = "X"\n')
    async with playing(root) as (pilot, reader):
        await pilot.press("enter", "x")
        assert "copied" in bar_text(reader)
