"""Watches the annotations folder: another window's change shows within a second."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from csreader.annotations.paths import FOLDER
from csreader.tui.screens.reader import Reader

_PAUSE_SECONDS = 0.5
"""How often to look whether the folder has come, or is another one now."""


def watch_annotations(reader: Reader) -> None:
    """Tell a reader whenever a file below its annotations folder changes."""
    reader.run_worker(_watch(reader), group="watching")


async def _watch(reader: Reader) -> None:
    # Deferred: the first frame need not wait for it.
    from watchfiles import awatch

    folder = reader.session.collection.root / FOLDER
    known = _identity(folder)
    while True:
        if known is None:
            await asyncio.sleep(_PAUSE_SECONDS)
        else:
            watch = awatch(
                folder,
                debounce=200,
                step=50,
                rust_timeout=int(_PAUSE_SECONDS * 1000),
                yield_on_timeout=True,
                ignore_permission_denied=True,
            )
            try:
                async for changes in watch:
                    paths = {Path(path) for _, path in changes if path.endswith(".json")}
                    if paths:
                        reader.annotations_changed_on_disk(paths)
                    if _identity(folder) != known:
                        break
            except OSError:
                await asyncio.sleep(_PAUSE_SECONDS)
        # A folder that was taken away, or put in its place, brings other files.
        now = _identity(folder)
        if now != known:
            known = now
            reader.annotations_changed_on_disk(None)


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = os.stat(folder)  # noqa: PTH116
    except OSError:
        return None
    return status.st_dev, status.st_ino
