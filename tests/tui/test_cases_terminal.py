"""Shared cases 67 and 68, and inputs of our own: small windows, no colour, pipes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from bisect import bisect_right
from pathlib import Path

import pytest
from casebook import both
from commands import ROOT
from playing import playing, screen_text
from support import shared_case
from terminal import terminal

from csreader.annotations import Store
from csreader.tui.screens.reader import Reader
from csreader.tui.widgets.body import Body

SIZES = ((10, 3), (20, 6), (40, 10), (200, 60))
DOING = ("", "v l l", "s t", "slash")
"""Keys that begin what a window is resized in."""
_GREYS = {16, 59, 102, 145, 188, 231, *range(232, 256)}
"""Of the 256 colours."""
LONG = "---\ntitle: A long one\n---\n" + "\n\n".join(
    f"Paragraph {number} of a story with some words to wrap in a very small window."
    for number in range(40)
)
STYLED = "# Plain\n\n**Bold** and [link](https://example.org/). A second sentence.\n"


def _post(folder: Path, case: str, own: str, *, given: bool) -> Path:
    """A collection with the case's post, or with ours."""
    posts = folder / "stories" / "posts"
    posts.mkdir(parents=True)
    if given:
        shutil.copyfile(shared_case(case) / "s.md", posts / "s.md")
    else:
        (posts / "s.md").write_text(own, encoding="utf-8")
    store = Store(folder / "stories", "tester")
    for tag in ("fast response", "apology"):
        store.add_tag(tag)
    return posts / "s.md"


def _run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    kept = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    return subprocess.run(
        [sys.executable, "-m", "csreader", *arguments],
        env={**kept, "PYTHONPATH": str(ROOT), **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )


def _first_block(body: Body) -> int:
    """Which block is at the pane's top."""
    start = body.layout_of_text.lines[body.scroll_offset.y].start
    return bisect_right(body.reading.block_starts, start)


@both
async def test_67_any_size_during_anything(tmp_path: Path, given: bool) -> None:
    post = _post(tmp_path, "67-narrow-and-resize", LONG, given=given)
    async with playing(post) as (pilot, reader):
        body = reader.body
        # Somewhere in the middle of the post.
        await pilot.press(*([] if given else ["1", "2", "right_curly_bracket"]))
        for keys in DOING:
            await pilot.press(*keys.split())
            was = (type(pilot.app.screen), body.cursor, body.selection.range)
            top = _first_block(body)
            for columns, lines in SIZES:
                await pilot.resize_terminal(columns, lines)
                await pilot.pause()
                assert (type(pilot.app.screen), body.cursor, body.selection.range) == was
                if columns < 24 or lines < 8:
                    told = " ".join(screen_text(reader).split())
                    assert was[0] is not Reader or "the window is too small" in told
                else:
                    # What is at the top stays there, unless the cursor would be out of sight.
                    line = body.layout_of_text.line_of(body.cursor)
                    assert _first_block(body) == top or line in range(
                        body.scroll_offset.y, body.scroll_offset.y + body.size.height
                    )
            await pilot.resize_terminal(120, 40)
            await pilot.pause()
            assert _first_block(body) == top
            await pilot.press("escape", "escape")
        await pilot.resize_terminal(10, 3)
        await pilot.press("q")
        assert not pilot.app.is_running


@pytest.mark.parametrize("size", [(120, 12), (40, 10)], ids=str)
async def test_67_the_cursor_stays_in_sight(tmp_path: Path, size: tuple[int, int]) -> None:
    post = _post(tmp_path, "67-narrow-and-resize", LONG, given=False)
    async with playing(post) as (pilot, reader):
        body = reader.body
        await pilot.press("1", "2", "right_curly_bracket")
        await pilot.resize_terminal(*size)
        await pilot.pause()
        line, top = body.layout_of_text.line_of(body.cursor), body.scroll_offset.y
        assert top <= line < top + body.size.height


def test_67_a_real_window_is_resized_in_a_dialog(tmp_path: Path) -> None:
    post = _post(tmp_path, "67-narrow-and-resize", LONG, given=False)
    with terminal() as shown:
        shown.start([str(post)], (80, 24))
        shown.wait("Paragraph 0", "? help", "q quit")
        shown.press("s")
        shown.wait("1 █ fast response")
        shown.press("t")
        shown.wait("enter saves")
        for columns, lines in ((40, 10), (20, 6), (100, 30)):
            shown.resize(columns, lines)
            shown.wait_for(lambda screen, n=lines: len(screen.splitlines()) == n, "the size")
        shown.wait("enter saves")
        shown.press("Escape")
        shown.wait("? help", "Paragraph 0")
        shown.resize(20, 6)
        shown.wait("the window is too")
        shown.press("q")
        shown.resize(40, 6)
        shown.wait("ended with 0")


@both
def test_68_no_escape_code_in_a_file_and_no_traceback_in_a_pipe(
    tmp_path: Path, given: bool
) -> None:
    post = _post(tmp_path, "68-no-color-and-pipes", STYLED, given=given)
    for variables in ({}, {"NO_COLOR": "1"}, {"TERM": "dumb"}):
        done = _run("show", str(post), **variables)
        assert done.returncode == 0
        assert b"Bold" in done.stdout
        assert b"\x1b" not in done.stdout + done.stderr
    command = f"'{sys.executable}' -m csreader show '{post}' | head -n 1"
    piped = subprocess.run(
        command,
        shell=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
    )
    assert piped.stderr == b""
    assert len(piped.stdout.splitlines()) == 1


@both
def test_68_the_app_needs_a_terminal(tmp_path: Path, given: bool) -> None:
    post = _post(tmp_path, "68-no-color-and-pipes", STYLED, given=given)
    done = _run(str(post))
    assert done.returncode == 2
    assert done.stdout == b""
    assert b"needs a terminal" in done.stderr


@both
async def test_68_all_can_be_told_without_colour(
    tmp_path: Path, given: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    post = _post(tmp_path, "68-no-color-and-pipes", STYLED, given=given)
    async with playing(post) as (pilot, reader):

        def styles(words: str) -> set[str]:
            """How the cells of some words are painted."""
            for line in range(reader.body.size.height):
                for segment in reader.body.render_line(line):
                    if segment.text and words in segment.text and segment.style:
                        look = segment.style
                        names = ("bold", "underline", "reverse")
                        return {name for name in names if getattr(look, name)}
            raise AssertionError(f"{words} is not on the screen")

        await pilot.press("G", "s")
        words = reader.body.reading.text[slice(*reader.body.selection.range or (0, 0))][1:4]
        assert "reverse" in styles(words)
        await pilot.press("1", "escape")
        assert "underline" in styles(words)
        assert "reverse" not in styles(words)
        # Which tag it is stands below the text, and a bar beside it.
        assert "█ fast response" in screen_text(reader)
        assert any(re.search("[│┃]", line) for line in screen_text(reader).splitlines())


def test_68_a_real_window_without_colour(tmp_path: Path) -> None:
    post = _post(tmp_path, "68-no-color-and-pipes", STYLED, given=False)
    with terminal(NO_COLOR="1") as shown:
        shown.start([str(post)], (80, 24))
        shown.wait("A second sentence", "v select")
        shown.press("s")
        shown.wait("1 █ fast response")
        shown.press("1")
        shown.wait('tag "fast response" on')
        codes = set(re.findall(r"\x1b\[([0-9;:]*)m", shown.screen(styles=True)))
        # Grey is all that is painted.
        for code in codes:
            for red, green, blue in re.findall(r"[34]8[;:]2[;:](\d+)[;:](\d+)[;:](\d+)", code):
                assert red == green == blue
            assert {int(one) for one in re.findall(r"[34]8[;:]5[;:](\d+)", code)} <= _GREYS
        shown.press("q")
        shown.wait("ended with 0")
