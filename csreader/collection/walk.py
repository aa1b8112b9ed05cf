"""Finds the posts of a folder, in one walk."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
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
_SKIPPED = frozenset((ANNOTATIONS, "node_modules", "_site", "venv"))
_NOT_POSTS = frozenset(("readme", "license", "licence", "changelog"))
_MARKS_ENVIRONMENT = "pyvenv.cfg"

_Identity = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """What a walk found."""

    files: tuple[Path, ...]
    """In the order of their names, folder by folder."""
    problems: tuple[Problem, ...]
    folders: tuple[Path, ...] = ()
    """All that were read; a file that comes into one of them may be a post."""


def format_of(name: str) -> Format | None:
    """How a file is written, by its name's ending; None where it is no post."""
    return FORMATS.get(os.path.splitext(name)[1].lower())  # noqa: PTH122


def walk(root: Path, folder: Path, *, in_posts: bool) -> Found:
    """The posts below a folder.

    Hidden files and folders, annotations/, node_modules, _site and virtual environments
    are left out. Links are followed, but each folder is read once, and by its own name
    rather than a link's.

    Args:
        root: The collection's root, which problems' paths are told from.
        folder: Where the walk begins.
        in_posts: Whether this is a posts folder; elsewhere README, LICENSE and CHANGELOG
            are no posts.

    Returns:
        The files, and a problem for each folder that cannot be read, link that leads
        nowhere or in a circle, and the like.
    """
    walker = _Walk(root, in_posts)
    walker.read(folder)
    while walker.links:
        walker.follow(walker.links.pop(0))
    return Found(tuple(walker.files), tuple(walker.problems), tuple(walker.folders))


def relative(root: Path, path: Path) -> str:
    """A path from the root, with / between parts; the whole path where it is not below."""
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return path.as_posix()


@dataclass(slots=True)
class _Walk:
    root: Path
    in_posts: bool
    files: list[Path] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)
    links: list[Path] = field(default_factory=list)
    seen: set[_Identity] = field(default_factory=set)

    def read(self, top: Path) -> None:
        """Reads a folder and all below it, and keeps links to folders for later."""
        waiting = [top]
        while waiting:
            here = waiting.pop()
            try:
                self.seen.add(_identity(here))
                with os.scandir(here) as entries:
                    found = sorted(entries, key=lambda entry: entry.name)
            except OSError as error:
                self.unreadable(here, error)
                continue
            if here != top and any(entry.name == _MARKS_ENVIRONMENT for entry in found):
                continue
            self.folders.append(here)
            below: list[Path] = []
            for entry in found:
                try:
                    self._take(entry, below)
                except OSError as error:
                    self.unreadable(Path(entry.path), error)
            waiting.extend(reversed(below))

    def follow(self, link: Path) -> None:
        """Reads the folder that a link leads to, if it was not read by another name."""
        try:
            identity = _identity(link)
            above = {_identity(folder) for folder in link.parent.resolve().parents}
            above.add(_identity(link.parent))
        except (OSError, RuntimeError) as error:
            self.unreadable(link, error)
            return
        if identity in above:
            message = "leads back to a folder above it; the link is not followed."
            self._problem(link, "link-loop", Severity.WARNING, message)
        elif identity not in self.seen:
            self.read(link)

    def unreadable(self, path: Path, error: Exception) -> None:
        """Puts down that a path cannot be read."""
        reason = one_line(getattr(error, "strerror", None) or str(error))
        self._problem(path, "unreadable", Severity.ERROR, f"cannot be read: {reason}.")

    def _take(self, entry: os.DirEntry[str], below: list[Path]) -> None:
        if entry.name.startswith("."):
            return
        if entry.is_dir():
            if entry.name not in _SKIPPED:
                (self.links if entry.is_symlink() else below).append(Path(entry.path))
        elif format_of(entry.name) is not None and not self._is_aside(entry.name):
            path = Path(entry.path)
            if entry.is_file():
                self.files.append(path)
            elif entry.is_symlink() and not path.exists():
                message = "is a link that leads nowhere."
                self._problem(path, "unreadable", Severity.ERROR, message)
            else:
                self._problem(path, "unreadable", Severity.ERROR, "is no file of text.")

    def _is_aside(self, name: str) -> bool:
        return not self.in_posts and name.split(".", 1)[0].lower() in _NOT_POSTS

    def _problem(self, path: Path, kind: str, severity: Severity, message: str) -> None:
        name = relative(self.root, path)
        text = f"{one_line(name)} {message}"
        self.problems.append(Problem(name, None, kind, severity, text))


def _identity(folder: Path) -> _Identity:
    status = os.stat(folder)  # noqa: PTH116
    return status.st_dev, status.st_ino
