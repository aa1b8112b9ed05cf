"""Changes that could not be saved, as an export that `csreader import` takes in later.

Nothing is read for it: when a disk fails, what is in memory is all that there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from csreader.annotations import Annotation, State, Status, Tag
from csreader.annotations.disk.sheet import shown_post
from csreader.annotations.model import NOWHERE, Change, ChangeKind, TextVersion
from csreader.collection import Post
from csreader.exchange.snapshot import PlacedMark, PostSnapshot, Snapshot
from csreader.text.model import Format


@dataclass(slots=True)
class _Made:
    """What the changes made of the marks that count in one version of a post's text."""

    marks: dict[str, Annotation] = field(default_factory=dict)
    status: Status | None = None


def snapshot_of(
    changes: Iterable[Change],
    coder: str,
    codebook: Sequence[Tag],
    posts: Iterable[Post],
    *,
    exported: str,
) -> Snapshot:
    """The marks that changes made, as the last one left them; without those that were removed.

    Args:
        changes: In order.
        coder: Whose they are.
        codebook: With what they made of it.
        posts: Where titles and days are from; a post that is not among them goes by its id.
        exported: The moment to put down, UTC, ISO 8601.
    """
    made: dict[tuple[str, TextVersion], _Made] = {}
    for change in changes:
        for post, identity, after, text in _steps(change):
            for there in made.values():
                there.marks.pop(identity, None)
            if after is not None:
                made.setdefault((post, after.text or text), _Made()).marks[identity] = after
        if change.kind is ChangeKind.DONE:
            status = Status.DONE if change.done_after else Status.IN_PROGRESS
            made.setdefault((change.post, change.text), _Made()).status = status
    known = {post.id: post for post in posts}
    found = [
        _post(post, known.get(post), text, there, coder)
        for (post, text), there in made.items()
        if there.marks or there.status
    ]
    return Snapshot(exported, tuple(codebook), found)


def _steps(change: Change) -> Iterator[tuple[str, str, Annotation | None, TextVersion]]:
    """What a change made of each mark: its post, its id, what it is now, what that counts in."""
    if change.annotation is not None:
        yield change.post, change.annotation.id, change.after, change.text
    for one in change.book.marks if change.book is not None else ():
        yield one.post, one.before.id, one.after, one.text


def _post(
    identity: str, post: Post | None, text: TextVersion, made: _Made, coder: str
) -> PostSnapshot:
    shown = shown_post(identity)
    return PostSnapshot(
        shown,
        post.relative_path if post is not None else shown,
        post.title if post is not None else shown,
        post.date if post is not None else None,
        post.format if post is not None else Format.TEXT,
        text.sha256,
        text.rules,
        {coder: made.status} if made.status is not None else {},
        tuple(_mark(one, coder) for one in made.marks.values()),
    )


def _mark(one: Annotation, coder: str) -> PlacedMark:
    lost = one.start >= NOWHERE
    state = State.ORPHAN if lost else State.CHANGED if one.quote_was else State.ANCHORED
    return PlacedMark(
        one.id,
        coder,
        one.tags,
        one.note,
        None if lost else one.start,
        None if lost else one.end,
        one.quote,
        one.prefix,
        one.suffix,
        state,
        one.quote_was or None,
        None if lost else one.line,
        one.created,
        one.modified,
    )
