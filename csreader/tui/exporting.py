"""What the export dialog offers, shows and does; knows nothing of widgets."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path

from csreader.collection import Post
from csreader.exchange.exporting import targets, write_out
from csreader.exchange.interface import Format, FormatError, Options, UnfitError
from csreader.exchange.preview import preview
from csreader.exchange.registry import writer_for, writers
from csreader.exchange.snapshot import Snapshot, take_snapshot
from csreader.exchange.tally import Tally
from csreader.text.characters import one_line
from csreader.tui.paint import clip_middle
from csreader.tui.screens.working import Progress, StoppedError
from csreader.tui.session import Session

_PATH = 48
"""The cells of a path in the line that says where a file went: its end is what tells most."""
_POSTS_SHOWN = 2
"""How many posts a preview is made of."""


@dataclass(frozen=True, slots=True)
class Written:
    """What an export came to."""

    message: str
    done: bool = True


@dataclass(frozen=True, slots=True)
class _Told:
    """Posts that tell how many of them were gone through, each time."""

    posts: Sequence[Post]
    progress: Progress

    def __iter__(self) -> Iterator[Post]:
        for done, post in enumerate(self.posts):
            self.progress(done, len(self.posts))
            yield post


@dataclass(frozen=True)
class Exporting:
    """Exports a session's collection.

    Args:
        session: What is open.
        listed: The posts that the list shows, where it is filtered.
    """

    session: Session
    listed: Sequence[Post] | None = None

    @cached_property
    def formats(self) -> list[Format]:
        """All formats that are written."""
        return list(writers().values())

    def posts(self, *, only_listed: bool) -> Sequence[Post]:
        """The posts to export."""
        if only_listed and self.listed is not None:
            return self.listed
        return self.session.collection.posts

    def marks(self, posts: Sequence[Post]) -> int:
        """How many marks posts have, over all coders."""
        overview = self.session.overview
        return sum(overview.post(post.id).annotations for post in posts)

    def file_for(self, one: Format) -> Path:
        """Where an export goes unless something else is said: never among the posts."""
        root = self.session.collection.root.resolve()
        folder = Path.cwd()
        if folder.resolve().is_relative_to(root):
            folder = root.parent
        return folder / f"{root.name}-marks{_ending(one)}"

    def other_format(self, one: Format, path: Path) -> str:
        """The format that a file's name tells, where it is not this one; empty for none."""
        name = path.name.lower()
        if name.endswith((*one.endings, _ending(one))):
            return ""
        other = writer_for(name)
        return other.name if other is not None else ""

    def look(self, one: Format, posts: Sequence[Post], options: Options, lines: int) -> list[str]:
        """The first lines that would be written; for a thread.

        Raises:
            FormatError: If the format needs a package that is not installed.
        """
        overview = self.session.overview
        marked = (post for post in posts if overview.post(post.id).annotations)
        shown = list(islice(marked, _POSTS_SHOWN))
        return preview(one, self._snapshot(one, shown, options), options, lines)

    def targets(self, one: Format, path: Path) -> dict[str, Path]:
        """Where the files would go; see `exchange.exporting.targets`.

        Raises:
            UnfitError: If something else is there, or it cannot be told.
        """
        try:
            return targets(one, path, self.session.collection)
        except OSError as error:
            raise UnfitError(_reason(path, error)) from error

    def write(
        self,
        one: Format,
        paths: dict[str, Path],
        posts: Sequence[Post],
        options: Options,
        progress: Progress,
    ) -> Written:
        """Write it; for a thread."""
        tally = Tally()
        snapshot = self._snapshot(one, _Told(posts, progress), options)
        try:
            write_out(one, tally.over(snapshot, one), paths, options)
        except StoppedError:
            return Written("the export was stopped; nothing was written", done=False)
        except FormatError as error:
            return Written(str(error), done=False)
        except OSError as error:
            return Written(_reason(paths[""], error), done=False)
        parts = [
            f"{counted(tally.marks, 'mark')} in {counted(tally.posts, 'post')} "
            f"written to {clip_middle(shown_path(paths['']), _PATH)}"
        ]
        if losses := tally.losses(one):
            parts.append(losses.rstrip("."))
        if snapshot.problems or snapshot.left_out:
            parts.append("some marks are missing: csreader check says why")
        return Written("; ".join(parts))

    def _snapshot(self, one: Format, posts: Iterable[Post], options: Options) -> Snapshot:
        return take_snapshot(
            self.session.collection,
            self.session.store,
            exported=now(),
            with_text=options.with_text or one.needs_text,
            posts=posts,
        )


def now() -> str:
    """The time, UTC, ISO 8601, to the second."""
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def told_options(options: Options, one: Format) -> list[str]:
    """The options that a format takes, each with its key and what is asked for."""
    said = {
        "with_text": f"t with the text: {yes(options.with_text)}",
        "by": f"b grouped by {options.by}",
        "all_posts": f"a also posts without marks: {yes(options.all_posts)}",
        "bom": f"m byte-order mark, for Excel: {yes(options.bom)}",
    }
    return [words for name, words in said.items() if name in one.accepts]


def yes(on: bool) -> str:
    """Yes or no."""
    return "yes" if on else "no"


def renamed(name: str, was: Format, one: Format) -> str:
    """A file's name with the ending of one format for that of another, where it has that."""
    for ending in sorted((_ending(was), *was.endings), key=len, reverse=True):
        if name.lower().endswith(ending):
            return name[: -len(ending)] + _ending(one)
    return name


def _ending(one: Format) -> str:
    """How the files of a format are named; a folder's is that of a zip."""
    return one.endings[0] if one.write is not None else f".{one.name}.zip"


def shown_path(path: Path) -> str:
    """A path on one line, short below the user's home."""
    try:
        return one_line(f"~/{path.relative_to(Path.home())}")
    except (ValueError, RuntimeError):
        return one_line(str(path))


def _reason(path: Path, error: OSError) -> str:
    return f"{shown_path(path)} cannot be written: {error.strerror or error}"


def counted(count: int, word: str) -> str:
    """Such as `1 mark` or `1,200 marks`."""
    return f"{count:,} {word}{'' if count == 1 else 's'}"
