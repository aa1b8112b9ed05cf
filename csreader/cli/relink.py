"""`csreader relink`: moves the marks of renamed posts to the posts' new names."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from csreader.cli.failures import FINE, PROBLEMS, WrongUseError
from csreader.cli.options import coder_option, examples, json_option, open_posts, store_of
from csreader.cli.output import print_json
from csreader.text.characters import one_line

if TYPE_CHECKING:
    from csreader.annotations import Store
    from csreader.annotations.relinking import LostPost
    from csreader.collection import Collection

_BOTH = 2


@click.command(
    "relink",
    epilog=examples(
        "csreader relink --dry-run",
        "csreader relink posts",
        "csreader relink kettle.md 2021/kettle.md",
    ),
)
@click.argument("what", metavar="[PATH | [PATH] OLD NEW]", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@json_option
@coder_option
def relink(what: tuple[str, ...], dry_run: bool, as_json: bool, coder: str) -> int:
    """Move the marks of renamed posts to where the posts are now.

    A post that was renamed or moved is known by its text. Where several posts could be
    meant, nothing is moved: OLD NEW says it by hand, also for a post whose text has changed.
    OLD is the id that the post had, NEW its path or id now. Only the acting coder's own
    marks are moved; others' are told of. The exit code is 1 where some of your own are left.
    """
    from csreader.annotations.disk.paths import same_name
    from csreader.annotations.relinking import lost_posts
    from csreader.annotations.relinking import relink as move

    if len(what) > _BOTH + 1:
        raise click.UsageError("relink takes PATH, or OLD and NEW.")
    collection, _ = open_posts(what[0] if len(what) in (1, _BOTH + 1) else ".")
    store = store_of(collection, coder)
    lost = lost_posts(collection, store)
    own = [one for one in lost if same_name(one.coder, store.coder)]
    if len(what) >= _BOTH:
        pairs = [_by_hand(collection, store, own, *what[-_BOTH:])]
        lost = tuple(one for one, _ in pairs)
    else:
        pairs = [(one, one.likely) for one in own if one.likely]
    for one, new in pairs:
        if not dry_run:
            move(collection.root, store.coder, one.post, new, journal=store.journal)
        if not as_json:
            click.echo(_moved_line(one, new, dry_run))
    wanted = dict(pairs)
    if as_json:
        print_json([_values(collection, one, wanted.get(one, ""), dry_run) for one in lost])
    else:
        for one in lost:
            if one not in wanted:
                click.echo(_left_line(one, own=one in own))
        if not lost:
            click.echo("No marks of a post that is not there.")
    return PROBLEMS if any(one in own and one not in wanted for one in lost) else FINE


def _by_hand(
    collection: Collection, store: Store, own: Iterable[LostPost], old: str, new: str
) -> tuple[LostPost, str]:
    """The lost post and the id that are meant.

    Raises:
        WrongUseError: If the coder has no marks of such a post, or the post is there.
    """
    target = collection.get(new)
    found = next((one for one in own if one.post in (old, _below_posts(collection, old))), None)
    if found is not None:
        return found, target.id
    if collection.by_id(old) is not None:
        raise WrongUseError(f"{old} is there; only marks of a post that is gone are moved.")
    raise WrongUseError(f"{store.coder} has no marks of a lost post {old}.")


def _below_posts(collection: Collection, name: str) -> str:
    """The id that a path leads to, whether or not there is such a file."""
    folder = collection.posts_folder or collection.root
    path = Path(name).absolute()
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else name


def _values(collection: Collection, one: LostPost, new: str, dry_run: bool) -> dict[str, object]:
    from csreader.collection.walk import relative

    return {
        "coder": one.coder,
        "post": one.post,
        "path": relative(collection.root, one.path),
        "annotations": one.annotations,
        "fits": list(one.fits),
        "rivals": list(one.rivals),
        "new": new or None,
        "moved": bool(new) and not dry_run,
    }


def _moved_line(one: LostPost, new: str, dry_run: bool) -> str:
    return one_line(f"{one.post} → {new}: {_marks(one)} {'would be ' if dry_run else ''}moved")


def _left_line(one: LostPost, *, own: bool) -> str:
    marks = _marks(one)
    if not own:
        return one_line(
            f"{one.post}: {marks} of {one.coder}, who alone can move them"
            + (f" to {one.likely}" if one.likely else "")
        )
    again = f"csreader relink {shlex.quote(one.post)} {shlex.quote((one.fits or ('NEW',))[0])}"
    if not one.fits:
        return one_line(f"{one.post}: {marks}, and no post has its text; by hand: {again}")
    meant = " or ".join(one.fits)
    besides = f", which {' and '.join(one.rivals)} had too" if one.rivals else ""
    return one_line(f"{one.post}: {marks}, with the text of {meant}{besides}; choose: {again}")


def _marks(one: LostPost) -> str:
    return f"{one.annotations} mark{'' if one.annotations == 1 else 's'}"
