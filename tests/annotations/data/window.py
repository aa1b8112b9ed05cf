"""A window that marks one sentence after the other by keys, beside other processes.

Run as `window.py ROOT POST KEY COUNT`: prints a line when the app is open, begins when it
reads one, and prints at the end how often a key had to be given again.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from playing import playing
from textual.pilot import Pilot

from csreader.tui.screens.reader import Reader


async def _mark(pilot: Pilot[int], reader: Reader, key: str) -> int:
    """Puts a digit's tag on the sentence at the cursor; how often that took another key."""
    tag = reader.session.codebook.key(int(key))
    assert tag is not None
    await pilot.press("s")
    passage = reader.body.selection.range
    assert passage is not None
    for again in range(50):
        await pilot.press(key)
        found = [one for one in reader.session.marks.own if one.start == passage[0]]
        if any(tag.name in one.annotation.tags for one in found):
            await pilot.press("escape")
            return again
    raise AssertionError(f"{key} marked nothing")


async def main(root: Path, post: str, key: str, count: int) -> None:
    async with playing(root / post, size=(100, 30)) as (pilot, reader):
        reader.show_pane("body-pane")
        await pilot.press("g", "g")
        print("ready", flush=True)  # noqa: T201
        await asyncio.to_thread(sys.stdin.readline)
        again = 0
        for _ in range(count):
            again += await _mark(pilot, reader, key)
            await pilot.press(")")
        print(again, flush=True)  # noqa: T201


asyncio.run(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])))
