"""Finds the posts of a folder, in one walk."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from csreader.collection.model import Problem, Severity
from csreader.collection.root import ANNOTATIONS
from csreader.text.characters import one_line
from csreader.text.model import Format

FORMATS = {
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".mkd": Format.MARKDOWN,
    ".txt": Format.TEXT,
    ".text": Format.TEXT,
    ".html": Format.HTML,
    ".htm": Format.HTML,
}
"""Endings in small letters."""
_SKIPPED = frozenset((ANNOTATIONS, "node_modules", "_site", "venv", "env", "__pycache__"))
_NOT_POSTS = frozenset(("readme", "license", "licence", "changelog"))


@dataclass(frozen=True, slots=True)
class Found:
    """What a walk found."""

    files: tuple[Path, ...]
    problems: tuple[Problem, ...]


def format_of(path: Path) -> Format | None:
    """How a file is written, by its ending; None where it is no post."""
    return FORMATS.get(path.suffix.lower())


def walk(root: Path, folder: Path, *, in_posts: bool) -> Found:
    """The posts below a folder.

    Args:
        root: The collection's root, which problems' paths are told from.
        folder: Where the walk begins.
        in_posts: Whether this is a posts folder; elsewhere README, LICENSE and CHANGELOG
            are no posts.

    Returns:
        The files in no particular order, and the folders that cannot be read, loops of
        links and the like.
    """
    files: list[Path] = []
    problems: list[Problem] = []
    seen: set[tuple[int, int]] = set()
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            status = os.stat(here)  # noqa: PTH116
            if (status.st_dev, status.st_ino) in seen:
                problems.append(
                    _problem(
                        root,
                        here,
                        "link-loop",
                        "leads back to a folder above it; the link is not followed.",
                    )
                )
                continue
            seen.add((status.st_dev, status.st_ino))
            with os.scandir(here) as entries:
                found = list(entries)
        except OSError as error:
            problems.append(
                _problem(root, here, "unreadable", f"cannot be read ({error.strerror}).")
            )
            continue
        for entry in found:
            try:
                if entry.is_dir():
                    if not _is_skipped(entry):
                        waiting.append(Path(entry.path))
                elif _is_post(entry.name, in_posts=in_posts):
                    files.append(Path(entry.path))
            except OSError as error:
                problems.append(
                    _problem(
                        root, Path(entry.path), "unreadable", f"cannot be read ({error.strerror})."
                    )
                )
    return Found(tuple(files), tuple(problems))


def _is_skipped(entry: os.DirEntry[str]) -> bool:
    if entry.name.startswith(".") or entry.name in _SKIPPED:
        return True
    return Path(entry.path, "pyvenv.cfg").exists()


def _is_post(name: str, *, in_posts: bool) -> bool:
    if name.startswith(".") or os.path.splitext(name)[1].lower() not in FORMATS:  # noqa: PTH122
        return False
    return in_posts or name.split(".", 1)[0].lower() not in _NOT_POSTS


def relative(root: Path, path: Path) -> str:
    """A path from the root, with / between parts; the whole path where it is not below."""
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return path.as_posix()


def _problem(root: Path, path: Path, kind: str, message: str) -> Problem:
    name = relative(root, path)
    severity = Severity.WARNING if kind == "link-loop" else Severity.ERROR
    return Problem(name, None, kind, severity, f"{one_line(name)} {message}")
