"""Counts what a format leaves out, while an export's posts go by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from csreader.annotations import State, Status
from csreader.exchange.interface import Format
from csreader.exchange.snapshot import PlacedMark, PostSnapshot, Snapshot

_OF_MARKS: Mapping[str, tuple[str, str, Callable[[PlacedMark], bool]]] = {
    "orphans": (
        "mark without a place",
        "marks without a place",
        lambda mark: mark.state is State.ORPHAN,
    ),
    "notes": ("note", "notes", lambda mark: bool(mark.note)),
    "untagged": ("mark without a tag", "marks without a tag", lambda mark: not mark.tags),
}
"""From a kind of `Format.leaves_out` to what one and several are called, and whether a mark
is one."""
_OF_POSTS: Mapping[str, tuple[str, str, Callable[[PostSnapshot], bool]]] = {
    "unmarked": ("post without a mark", "posts without a mark", lambda post: not post.marks),
    "done": (
        "status of a post",
        "statuses of posts",
        lambda post: Status.DONE in post.status.values(),
    ),
}


@dataclass(slots=True)
class Tally:
    """What went by."""

    posts: int = 0
    """Those with marks."""
    marks: int = 0
    found: Counter[str] = field(default_factory=Counter)

    def over(self, snapshot: Snapshot, one: Format) -> Snapshot:
        """A snapshot whose posts are counted as they go by."""
        return replace(snapshot, posts=_Counted(snapshot, one, self))

    def losses(self, one: Format) -> str:
        """What a format left out of what went by, in a sentence; empty where nothing was."""
        parts = []
        for kind, (single, several, _) in {**_OF_MARKS, **_OF_POSTS}.items():
            if count := self.found[kind]:
                parts.append(f"{count:,} {single if count == 1 else several}")
        return f"The format {one.name} leaves out {' and '.join(parts)}." if parts else ""


@dataclass(frozen=True, slots=True)
class _Counted:
    snapshot: Snapshot
    one: Format
    tally: Tally

    def __iter__(self) -> Iterator[PostSnapshot]:
        self.tally.found.clear()
        self.tally.posts = self.tally.marks = 0
        of_posts = {kind: _OF_POSTS[kind][2] for kind in self.one.leaves_out & _OF_POSTS.keys()}
        of_marks = {kind: _OF_MARKS[kind][2] for kind in self.one.leaves_out & _OF_MARKS.keys()}
        for post in self.snapshot.posts:
            for kind, is_post_one in of_posts.items():
                self.tally.found[kind] += is_post_one(post)
            for kind, is_one in of_marks.items():
                self.tally.found[kind] += sum(map(is_one, post.marks))
            self.tally.posts += bool(post.marks)
            self.tally.marks += len(post.marks)
            yield post
