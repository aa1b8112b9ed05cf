"""Finds the root of a collection, and its posts folder."""

from __future__ import annotations

import os
from pathlib import Path

ANNOTATIONS = "annotations"
_POSTS = "posts"
_JEKYLL_POSTS = "_posts"


def find_root(path: Path) -> Path:
    """The root of the collection that an absolute path belongs to.

    Upwards from the path, not past a .git folder, the home folder or a mount: the first
    folder with csreader.toml or annotations/codebook.json; else the first with posts/ or
    _posts/; else the folder given, or that of the file given.
    """
    start = path if _is_folder(path) else path.parent
    folders = _upwards(start)
    for folder in folders:
        if _has(folder / "csreader.toml") or _has(folder / ANNOTATIONS / "codebook.json"):
            return folder
    for folder, above in zip(folders, [*folders[1:], None], strict=True):
        # A posts folder may hold another of that name, but is no root for that.
        if above is not None and posts_folder(above) == folder:
            return above
        if posts_folder(folder) is not None:
            return folder
    return start


def posts_folder(root: Path) -> Path | None:
    """The posts folder in a root; None where posts lie anywhere below it.

    Where both stand there, it is _posts/: Jekyll's own name, beside which posts/ is
    commonly a page that lists them.
    """
    for name in (_JEKYLL_POSTS, _POSTS):
        if _is_folder(root / name):
            return root / name
    return None


def _upwards(start: Path) -> list[Path]:
    folders = [start]
    while (folder := folders[-1]).parent != folder:
        if _is_home(folder) or _has(folder / ".git") or os.path.ismount(folder):
            break
        folders.append(folder.parent)
    return folders


def _is_home(folder: Path) -> bool:
    try:
        return folder.samefile(Path.home())
    except (OSError, RuntimeError):
        return False


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
