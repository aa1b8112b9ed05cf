"""A folder of posts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from csreader.collection.config import Config, read_config
from csreader.collection.model import CollectionError, Post, Problem, Severity
from csreader.collection.posts import read_post
from csreader.collection.root import find_root, posts_folder
from csreader.collection.walk import relative, walk
from csreader.text.characters import one_line


@dataclass(frozen=True, slots=True)
class Collection:
    """The posts below a root, in order: by date, undated last, then by id."""

    root: Path
    posts_folder: Path | None
    """None where posts lie anywhere below the root."""
    posts: tuple[Post, ...]
    problems: tuple[Problem, ...]
    """Of the folder, its configuration, and files that could not be read; each post has its own."""
    config: Config
    named: Post | None = None
    """The post that `open` was given, where it was given a file."""

    @classmethod
    def open(cls, path: Path | str) -> Collection:
        """Reads the collection that a folder or file belongs to.

        Raises:
            CollectionError: If the path does not exist or cannot be read.
        """
        given = Path(path).expanduser()
        try:
            given = given.resolve()
            exists, is_folder = given.exists(), given.is_dir()
        except (OSError, RuntimeError, ValueError) as error:
            raise CollectionError(f"{one_line(str(path))} cannot be read ({error}).") from error
        if not exists:
            raise CollectionError(f"{one_line(str(path))} does not exist.")
        root = find_root(given)
        folder = posts_folder(root)
        config = read_config(root)
        found = walk(root, folder or root, in_posts=folder is not None)
        problems = [*config.problems, *found.problems]
        if is_folder and any(problem.path == relative(root, given) for problem in found.problems):
            raise CollectionError(next(p.message for p in found.problems))
        posts: list[Post] = []
        for file in found.files:
            try:
                posts.append(_read(root, folder, file, config.language))
            except CollectionError as error:
                name = relative(root, file)
                problems.append(Problem(name, None, "unreadable", Severity.ERROR, str(error)))
        named = None
        if not is_folder:
            named = next((post for post in posts if post.path == given), None)
            if named is None:
                named = _read(root, folder, given, config.language)
                posts.append(named)
        posts.sort(key=_order)
        return cls(root, folder, tuple(posts), tuple(problems), config, named)

    def get(self, name: str) -> Post:
        """A post by its path or its id.

        Raises:
            CollectionError: If there is no such post, or it cannot be read.
        """
        path = Path(name).expanduser()
        try:
            if path.is_file():
                path = path.resolve()
                for post in self.posts:
                    if post.path == path:
                        return post
                return _read(self.root, self.posts_folder, path, self.config.language)
        except (OSError, ValueError):
            pass
        for post in self.posts:
            if post.id == name:
                return post
        raise CollectionError(
            f"There is no post {one_line(name)} in {one_line(str(self.root))}; "
            "csreader list names them."
        )

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """What is wrong with the folder, the files and their headers."""
        return (*self.problems, *(one for post in self.posts for one in post.problems))


def open_post(name: str) -> tuple[Collection, Post]:
    """A post by its path, or by its id in the current folder's collection.

    Raises:
        CollectionError: If there is no such post, or it cannot be read.
    """
    path = Path(name).expanduser()
    try:
        is_file = path.is_file()
    except (OSError, ValueError):
        is_file = False
    if is_file:
        collection = Collection.open(path)
        return collection, collection.named or collection.get(name)
    if path.is_absolute():
        raise CollectionError(f"{one_line(name)} does not exist.")
    collection = Collection.open(Path.cwd())
    return collection, collection.get(name)


def _read(root: Path, folder: Path | None, file: Path, language: str) -> Post:
    from_root = relative(root, file)
    if folder is None:
        post_id = from_root
    elif file.is_relative_to(folder):
        post_id = relative(folder, file)
    else:
        post_id = f"./{from_root}"
    return read_post(file, post_id, from_root, language)


def _order(post: Post) -> tuple[bool, str, str]:
    return post.date is None, post.date or "", post.id
