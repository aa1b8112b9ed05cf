"""Which files an annotations folder has, and whose they are."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from csreader.annotations.disk.paths import (
    CODEBOOK,
    ENDING,
    annotation_path,
    percent_decoded,
    post_file,
)
from csreader.annotations.disk.storage import AnnotationsFolder


class FolderListing:
    """The paths below one annotations folder.

    Args:
        folder: The folder; it need not exist.
    """

    def __init__(self, folder: AnnotationsFolder) -> None:
        self.folder = folder

    def path(self, coder: str, post_id: str) -> Path:
        """Where a coder's annotations of a post are kept."""
        return annotation_path(self.folder.path, coder, post_id)

    @property
    def codebook_path(self) -> Path:
        """Where the codebook is kept."""
        return self.folder.path / CODEBOOK

    def coder_folders(self) -> list[Path]:
        """The coders' folders, in order."""
        try:
            entries = sorted(self.folder.path.iterdir())
        except OSError:
            return []
        return [
            path for path in entries if not path.name.startswith(".") and _may_be(path, S_ISDIR)
        ]

    def sheet_paths(self) -> Iterator[Path]:
        """All annotation files, in order."""
        for folder in self.coder_folders():
            unreadable: list[OSError] = []
            for parent, folders, names in os.walk(folder, onerror=unreadable.append):
                folders.sort()
                for name in sorted(names):
                    if name.endswith(ENDING):
                        yield Path(parent, name)
            # Reading them says why they cannot be read.
            yield from (Path(error.filename) for error in unreadable)

    def others(self, coder: str, post_id: str) -> list[Path]:
        """The files of a post's other coders, in order."""
        mine = self.path(coder, post_id)
        return [path for path in self.of_post(post_id) if path != mine]

    def of_post(self, post_id: str) -> list[Path]:
        """The files of all coders of a post, in order."""
        relative = post_file(post_id)
        paths = (folder / relative for folder in self.coder_folders())
        return [path for path in paths if _may_be(path, S_ISREG)]

    def of_other_posts(self, posts: Iterable[str]) -> Iterator[Path]:
        """All annotation files but those of some posts, in order."""
        known = {post_file(post) for post in posts}
        for path in self.sheet_paths():
            if Path(*path.relative_to(self.folder.path).parts[1:]) not in known:
                yield path

    def named_by(self, path: Path) -> tuple[str, str]:
        """The coder and the post that a path names, where it is not a shortened one."""
        coder, *parts = path.relative_to(self.folder.path).parts
        post_id = "/".join(percent_decoded(part) for part in parts).removesuffix(ENDING)
        return percent_decoded(coder), post_id


def _may_be(path: Path, kind: Callable[[int], bool]) -> bool:
    """Whether a path is of a kind; also where that cannot be told: reading it says why."""
    try:
        return kind(os.stat(path).st_mode)  # noqa: PTH116
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
