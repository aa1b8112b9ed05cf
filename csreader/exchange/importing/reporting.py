"""What an import did, or would do, in lines for a person."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from csreader.annotations.edits import short
from csreader.annotations.imports.joining import Fate
from csreader.exchange.importing.planning import Plan, Unmatched
from csreader.exchange.importing.saving import Saved
from csreader.text.characters import one_line

_NAMED_TAGS = 12
"""How many new tags are told by name."""
_LINES = 50
"""How many lines of each kind."""
_LONGEST = 80
"""How many code points of a name."""


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
    format: str
    """Behind a file of which it is not clear what format it is."""


def _which(name: str, post: str) -> str:
    return f"Say which: --post {shlex.quote(f'{name}={post}')}"


COMMAND_LINE = Ways(
    update="--update takes the file's",
    again="--again brings them back",
    preview="nothing was done (--dry-run)",
    undo="csreader import --undo takes that back",
    which=_which,
    write="--write-posts makes it one.",
    format="say which with --format",
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
    yield from _some(
        f"{document} is {post}, by its {how}"
        for document, post, how in plan.matches
        if how not in ("id", "path", "by hand")
    )
    yield from _some(f"new post: {one.id}" for one in plan.new_posts)
    if saved.tags:
        names = ", ".join(_cut(tag.name) for tag in saved.tags[:_NAMED_TAGS])
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
    parts = _parts(plan, saved)
    if not parts and not saved.change:
        left = saved.unplaced or saved.refused or plan.unmatched
        here = "all of it is here" if saved.fates or plan.book.names else "there is nothing in it"
        yield f"{name}: nothing to import{'' if left else f', {here}'}."
    elif dry_run:
        yield f"{name}: {parts} would be imported; {ways.preview}."
    else:
        yield f"{name}: {parts or 'all that was left'} imported; {ways.undo}."


def _parts(plan: Plan, saved: Saved) -> str:
    """What is new, in words; empty for nothing."""
    parts = []
    if marks := sum(saved.posts.values()):
        parts.append(f"{_counted(marks, 'mark')} in {_counted(len(saved.posts), 'post')}")
    if saved.tags:
        parts.append(_counted(len(saved.tags), "tag"))
    if plan.new_posts:
        parts.append(_counted(len(plan.new_posts), "new post"))
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)


def _problems(plan: Plan, saved: Saved, ways: Ways) -> Iterator[str]:
    yield from _some(plan.remarks)
    yield from _some(_unmatched(one, ways) for one in plan.unmatched)
    yield from _some(
        f"{lost.post}: {short(lost.quote)} is "
        f"{'left out' if lost.is_left_out else 'kept without a place'}: {lost.why}."
        for lost in saved.unplaced
    )
    yield from _some(saved.refused)


def _unmatched(one: Unmatched, ways: Ways) -> str:
    lost = ""
    if one.marks:
        are = "is" if one.marks == 1 else "are"
        lost = f"; its {_counted(one.marks, 'mark')} {are} left out"
    name = _cut(one.name)
    if one.rivals:
        rivals = " or ".join(one.rivals)
        return f"{name} could be {rivals}{lost}. {ways.which(one.name, one.rivals[0])}"
    hint = f" {ways.write}" if ways.write and one.has_text else ""
    return f"{name} is none of the posts{lost}.{hint}"


def _some(lines: Iterable[str]) -> Iterator[str]:
    """The first of some lines, and how many more there are."""
    more = 0
    for number, line in enumerate(lines):
        if number < _LINES:
            yield line
        else:
            more += 1
    if more:
        yield f"and {more:,} more such"


def _cut(name: str) -> str:
    name = one_line(name)
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"


def _counted(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"
