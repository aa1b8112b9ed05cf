"""The user's editor is opened at the right line, and the terminal's clipboard is not promised."""

from __future__ import annotations

from pathlib import Path

import pytest
from playing import bar_text, make_collection, playing

from csreader.tui import clipboard, editor

POST = Path("/stories/a b.md")


@pytest.mark.parametrize(
    ("chosen", "command"),
    [
        ("vim", ["vim", "+7", str(POST)]),
        ("nvim -R", ["nvim", "-R", "+7", str(POST)]),
        ("/usr/bin/nano", ["/usr/bin/nano", "+7", str(POST)]),
        ("hx", ["hx", f"{POST}:7"]),
        ("code", ["code", "--wait", "--goto", f"{POST}:7"]),
        ("code -w", ["code", "-w", "--goto", f"{POST}:7"]),
        ("subl", ["subl", "--wait", f"{POST}:7"]),
        ('"/my editors/vi"', ["/my editors/vi", "+7", str(POST)]),
    ],
)
def test_each_editor_is_told_the_line_in_its_own_way(
    monkeypatch: pytest.MonkeyPatch, chosen: str, command: list[str]
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", chosen)
    assert list(editor.editor_command(POST, 7)) == command


def test_visual_goes_before_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "vim")
    monkeypatch.setenv("EDITOR", "nano")
    assert editor.editor_command(POST, 1)[0] == "vim"


def test_a_system_without_an_editor_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "")
    monkeypatch.setattr(editor.shutil, "which", lambda _: None)
    assert "EDITOR" in editor.edit(POST, 1)


def test_what_goes_wrong_with_an_editor_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", str(tmp_path / "none"))
    assert "could not be started" in editor.edit(POST, 1)
    program = tmp_path / "fails"
    program.write_text("#!/bin/sh\nexit 4\n")
    program.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(program))
    assert "ended with 4" in editor.edit(POST, 1)


async def test_a_terminal_that_cannot_be_lent_says_so(tmp_path: Path) -> None:
    async with playing(make_collection(tmp_path / "stories")) as (pilot, reader):
        await pilot.press("enter", "E")
        assert "cannot be lent" in bar_text(reader)


@pytest.mark.parametrize(
    ("term", "tmux", "text", "says"),
    [
        ("xterm-256color", "", "abc", "copied 3 characters, where the terminal allows it"),
        ("xterm", "", "a", "copied 1 character,"),
        ("screen", "/tmp/tmux", "abc", "set-clipboard on"),
        ("linux", "", "abc", "nothing was copied"),
        ("xterm", "", "ä" * 40_000, "more than many terminals take"),
    ],
)
def test_what_is_said_of_a_copy(
    monkeypatch: pytest.MonkeyPatch, term: str, tmux: str, text: str, says: str
) -> None:
    monkeypatch.setenv("TERM", term)
    monkeypatch.setenv("TMUX", tmux)
    assert says in clipboard.told_of_copy(text)
