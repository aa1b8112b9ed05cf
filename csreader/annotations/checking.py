"""What is wrong with annotations, as problems of a collection."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from csreader.annotations.disk.paths import FOLDER, annotation_path
from csreader.annotations.edits import short
from csreader.annotations.errors import StoreError, shown_path
from csreader.annotations.model import FileProblem, Marks, Overview, State
from csreader.annotations.repair.repairing import Repaired
from csreader.collection import Collection, Post, Problem, Severity
from csreader.collection.walk import relative

if TYPE_CHECKING:
    from csreader.annotations.relinking import LostPost


def orphans(post: Post, marks: Marks) -> Iterator[Problem]:
    """A warning for each mark of a post whose passage is not found any more."""
    for mark in (*marks.own, *marks.others):
        if mark.state is not State.ORPHAN:
            continue
        one = mark.annotation
        tags = f" ({', '.join(one.tags)})" if one.tags else ""
        message = (
            f"{mark.coder}'s mark {short(one.quote)}{tags} is not found in the text any more; "
            f"its id is {one.id}."
        )
        yield Problem(post.relative_path, None, "orphan", Severity.WARNING, message)


def of_file(root: Path, problem: FileProblem) -> Problem:
    """An error for an annotation file that cannot be read."""
    message = problem.message.removeprefix(f"{shown_path(problem.path, root)}: ")
    path = relative(root, problem.path)
    return Problem(path, problem.line, f"annotations-{problem.kind}", Severity.ERROR, message)


def of_repair(root: Path, repaired: Repaired) -> Iterator[Problem]:
    """What became of a broken file: a note of what came back, an error for each loss."""
    path = relative(root, repaired.path)
    yield Problem(path, None, "repaired", Severity.NOTE, repaired.message)
    kept = relative(root, repaired.kept)
    for lost in repaired.lost:
        message = f"column {lost.column}: not brought back, {lost.message}"
        yield Problem(kept, lost.line, "not-repaired", Severity.ERROR, message)


def of_failed_repair(root: Path, path: Path, error: StoreError) -> Problem:
    """An error for a broken file that was not repaired."""
    message = error.message.removeprefix(f"{shown_path(path, root)}: ")
    return Problem(relative(root, path), None, "not-repaired", Severity.ERROR, message)


def kept_aside(root: Path, paths: Iterable[Path]) -> Iterator[Problem]:
    """A note for each broken file that is kept under another name."""
    for path in paths:
        message = (
            "A broken file that was set aside; delete it once nothing in it is missed any more."
        )
        yield Problem(relative(root, path), None, "set-aside", Severity.NOTE, message)


def left_behind(
    collection: Collection, overview: Overview, lost: Iterable[LostPost] = ()
) -> Iterator[Problem]:
    """A warning for each file with marks of a post that is not there.

    Args:
        collection: The collection.
        overview: All posts' annotations.
        lost: What `relinking.lost_posts` gives, where there is time to read all posts.
    """
    likely = {(one.coder, one.post): one.likely for one in lost}
    known = {post.id for post in collection.posts}
    for post_id, summary in sorted(overview.posts.items()):
        if post_id in known or not summary.annotations:
            continue
        for coder in sorted(summary.statuses):
            path = annotation_path(collection.root / FOLDER, coder, post_id)
            new = likely.get((coder, post_id), "")
            command = f"`csreader relink {shlex.quote(post_id)} {shlex.quote(new or 'NEW')}`"
            message = f"It holds {coder}'s marks of {post_id}, which is not among the posts; " + (
                f"{new} has its text: {command}, as {coder}, moves them there."
                if new
                else f"if it has the name NEW now, {command} moves them there."
            )
            where = relative(collection.root, path)
            yield Problem(where, None, "no-post", Severity.WARNING, message)
