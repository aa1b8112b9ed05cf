"""A megabyte of Markdown in the body pane, beside Textual's own Markdown widget."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.pilot import Pilot
from textual.widgets import Markdown
from textual.widgets._markdown import MarkdownBlock

from benchmarks.material import markdown
from csreader.tui.app import CsreaderApp
from csreader.tui.screens.reader import Reader
from csreader.tui.widgets.body import Body

SIZE = 1_000_000
_SCREEN = (120, 40)
_KEYS = 15


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds by the clock; for a key, of the processor."""

    first_screen: float
    whole_text: float
    key: float


async def measure_ours(text: str) -> Figures:
    """Our body pane, from choosing the post on."""
    with tempfile.TemporaryDirectory() as folder:
        posts = Path(folder) / "posts"
        posts.mkdir()
        (posts / "a.md").write_text("# Small\n\nA small post, open first.\n", encoding="utf-8")
        (posts / "b.md").write_text(text, encoding="utf-8")
        app = CsreaderApp(Path(folder), "bench")
        async with app.run_test(size=_SCREEN) as pilot:
            await _until(pilot, lambda: isinstance(app.screen, Reader))
            reader = app.screen
            assert isinstance(reader, Reader)
            await _until(pilot, lambda: reader.session.post is not None)
            body = reader.query_one(Body)
            painted = _first_call(Body, "render_line", lambda: len(body.reading.text) > 1000)
            post = reader.session.collection.posts[1]
            start = time.perf_counter()
            reader.open_post(post)
            await _until(pilot, lambda: reader.session.post is post)
            whole = time.perf_counter() - start
            first = painted() - start
            reader.show_pane("body-pane")
            await pilot.pause()
            key = await _key_seconds(pilot, "j")
    return Figures(first, whole, key)


class _MarkdownApp(App[None]):
    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Markdown()


async def measure_textual(text: str) -> Figures:
    """Textual's Markdown widget, from the update on."""
    app = _MarkdownApp()
    async with app.run_test(size=_SCREEN) as pilot:
        widget = app.query_one(Markdown)
        painted = _first_call(MarkdownBlock, "render_lines", lambda: True)
        start = time.perf_counter()
        await widget.update(text)
        await pilot.pause()
        whole = time.perf_counter() - start
        first = painted() - start
        app.query_one(VerticalScroll).focus()
        await pilot.pause()
        key = await _key_seconds(pilot, "down")
    return Figures(first, whole, key)


async def measure_idle_key() -> float:
    """What a key costs in an app that does nothing with it: the harness's own share."""
    app: App[None] = App()
    async with app.run_test(size=_SCREEN) as pilot:
        return await _key_seconds(pilot, "j")


async def _key_seconds(pilot: Pilot[Any], key: str) -> float:
    # Processor time: the test harness waits between a key and the next.
    times = []
    for _ in range(_KEYS):
        start = time.process_time()
        await pilot.press(key)
        times.append(time.process_time() - start)
    return median(times)


async def _until(pilot: Pilot[Any], ready: Callable[[], bool]) -> None:
    while not ready():
        await pilot.pause(0.001)


def _first_call(owner: type, name: str, counts: Callable[[], bool]) -> Callable[[], float]:
    """Notes when a method is first called while a condition holds."""
    original = getattr(owner, name)
    noted: list[float] = []

    def wrapped(*args: object, **kwargs: object) -> object:
        result = original(*args, **kwargs)
        if not noted and counts():
            noted.append(time.perf_counter())
            setattr(owner, name, original)
        return result

    setattr(owner, name, wrapped)
    return lambda: noted[0] if noted else time.perf_counter()


def run() -> list[str]:
    """Measures both and says how many times as fast ours is."""
    text = markdown(SIZE)
    idle = asyncio.run(measure_idle_key())
    ours = asyncio.run(measure_ours(text))
    theirs = asyncio.run(measure_textual(text))
    rows = (
        ("first screen", ours.first_screen, theirs.first_screen, 30),
        ("whole text ready", ours.whole_text, theirs.whole_text, 10),
        ("a key", max(ours.key - idle, 1e-4), max(theirs.key - idle, 1e-4), 20),
    )
    lines = [
        f"body pane, {len(text):,} characters of Markdown, beside Textual's Markdown widget",
        f"  (a key in an idle app, taken off both: {idle * 1000:.1f} ms)",
    ]
    for name, mine, reference, wanted in rows:
        ratio = reference / mine
        verdict = "" if ratio >= wanted else f"   BELOW {wanted}"
        lines.append(
            f"  {name:18} {mine * 1000:9.1f} ms   reference {reference * 1000:9.1f} ms   "
            f"{ratio:6.1f} times as fast (wanted {wanted}){verdict}"
        )
    return lines
