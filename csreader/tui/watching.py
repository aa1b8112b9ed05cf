"""Watches the annotations folder: another window's change shows within a second."""

from __future__ import annotations

import asyncio

from csreader.annotations.paths import FOLDER
from csreader.tui.screens.reader import Reader

_PAUSE_SECONDS = 1.0
"""How often to look for a folder that is not there yet."""


def watch_annotations(reader: Reader) -> None:
    """Tell a reader whenever a file below its annotations folder changes."""
    reader.run_worker(_watch(reader), group="watching", exit_on_error=False)


async def _watch(reader: Reader) -> None:
    # Deferred: the first frame need not wait for it.
    from watchfiles import awatch

    folder = reader.session.collection.root / FOLDER
    while True:
        if not folder.is_dir():
            await asyncio.sleep(_PAUSE_SECONDS)
            continue
        try:
            async for changes in awatch(folder, debounce=200, step=50):
                if any(path.endswith(".json") for _, path in changes):
                    reader.annotations_changed_on_disk()
        except (OSError, RuntimeError):
            await asyncio.sleep(_PAUSE_SECONDS)
