"""What an import did, or would do, in lines for a person."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from csreader.annotations.edits import short
from csreader.annotations.imports.joining import Fate
from csreader.exchange.importing import Plan, Saved

_NAMED_TAGS = 12
"""How many new tags are told by name."""
_SAID = {
    Fate.NEW: "new",
    Fate.ORPHAN: "new, without a place",
    Fate.UPDATED: "as in the file since",
    Fate.HERE: "here already",
    Fate.DIFFERENT: "here with other tags or another note, which stay; --update takes the file's",
    Fate.REMOVED: "removed here before, left out; --again brings them back",
}


@dataclass(frozen=True, slots=True)
class Report:
    """The lines."""

    done: tuple[str, ...]
    problems: tuple[str, ...]


def report(name: str, plan: Plan, saved: Saved, *, dry_run: bool) -> Report:
    """What an import of a file did, or would do."""
    return Report(tuple(_done(name, plan, saved, dry_run=dry_run)), tuple(_problems(plan, saved)))


def _done(name: str, plan: Plan, saved: Saved, *, dry_run: bool) -> Iterator[str]:
    for document, post, how in plan.matches:
        if how not in ("id", "path", "by hand"):
            yield f"{document} is {post}, by its {how}"
    for post_file in plan.new_posts:
        yield f"new post: {post_file.id}"
    if saved.tags:
        names = ", ".join(tag.name for tag in saved.tags[:_NAMED_TAGS])
        more = len(saved.tags) - _NAMED_TAGS
        yield f"new tags: {names}{f' and {more:,} more' if more > 0 else ''}"
    for fate, said in _SAID.items():
        if count := saved.fates[fate]:
            yield f"{_counted(count, 'mark')} {said}"
    new = sum(saved.posts.values())
    if not (new or saved.tags or plan.new_posts or saved.change):
        yield f"{name}: nothing to import, all of it is here."
    elif dry_run:
        yield f"{name}: {_sum(new, saved)} would be imported; nothing was done (--dry-run)."
    else:
        yield f"{name}: {_sum(new, saved)} imported; csreader import --undo takes that back."


def _sum(marks: int, saved: Saved) -> str:
    parts = [f"{_counted(marks, 'mark')} in {_counted(len(saved.posts), 'post')}"]
    if saved.tags:
        parts.append(_counted(len(saved.tags), "tag"))
    return " and ".join(parts)


def _problems(plan: Plan, saved: Saved) -> Iterator[str]:
    yield from plan.remarks
    for one in plan.unmatched:
        marks = _counted(one.marks, "mark")
        if one.rivals:
            shown = shlex.quote(f"{one.name}={one.rivals[0]}")
            yield (
                f"{one.name} could be {' or '.join(one.rivals)}; its {marks} are left out. "
                f"Say which: --post {shown}"
            )
        else:
            yield f"{one.name} is none of the posts; its {marks} are left out."
    for lost in plan.unplaced:
        kept = "left out" if lost.is_left_out else "kept without a place"
        yield f"{lost.post}: {short(lost.quote)} is {kept}: {lost.why}."
    yield from saved.refused


def _counted(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"
