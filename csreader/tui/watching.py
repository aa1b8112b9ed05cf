"""Watches a collection's folders: what others change there shows within a second."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

from csreader.annotations.disk.paths import FOLDER
from csreader.collection import config
from csreader.collection.walk import format_of
from csreader.tui.screens.reader import Reader

_LOOK_SECONDS = 0.5
"""How often to look whether a folder has come, gone, or is another one now."""
_POLL_SECONDS = 5.0
"""How often to tell of a change where the system cannot."""
_MOST_FOLDERS = 20_000

Changes = set[Path] | None
"""Paths that changed; None where any may have."""


def watch(reader: Reader) -> None:
    """Tell a reader of every change to its posts and annotations."""
    reader.run_worker(_watch_annotations(reader), group="watching")
    reader.run_worker(_watch_posts(reader), group="watching")


async def _watch_annotations(reader: Reader) -> None:
    folder = reader.session.collection.root / FOLDER
    async for changes in _changes(lambda: (folder,), recursive=True):
        paths = changes and {path for path in changes if path.suffix == ".json"}
        if (paths or paths is None) and _listens(reader):
            reader.following.annotations_changed(paths)


async def _watch_posts(reader: Reader) -> None:
    session = reader.session

    def folders() -> tuple[Path, ...]:
        collection = session.collection
        # Without the root nobody would tell that the posts folder came back.
        return tuple(dict.fromkeys((collection.root, *collection.folders)))[:_MOST_FOLDERS]

    async for changes in _changes(folders, recursive=False):
        if (changes is None or any(map(_may_be_post, changes))) and _listens(reader):
            fresh = await asyncio.to_thread(session.read_again)
            if _listens(reader):
                reader.following.posts_changed(fresh)


def _listens(reader: Reader) -> bool:
    """Whether the app is still there to show what changed."""
    return reader.app.is_running and reader.is_attached and reader.is_mounted


def _may_be_post(path: Path) -> bool:
    """Whether a path is a post, a folder of posts, or the configuration."""
    if path.name.startswith(".") or path.name == FOLDER:
        return False
    # What is gone cannot be asked whether it was a folder.
    return format_of(path.name) is not None or path.name == config.NAME or not path.is_file()


async def _changes(
    folders: Callable[[], Sequence[Path]], *, recursive: bool
) -> AsyncIterator[Changes]:
    """What changes in some folders, which need not exist, as it happens.

    Args:
        folders: Gives them as they are now; asked again and again. The first is looked at
            closely: when it goes, comes, or another takes its place, anything in it may be
            new.
        recursive: Whether changes in folders below count.
    """
    # Deferred: the first frame need not wait for it.
    from watchfiles import awatch

    known = _identity(folders()[0])
    while True:
        watched = folders()
        there = [folder for folder in watched if folder.is_dir()]
        if not there:
            await asyncio.sleep(_LOOK_SECONDS)
        else:
            try:
                async for changes in awatch(
                    *there,
                    debounce=200,
                    step=50,
                    rust_timeout=int(_LOOK_SECONDS * 1000),
                    yield_on_timeout=True,
                    recursive=recursive,
                    ignore_permission_denied=True,
                ):
                    if changes:
                        yield {Path(path) for _, path in changes}
                    if _identity(watched[0]) != known or folders() != watched:
                        break
            except (OSError, RuntimeError):
                # The system has no more watches to give, or the folder went meanwhile.
                await asyncio.sleep(_POLL_SECONDS if _identity(watched[0]) else _LOOK_SECONDS)
                yield None
        now = _identity(watched[0])
        if now != known:
            known = now
            yield None


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = os.stat(folder)  # noqa: PTH116
    except OSError:
        return None
    return status.st_dev, status.st_ino
