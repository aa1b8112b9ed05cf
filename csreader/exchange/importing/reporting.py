"""What an import did, or would do, in lines for a person."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from csreader.annotations.edits import short
from csreader.annotations.imports.joining import Fate
from csreader.exchange.importing.planning import Plan
from csreader.exchange.importing.saving import Saved

_NAMED_TAGS = 12
"""How many new tags are told by name."""


@dataclass(frozen=True, slots=True)
class Ways:
    """What a person is told to do, which differs between command line and screen."""

    update: str
    """Behind marks that are here with other tags."""
    again: str
    """Behind marks that were removed here."""
    preview: str
    """Behind what would be done."""
    undo: str
    """Behind what was done."""
    which: Callable[[str, str], str]
    """Behind a document that could be several posts: from its name and the likeliest post."""
    write: str
    """Behind a document that is none of the posts."""


def _which(name: str, post: str) -> str:
    return f"Say which: --post {shlex.quote(f'{name}={post}')}"


COMMAND_LINE = Ways(
    update="--update takes the file's",
    again="--again brings them back",
    preview="nothing was done (--dry-run)",
    undo="csreader import --undo takes that back",
    which=_which,
    write="",
)


@dataclass(frozen=True, slots=True)
class Report:
    """The lines."""

    done: tuple[str, ...]
    problems: tuple[str, ...]


def report(
    name: str, plan: Plan, saved: Saved, *, dry_run: bool, ways: Ways = COMMAND_LINE
) -> Report:
    """What an import of a file did, or would do; the last line of `done` is the sum."""
    done = tuple(_done(name, plan, saved, dry_run, ways))
    return Report(done, tuple(_problems(plan, saved, ways)))


def _done(name: str, plan: Plan, saved: Saved, dry_run: bool, ways: Ways) -> Iterator[str]:
    for document, post, how in plan.matches:
        if how not in ("id", "path", "by hand"):
            yield f"{document} is {post}, by its {how}"
    for post_file in plan.new_posts:
        yield f"new post: {post_file.id}"
    if saved.tags:
        names = ", ".join(tag.name for tag in saved.tags[:_NAMED_TAGS])
        more = len(saved.tags) - _NAMED_TAGS
        yield f"new tags: {names}{f' and {more:,} more' if more > 0 else ''}"
    said = {
        Fate.NEW: "new",
        Fate.ORPHAN: "new, without a place",
        Fate.UPDATED: "as in the file since",
        Fate.HERE: "here already",
        Fate.DIFFERENT: f"here with other tags or another note, which stay; {ways.update}",
        Fate.REMOVED: f"removed here before, left out; {ways.again}",
    }
    for fate, words in said.items():
        if count := saved.fates[fate]:
            yield f"{_counted(count, 'mark')} {words}"
    new = sum(saved.posts.values())
    if not (new or saved.tags or plan.new_posts or saved.change):
        yield f"{name}: nothing to import, all of it is here."
    elif dry_run:
        yield f"{name}: {_sum(new, saved)} would be imported; {ways.preview}."
    else:
        yield f"{name}: {_sum(new, saved)} imported; {ways.undo}."


def _sum(marks: int, saved: Saved) -> str:
    parts = [f"{_counted(marks, 'mark')} in {_counted(len(saved.posts), 'post')}"]
    if saved.tags:
        parts.append(_counted(len(saved.tags), "tag"))
    return " and ".join(parts)


def _problems(plan: Plan, saved: Saved, ways: Ways) -> Iterator[str]:
    yield from plan.remarks
    for one in plan.unmatched:
        marks = _counted(one.marks, "mark")
        if one.rivals:
            yield (
                f"{one.name} could be {' or '.join(one.rivals)}; its {marks} are left out. "
                f"{ways.which(one.name, one.rivals[0])}"
            )
        else:
            hint = f" {ways.write}" if ways.write else ""
            yield f"{one.name} is none of the posts; its {marks} are left out.{hint}"
    for lost in plan.unplaced:
        kept = "left out" if lost.is_left_out else "kept without a place"
        yield f"{lost.post}: {short(lost.quote)} is {kept}: {lost.why}."
    yield from saved.refused


def _counted(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"
