"""`csreader restore`: brings marks and tags back as they were at a time."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from csreader.cli.failures import FINE
from csreader.cli.options import coder_option, examples, json_option, made_store
from csreader.cli.output import print_json
from csreader.cli.when import WHEN_HELP, read_when

if TYPE_CHECKING:
    from csreader.annotations import Annotation
    from csreader.annotations.journal.restoring import Restored
    from csreader.annotations.journal.tags import RestoredTag
    from csreader.text.model import ReadingText

_FILE_AND_ID = 2


@click.command(
    "restore",
    epilog=examples(
        "csreader restore posts/kettle.md --at 10m --dry-run",
        "csreader restore posts/kettle.md --at 2024-05-06T17:30",
        "csreader restore posts/kettle.md 6f1c0f0e",
        'csreader restore posts --tag "fast response"',
    ),
)
@click.argument("what", metavar="FILE [ID] | [PATH]", nargs=-1)
@click.option("--tag", metavar="NAME", help="Bring a tag back, and its use on your marks.")
@click.option("--at", metavar="WHEN", callback=read_when, help=f"As it was at a time: {WHEN_HELP}.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@json_option
@coder_option
def restore(
    what: tuple[str, ...],
    tag: str | None,
    at: datetime.datetime | None,
    dry_run: bool,
    as_json: bool,
    coder: str,
) -> int:
    """Bring your marks and tags back as they were, from the journal of changes.

    FILE with --at: all your marks of a post, as they were at that time; those made since
    go. FILE ID: one mark, as it was at the time, or without --at before its last change or
    removal; ID is its id or the beginning of it, as csreader history shows it. --tag: a
    tag of the collection PATH, and its use on your marks, as they were at the time or
    before its last change.

    Passages are looked for in today's text; a mark whose passage is not found stays, as
    one without a place. A restore is a change like any other: history lists it, and another
    restore turns it back.
    """
    if tag is not None:
        if len(what) > 1:
            raise click.UsageError("With --tag, restore takes one PATH.")
        return _restore_tag(what[0] if what else ".", tag, at, dry_run, as_json, coder)
    if not what or len(what) > _FILE_AND_ID:
        raise click.UsageError("restore takes FILE with --at, FILE ID, or --tag NAME.")
    if len(what) == 1 and at is None:
        raise click.UsageError("A post's marks are restored to a time: give --at WHEN, or an ID.")
    from csreader.annotations.journal.restoring import Restorer
    from csreader.cli.marking import expect_taggable
    from csreader.collection import open_post

    collection, post = open_post(what[0])
    store = made_store(Restorer, collection, coder)
    expect_taggable(store, post)
    if len(what) == 1:
        assert at is not None
        done = store.restore_post(post.id, post.reading, at, dry_run=dry_run)
    else:
        identity = store.full_id(post.id, what[1])
        done = store.restore_mark(post.id, post.reading, identity, at, dry_run=dry_run)
    if as_json:
        print_json(_values(done, dry_run))
    else:
        _print(done, dry_run)
    return FINE


def _restore_tag(
    path: str, name: str, at: datetime.datetime | None, dry_run: bool, as_json: bool, coder: str
) -> int:
    from csreader.annotations.journal.tags import TagRestorer
    from csreader.cli.marking import print_line
    from csreader.collection import Collection

    collection = Collection.open(Path(path))
    store = made_store(TagRestorer, collection, coder)

    def reading_of(post_id: str) -> ReadingText | None:
        post = collection.by_id(post_id)
        return post.reading if post is not None else None

    done = store.restore_tag(name, reading_of, at, dry_run=dry_run)
    if as_json:
        print_json(_tag_values(done, dry_run))
    else:
        for line in _tag_lines(name, done, dry_run):
            print_line(line)
    return FINE


def _print(done: Restored, dry_run: bool) -> None:
    from csreader.cli.marking import print_line

    for one in done.back:
        print_line(f"back: {_told(one)}")
    for before, after in done.changed:
        print_line(f"as it was: {_told(after)}{_difference(before, after)}")
    for one in done.gone:
        print_line(f"gone: {_told(one)}")
    for one in (*done.back, *(after for _, after in done.changed)):
        if one.id in done.orphans:
            print_line(f"{one.id}: its passage is not in the text any more; it has no place.")
    for tag in done.tags:
        print_line(f'back: the tag "{tag.name}" in the codebook')
    if not done:
        print_line("Nothing to restore: all is as it was then.")
    elif dry_run:
        print_line(f"Would be done: {done.phrase}.")
    else:
        print_line(f"Done: {done.phrase}.")


def _told(one: Annotation) -> str:
    from csreader.annotations.edits import short

    tags = f" ({', '.join(one.tags)})" if one.tags else ""
    return f"{one.id}: {short(one.quote)}{tags}{', with a note' if one.note else ''}"


def _difference(before: Annotation, after: Annotation) -> str:
    """What was another, in brackets."""
    parts = []
    if before.tags != after.tags:
        parts.append(f"tags: {', '.join(before.tags) or 'none'}")
    if before.note != after.note:
        parts.append("another note" if before.note else "no note")
    if (before.start, before.end) != (after.start, after.end):
        parts.append("other bounds")
    return f"; it had {', '.join(parts)}" if parts else ""


def _values(done: Restored, dry_run: bool) -> dict[str, Any]:
    from csreader.annotations.disk.sheet import annotation_row

    return {
        "restored": bool(done) and not dry_run,
        "back": [annotation_row(one) for one in done.back],
        "changed": [
            {"before": annotation_row(before), "after": annotation_row(after)}
            for before, after in done.changed
        ],
        "gone": [annotation_row(one) for one in done.gone],
        "done": done.done,
        "orphans": sorted(done.orphans),
        "tags": [tag.name for tag in done.tags],
    }


def _tag_values(done: RestoredTag, dry_run: bool) -> dict[str, Any]:
    from csreader.annotations.tags.codebook import tag_row

    return {
        "restored": (done.changed or done.marks > 0) and not dry_run,
        "tag": tag_row(done.entry) if done.entry is not None else None,
        "codebook": done.changed,
        "annotations": done.marks,
        "posts": done.posts,
        "removed": done.removed,
        "kept": list(done.kept),
    }


def _tag_lines(name: str, done: RestoredTag, dry_run: bool) -> list[str]:
    lines = []
    if done.entry is not None and done.changed:
        also = f", {done.entry.color}, key {done.entry.shortcut or 'by its place'}"
        lines.append(f'as it was: the tag "{done.entry.name}"{also}')
    if done.marks:
        lines.append(
            f"as they were: {_counted(done.marks, 'mark')} in {_counted(done.posts, 'post')}"
        )
    lines.extend(f"stays: {phrase}" for phrase in done.kept)
    if done.removed:
        removed = f"{_counted(done.removed, 'mark')} that had it"
        lines.append(f"stays: {removed}, removed since; csreader restore FILE ID brings it back")
    if not (done.changed or done.marks):
        lines.append(f'Nothing to restore: "{name}" is as it was then.')
    else:
        lines.append("Nothing was done: --dry-run." if dry_run else "Done.")
    return lines


def _counted(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
