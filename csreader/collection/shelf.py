"""Keeps the posts that were read, so that each file is read once, and again when it changed."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from csreader.collection.model import CollectionError, Post
from csreader.collection.posts import read_post
from csreader.collection.walk import relative

Version = tuple[int, int, int]
"""A file's inode, size in bytes and time of change in nanoseconds."""


@dataclass(slots=True)
class Shelf:
    """The posts of one collection, by their files."""

    root: Path
    posts_folder: Path | None
    language: str
    """The ISO 639 code of posts that name none."""
    _posts: dict[Path, tuple[Post, Version | None]] = field(default_factory=dict)

    def post(self, file: Path) -> Post:
        """A file's post; the same object at each call.

        Raises:
            CollectionError: If it cannot be read.
        """
        if file not in self._posts:
            # Taken before it is read: a change meanwhile makes it another version.
            version = _version(file)
            self._posts[file] = (self._read(file), version)
        return self._posts[file][0]

    def renewed(self, language: str) -> Shelf:
        """A shelf for reading all again: a file that is or says the same keeps its post."""
        fresh = Shelf(self.root, self.posts_folder, language)
        if language != self.language:
            return fresh
        for file, (post, version) in list(self._posts.items()):
            now = _version(file)
            if now is None:
                continue
            if now != version:
                try:
                    again = fresh._read(file)
                except CollectionError:
                    continue
                # Saved without a change: what was read of the post holds.
                post = post if again == post else again
            fresh._posts[file] = (post, now)
        return fresh

    def _read(self, file: Path) -> Post:
        from_root = relative(self.root, file)
        if self.posts_folder is None:
            post_id = from_root
        elif file.is_relative_to(self.posts_folder):
            post_id = relative(self.posts_folder, file)
        else:
            post_id = f"./{from_root}"
        return read_post(file, post_id, from_root, self.language)


def _version(file: Path) -> Version | None:
    try:
        status = os.stat(file)  # noqa: PTH116
    except (OSError, ValueError):
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns
