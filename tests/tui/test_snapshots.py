"""How the reader looks on our own posts, in three windows and with a dialog.

`make test ARGS="--snapshot-update tests/tui"` takes a new look as right.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playing import press, settled, until
from textual.pilot import Pilot

from csreader.tui.app import CsreaderApp
from csreader.tui.screens.reader import Reader

ROOT = Path(__file__).parents[2]


@pytest.fixture
def app(tmp_path: Path) -> CsreaderApp:
    root = tmp_path / "stories"
    root.mkdir()
    shutil.copytree(ROOT / "posts", root / "posts")
    shutil.copytree(ROOT / "annotations" / "demo", root / "annotations" / "demo")
    shutil.copy(ROOT / "annotations" / "codebook.json", root / "annotations")
    return CsreaderApp(root, "demo")


def _keys(*keys: str) -> Callable[[Pilot[int]], object]:
    async def play(pilot: Pilot[int]) -> None:
        await until(pilot, lambda: isinstance(pilot.app.screen, Reader))
        reader = pilot.app.screen
        assert isinstance(reader, Reader)
        await until(pilot, lambda: reader.session.post is not None)
        await settled(pilot)
        await press(pilot, *keys)

    return play


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)], ids=str)
def test_at_a_mark(app: CsreaderApp, snap_compare: Callable[..., bool], size: object) -> None:
    keys = _keys("enter", "right_square_bracket", "right_square_bracket")
    assert snap_compare(app, terminal_size=size, run_before=keys)


def test_the_tag_picker(app: CsreaderApp, snap_compare: Callable[..., bool]) -> None:
    assert snap_compare(app, terminal_size=(80, 24), run_before=_keys("enter", "s", "t", "a"))


def test_light(app: CsreaderApp, snap_compare: Callable[..., bool]) -> None:
    app.theme = "csreader-light"
    keys = _keys("enter", "right_square_bracket", "right_square_bracket", "right_square_bracket")
    assert snap_compare(app, terminal_size=(120, 40), run_before=keys)
