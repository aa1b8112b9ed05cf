"""A folder of posts."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from csreader.collection.config import Config, read_config
from csreader.collection.model import CollectionError, Post, Problem, Severity
from csreader.collection.posts import read_post
from csreader.collection.root import find_root, posts_folder
from csreader.collection.walk import relative, walk
from csreader.text.characters import one_line

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
        if not is_folder:
            return cls(root, folder, config, _read(root, folder, given, config.language))
        apart = folder is not None and given != root and not given.is_relative_to(folder)
        return cls(root, folder, config, _also=given if apart else None)

    def load(self, progress: Progress | None = None) -> None:
        """Reads the posts now, if they were not read yet, and says how far it is.

        What cannot be read is no error: it stands in `problems`.
        """
        if "_contents" not in self.__dict__:
            self.__dict__["_contents"] = self._read_all(progress)

    @property
    def posts(self) -> tuple[Post, ...]:
        """All posts, in order; the one that `open` was given among them."""
        return self._contents[0]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Of the folder, its configuration, and files that could not be read.

        Each post has its own.
        """
        return self._contents[1]

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
                return self._post(file)
        if "_contents" in self.__dict__ and (post := self._by_id.get(name)):
            return post
        raise CollectionError(self._missing(name))

    @cached_property
    def _contents(self) -> tuple[tuple[Post, ...], tuple[Problem, ...]]:
        return self._read_all(None)

    @cached_property
    def _by_id(self) -> dict[str, Post]:
        return {post.id: post for post in self.posts}

    @cached_property
    def _by_path(self) -> dict[Path, Post]:
        return {} if self.named is None else {self.named.path: self.named}

    def _read_all(self, progress: Progress | None) -> tuple[tuple[Post, ...], tuple[Problem, ...]]:
        found = walk(
            self.root, self.posts_folder or self.root, in_posts=self.posts_folder is not None
        )
        problems = [*self.config.problems, *found.problems]
        files = dict.fromkeys(found.files)
        if self._also is not None:
            more = walk(self.root, self._also, in_posts=False)
            known = set(problems)
            problems.extend(one for one in more.problems if one not in known)
            files.update(dict.fromkeys(more.files))
        if self.named is not None:
            files.setdefault(self.named.path)
        posts: list[Post] = []
        for done, file in enumerate(files, 1):
            try:
                posts.append(self._post(file))
            except CollectionError as error:
                name = relative(self.root, file)
                problems.append(Problem(name, None, "unreadable", Severity.ERROR, str(error)))
            if progress is not None:
                progress(done, len(files))
        posts.sort(key=lambda post: (post.date is None, post.date or "", post.id))
        return tuple(posts), tuple(problems)

    def _post(self, file: Path) -> Post:
        """A file's post; the same one at each call, so that it is parsed once."""
        if file not in self._by_path:
            post = _read(self.root, self.posts_folder, file, self.config.language)
            self._by_path[file] = post
        return self._by_path[file]

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


def _read(root: Path, folder: Path | None, file: Path, language: str) -> Post:
    from_root = relative(root, file)
    if folder is None:
        post_id = from_root
    elif file.is_relative_to(folder):
        post_id = relative(folder, file)
    else:
        post_id = f"./{from_root}"
    return read_post(file, post_id, from_root, language)
