"""`csreader import`: marks and tags from other programs' files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from csreader.cli.export import list_formats_option
from csreader.cli.failures import FINE, PROBLEMS, WrongUseError
from csreader.cli.import_undo import undo_import
from csreader.cli.options import examples, json_option, made_store
from csreader.cli.output import counting, print_json, say, working

if TYPE_CHECKING:
    from csreader.annotations.imports.importer import Importer
    from csreader.collection import Collection
    from csreader.exchange.importing import Plan, Saved, Wanted
    from csreader.exchange.importing.opening import Opened


@click.command(
    "import",
    epilog=examples(
        "csreader import marks.json --dry-run",
        "csreader import coded.csv posts --coder Ann",
        "csreader import task.jsonl --format jsonl --post 1.txt=kettle.md",
        "csreader import --undo",
    ),
)
@click.argument("files", metavar="FILE... [PATH]", nargs=-1)
@click.option(
    "--format",
    "format_name",
    metavar="FORMAT",
    help="One of --list-formats; without it the file itself tells.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option(
    "--coder",
    metavar="NAME",
    default="",
    help="Put all marks under this name; else each under the one that the file says, or yours.",
)
@click.option(
    "--post",
    "posts",
    metavar="NAME=POST",
    multiple=True,
    help="Which post a document of the file is; may be repeated.",
)
@click.option("--write-posts", is_flag=True, help="Write documents that are no post as new posts.")
@click.option("--update", is_flag=True, help="Give marks that are here the file's tags and notes.")
@click.option("--again", is_flag=True, help="Bring back marks that were removed here.")
@click.option("--undo", is_flag=True, help="Take the last import back.")
@json_option
@list_formats_option
def import_marks(
    files: Sequence[str],
    format_name: str | None,
    dry_run: bool,
    coder: str,
    posts: Sequence[str],
    write_posts: bool,
    update: bool,
    again: bool,
    undo: bool,
    as_json: bool,
) -> int:
    """Import marks and tags from FILE into the collection PATH.

    PATH is a folder; without it, the current one. A document of a file is found among the
    posts by its name, title or text, and each mark by its words and what stands around
    them: where that is not clear nothing is guessed. A mark without a place is kept as an
    orphan and told. What is here stays as it is, so the same file twice doubles nothing.
    The exit code is 1 where something could not be placed.
    """
    if undo:
        return undo_import(files, dry_run=dry_run, as_json=as_json)
    paths, folder = _split(files)
    from csreader.annotations.coder import clean_coder
    from csreader.annotations.imports.importer import Importer
    from csreader.annotations.imports.joining import Wishes
    from csreader.collection import Collection
    from csreader.exchange.importing import Wanted
    from csreader.exchange.importing.opening import open_file

    collection = Collection.open(folder)
    store = made_store(Importer, collection, "")
    wanted = Wanted(
        clean_coder(coder), _by_hand(collection, posts), write_posts, Wishes(update, again)
    )
    # All are read before anything is written.
    read = []
    for path in paths:
        with working(f"Reading {path.name}"):
            read.append(open_file(path, _known_format(format_name)))
    code, told = FINE, []
    for opened in read:
        plan, saved = _import(opened, collection, store, wanted, dry_run)
        if as_json:
            told.append(_values(opened, plan, saved, dry_run))
        else:
            _print(opened.path, plan, saved, dry_run)
        if plan.unmatched or saved.unplaced or saved.refused:
            code = PROBLEMS
        if plan.new_posts and not dry_run:
            collection = collection.reread()
    if as_json:
        print_json(told)
    return code


def _import(
    opened: Opened,
    collection: Collection,
    store: Importer,
    wanted: Wanted,
    dry_run: bool,
) -> tuple[Plan, Saved]:
    from csreader.annotations import StoreError
    from csreader.annotations.imports.records import is_unfinished
    from csreader.exchange.importing import plan_import, preview, save_import

    name = opened.path.name
    with counting(f"Placing what {name} brings") as progress:
        plan = plan_import(
            opened.brought, opened.format.name, collection, store, wanted, progress=progress
        )
    if dry_run:
        with working(f"Comparing {name} with what is here"):
            return plan, preview(plan, store, wanted)
    try:
        with counting(f"Saving what {name} brings") as progress:
            return plan, save_import(
                plan,
                opened.brought,
                store,
                wanted,
                name=name,
                sha256=opened.sha256,
                progress=progress,
            )
    except (StoreError, OSError, KeyboardInterrupt):
        if is_unfinished(collection.root, opened.sha256):
            say(
                f"{name} is imported in part: the same command does the rest, "
                "csreader import --undo takes back what is done."
            )
        raise


def _split(files: Sequence[str]) -> tuple[list[Path], Path]:
    """The files, and the collection's folder."""
    if not files:
        raise click.UsageError("Name a file to import.")
    paths = [Path(name) for name in files]
    for path in paths:
        if not path.exists():
            raise WrongUseError(f"{path} does not exist.")
    # A format in several files is a folder, too: the last is PATH only behind a file.
    if len(paths) > 1 and paths[-1].is_dir():
        return paths[:-1], paths[-1]
    return paths, Path()


def _known_format(name: str | None) -> str | None:
    from csreader.exchange.registry import format_named, readers

    if name is not None and ((one := format_named(name)) is None or one.read is None):
        raise click.BadParameter(
            f"{name} is none of the formats {', '.join(readers())}.", param_hint="--format"
        )
    return name


def _by_hand(collection: Collection, said: Sequence[str]) -> Mapping[str, str]:
    found = {}
    for one in said:
        name, equals, post = one.rpartition("=")
        if not equals or not name:
            raise click.BadParameter("Write NAME=POST.", param_hint="--post")
        found[name] = collection.get(post).id
    return found


def _print(path: Path, plan: Plan, saved: Saved, dry_run: bool) -> None:
    from csreader.cli.marking import print_line
    from csreader.exchange.importing.reporting import report

    told = report(path.name, plan, saved, dry_run=dry_run)
    for line in told.done:
        print_line(line)
    for line in told.problems:
        say(line)


def _values(opened: Opened, plan: Plan, saved: Saved, dry_run: bool) -> dict[str, Any]:
    return {
        "file": opened.path.name,
        "format": opened.format.name,
        "imported": saved.change is not None and not dry_run,
        "tags": [tag.name for tag in saved.tags],
        "marks": {fate.value: count for fate, count in sorted(saved.fates.items())},
        "posts": dict(sorted(saved.posts.items())),
        "documents": [
            {"name": name, "post": post, "found_by": how} for name, post, how in plan.matches
        ],
        "new_posts": [new.id for new in plan.new_posts],
        "unmatched": [
            {"name": one.name, "marks": one.marks, "rivals": list(one.rivals)}
            for one in plan.unmatched
        ],
        "unplaced": [
            {"post": one.post, "quote": one.quote, "why": one.why, "left_out": one.is_left_out}
            for one in saved.unplaced
        ],
        "refused": list(saved.refused),
        "remarks": list(plan.remarks),
    }
