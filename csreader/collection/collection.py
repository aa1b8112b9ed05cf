"""A folder of posts."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from csreader.collection.config import Config, read_config
from csreader.collection.model import CollectionError, Post, Problem, Severity
from csreader.collection.root import find_root, posts_folder
from csreader.collection.shelf import Shelf
from csreader.collection.walk import relative, walk
from csreader.text.characters import one_line


@dataclass(frozen=True, slots=True)
class _Contents:
    posts: tuple[Post, ...]
    problems: tuple[Problem, ...]
    folders: tuple[Path, ...]


Progress = Callable[[int, int], None]
"""Called with the posts read so far, and how many there are."""


@dataclass(frozen=True)
class Collection:
    """The posts below a root, in order: by date, undated last, then by id.

    The root is known once it is open; the posts are read when first asked for.
    """

    root: Path
    """Absolute."""
    posts_folder: Path | None
    """None where posts lie anywhere below the root."""
    config: Config
    _shelf: Shelf
    named: Post | None = None
    """The post that `open` was given, where it was given a file."""
    _also: Path | None = None
    """The folder that `open` was given, where it is outside the posts folder."""

    @classmethod
    def open(cls, path: Path | str) -> Collection:
        """Finds the collection that a folder or file belongs to.

        Raises:
            CollectionError: If the path does not exist or cannot be read.
        """
        given = _absolute(path)
        name = one_line(str(path))
        try:
            os.stat(given)  # noqa: PTH116
            is_folder = given.is_dir()
            if is_folder:
                os.scandir(given).close()
        except FileNotFoundError as error:
            raise CollectionError(f"{name} does not exist.") from error
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise CollectionError(f"{name} cannot be read: {one_line(reason)}.") from error
        root = find_root(given)
        folder = posts_folder(root)
        config = read_config(root)
        shelf = Shelf(root, folder, config.language)
        if not is_folder:
            return cls(root, folder, config, shelf, shelf.post(given))
        apart = folder is not None and given != root and not given.is_relative_to(folder)
        return cls(root, folder, config, shelf, _also=given if apart else None)

    def reread(self) -> Collection:
        """The collection as it is on disk now, read at once.

        A post whose file is the same, or says the same, is the same object as before, with
        all that was read of it.
        """
        config = read_config(self.root)
        fresh = replace(self, config=config, _shelf=self._shelf.renewed(config.language))
        fresh.load()
        return fresh

    def load(self, progress: Progress | None = None) -> None:
        """Reads the posts now, if they were not read yet, and says how far it is.

        What cannot be read is no error: it stands in `problems`.
        """
        if "_contents" not in self.__dict__:
            self.__dict__["_contents"] = self._read_all(progress)

    @property
    def posts(self) -> tuple[Post, ...]:
        """All posts, in order; the one that `open` was given among them."""
        return self._contents.posts

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Of the folder, its configuration, and files that could not be read.

        Each post has its own.
        """
        return self._contents.problems

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders that were looked through for posts."""
        return self._contents.folders

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """What is wrong with the folder, the files and their headers."""
        return (*self.problems, *(one for post in self.posts for one in post.problems))

    def by_id(self, post_id: str) -> Post | None:
        """The post with an id, whatever stands in the current folder; None without one."""
        return next((post for post in self.posts if post.id == post_id), None)

    def get(self, name: str) -> Post:
        """A post by its path, from the current folder, or by its id.

        A file that a walk passes over, such as README.md, is a post when named.

        Raises:
            CollectionError: If there is no such post, or it cannot be read.
        """
        path = self._within(_absolute(name))
        for file in (path, self._file_of(name)):
            if file is not None and _is_file(file):
                return self._shelf.post(file)
        if "_contents" in self.__dict__ and (post := self._by_id.get(name)):
            return post
        raise CollectionError(self._missing(name))

    @cached_property
    def _contents(self) -> _Contents:
        return self._read_all(None)

    @cached_property
    def _by_id(self) -> dict[str, Post]:
        return {post.id: post for post in self.posts}

    def _read_all(self, progress: Progress | None) -> _Contents:
        found = walk(
            self.root, self.posts_folder or self.root, in_posts=self.posts_folder is not None
        )
        problems = [*self.config.problems, *found.problems]
        files = dict.fromkeys(found.files)
        folders = list(found.folders)
        if self._also is not None:
            more = walk(self.root, self._also, in_posts=False)
            known = set(problems)
            problems.extend(one for one in more.problems if one not in known)
            files.update(dict.fromkeys(more.files))
            folders.extend(more.folders)
        if self.named is not None and _is_file(self.named.path):
            files.setdefault(self.named.path)
            folders.append(self.named.path.parent)
        posts: list[Post] = []
        for done, file in enumerate(files, 1):
            try:
                posts.append(self._shelf.post(file))
            except CollectionError as error:
                name = relative(self.root, file)
                problems.append(Problem(name, None, "unreadable", Severity.ERROR, str(error)))
            if progress is not None:
                progress(done, len(files))
        posts.sort(key=lambda post: post.order)
        return _Contents(tuple(posts), tuple(problems), tuple(dict.fromkeys(folders)))

    def _file_of(self, post_id: str) -> Path | None:
        """Where a post of an id would lie; None where an id cannot lead."""
        base = self.root if post_id.startswith("./") else self.posts_folder or self.root
        file = Path(os.path.normpath(base / post_id))
        return file if file.is_relative_to(self.root) else None

    def _within(self, path: Path) -> Path | None:
        """The path as it lies below the root, also where a link leads to it; else None."""
        if path.is_relative_to(self.root):
            return path
        try:
            real = path.parent.resolve() / path.name
            return self.root / real.relative_to(self.root.resolve())
        except (OSError, RuntimeError, ValueError):
            return None

    def _missing(self, name: str) -> str:
        shown, root = one_line(name), one_line(str(self.root))
        path = _absolute(name)
        try:
            if path.is_dir():
                return f"{shown} is a folder; name a post in it."
            if _is_file(path):
                return f"{shown} is outside the collection {root}."
        except OSError:
            pass
        return f"There is no post {shown} in {root}; csreader list names them."


def open_post(name: str) -> tuple[Collection, Post]:
    """A post by its path, or by its id in the current folder's collection.

    Raises:
        CollectionError: If there is no such post, or it cannot be read.
    """
    path = _absolute(name)
    if _is_file(path):
        collection = Collection.open(path)
        if collection.named is not None:
            return collection, collection.named
    elif Path(name).is_absolute() and not path.is_dir():
        raise CollectionError(f"{one_line(name)} does not exist.")
    try:
        here = Path.cwd()
    except OSError as error:
        raise CollectionError("The current folder does not exist any more.") from error
    collection = Collection.open(here)
    return collection, collection.get(name)


def _absolute(path: Path | str) -> Path:
    """The path from the file system's root; links stay, for a post is called by its own name."""
    path = Path(path)
    try:
        # Behind a link, `..` leads elsewhere than the path's words say.
        if ".." in path.parts:
            return path.parent.resolve() / path.name if path.name != ".." else path.resolve()
        return path.absolute()
    except (OSError, RuntimeError, ValueError) as error:
        raise CollectionError(f"{one_line(str(path))} cannot be read: {error}.") from error


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
