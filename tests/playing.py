"""Plays the app on a small collection, without a terminal."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from csreader.annotations import Mark, Store
from csreader.tui.app import CsreaderApp
from csreader.tui.screens.reader import Reader
from csreader.tui.widgets.bars import MarkBar

STORY = """\
---
title: The late parcel
date: 2020-02-01
---
The parcel was late. They wrote within the hour. A clerk said sorry.

Nobody had promised it. They sent another one, free of charge!

> We are sorry. Keep the first one too.
"""
_STILL = 3
"""How often the screen must be the same, one look after the other."""
SECOND = "# Second thoughts\n\nA short one.\n"


def make_collection(folder: Path) -> Path:
    """Two posts and a codebook of three tags; returns the root."""
    (folder / "posts").mkdir(parents=True)
    (folder / "posts" / "a.md").write_text(STORY, encoding="utf-8")
    (folder / "posts" / "b.md").write_text(SECOND, encoding="utf-8")
    store = Store(folder, "tester")
    for name in ("fast response", "apology", "exception to policy"):
        store.add_tag(name)
    return folder


@asynccontextmanager
async def playing(
    path: Path,
    size: tuple[int, int] = (120, 40),
    *,
    tour: bool = False,
    notifications: bool = False,
) -> AsyncIterator[tuple[Pilot[int], Reader]]:
    """The app, open on a path, once its first post is shown."""
    app = CsreaderApp(path, tour=tour)
    async with app.run_test(size=size, notifications=notifications) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Reader))
        reader = app.screen
        assert isinstance(reader, Reader)
        if reader.session.collection.posts:
            await until(pilot, lambda: reader.session.post is not None)
        await pilot.pause()
        yield pilot, reader


async def until(pilot: Pilot[int], ready: Callable[[], bool]) -> None:
    """Wait for something that happens by itself."""
    for _ in range(2000):
        if ready():
            return
        await pilot.pause(0.005)
    raise AssertionError("it never happened")


async def settled(pilot: Pilot[int]) -> None:
    """Wait until every key has been dealt with and the screen stays as it is.

    The cursors of input lines stop blinking: a picture would have them or not by chance.
    """
    app = pilot.app
    assert isinstance(app, CsreaderApp)
    before, same = None, 0
    for _ in range(300):
        await pilot.pause()
        for line in app.screen.query(Input):
            line.cursor_blink = False
        for area in app.screen.query(TextArea):
            area.cursor_blink = False
        works = [one for one in app.workers if one.group != "watching"]
        busy = app.has_keys or not all(one.is_finished for one in works)
        now = [[*strip] for strip in app.screen._compositor.render_strips()]
        same = same + 1 if now == before and not busy else 0
        if same == _STILL:
            return
        before = now
        await pilot.pause(0.01)
    raise AssertionError("the screen never settled")


async def press(pilot: Pilot[int], *keys: str) -> None:
    """Press keys, each when all is done that the one before set off."""
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


def on_disk(root: Path, post_id: str = "a.md", coder: str = "tester") -> list[Mark]:
    """The marks of a coder as a new process would read them."""
    from csreader.collection import Collection

    post = Collection.open(root).get(str(root / "posts" / post_id))
    return list(Store(root, coder).marks(post.id, post.reading).own)


def bar_text(reader: Reader) -> str:
    """What stands in the lines below the text."""
    bar = reader.query_one(MarkBar)
    return "\n".join(bar.render_line(y).text.rstrip() for y in range(bar.size.height))


def screen_text(reader: Reader) -> str:
    """All that is on the screen, line by line."""
    width, height = reader.size
    return "\n".join(
        "".join(segment.text for segment in strip).rstrip()
        for strip in reader.app.screen._compositor.render_strips()[:height]
        if width
    )
