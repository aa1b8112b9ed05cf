"""Finds the root of a collection, and its posts folder."""

from __future__ import annotations

import os
from pathlib import Path

POSTS_FOLDERS = ("posts", "_posts")
ANNOTATIONS = "annotations"


def find_root(path: Path) -> Path:
    """The root of the collection that a path belongs to.

    Upwards from the path, not past a .git folder, the home folder or a mount: the first
    folder with csreader.toml or annotations/codebook.json; else the first with posts/ or
    _posts/; else the folder given, or that of the file given.
    """
    start = path if path.is_dir() else path.parent
    folders = list(_upwards(start))
    for folder in folders:
        if _has(folder / "csreader.toml") or _has(folder / ANNOTATIONS / "codebook.json"):
            return folder
    for folder in folders:
        if folder.name not in POSTS_FOLDERS and posts_folder(folder) is not None:
            return folder
        if folder.name in POSTS_FOLDERS and folder != folders[-1]:
            return folder.parent
    return start


def posts_folder(root: Path) -> Path | None:
    """The posts folder in a root; None where posts lie anywhere below it."""
    for name in POSTS_FOLDERS:
        if _is_folder(root / name):
            return root / name
    return None


def _upwards(start: Path) -> list[Path]:
    folders = [start]
    home = Path.home()
    folder = start
    while folder.parent != folder:
        if folder == home or _has(folder / ".git") or os.path.ismount(folder):
            break
        folder = folder.parent
        folders.append(folder)
    return folders


def _has(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False
