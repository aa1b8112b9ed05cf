"""`csreader merge`: merges two versions of an annotation file, as git's merge driver."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from csreader.cli.failures import FINE, PROBLEMS, WrongUseError
from csreader.cli.options import examples
from csreader.cli.output import say

if TYPE_CHECKING:
    from csreader.annotations.disk.jsonfile import Tables


@click.command(
    "merge",
    epilog=examples(
        "csreader merge --install",
        "csreader merge base.json ours.json theirs.json -o merged.json",
    ),
)
@click.argument("files", metavar="[BASE OURS THEIRS]", nargs=-1)
@click.option("-o", "--output", metavar="FILE", help="Write FILE and leave OURS as it is.")
@click.option("--path", "name", metavar="NAME", help="What messages call the merged file.")
@click.option("--install", is_flag=True, help="Let git merge annotations this way.")
@click.option("--uninstall", is_flag=True, help="Undo --install.")
def merge(
    files: tuple[str, ...], output: str | None, name: str | None, install: bool, uninstall: bool
) -> int:
    """Merge two versions of an annotation file or a codebook.

    OURS and THEIRS come from BASE, which may be empty. They are merged by id and field,
    and OURS becomes the result: what either side added stays, and of what both changed,
    both is kept, with a mark in the note; stderr then names it. The result is the same
    whichever side is called ours. The exit code is 1 where a file cannot be read or the
    two are not versions of one file; OURS is as it was then, and git reports a conflict.

    --install [PATH] adds a line to the .gitattributes of the repository that PATH's
    collection is in, and sets the driver for this clone.
    """
    if install or uninstall:
        return _set_up(files, output, name, install=install, uninstall=uninstall)
    if len(files) != len(("base", "ours", "theirs")):
        raise click.UsageError("merge takes BASE, OURS and THEIRS, or --install.")
    base, ours, theirs = map(Path, files)
    for path in (ours, theirs):
        if not path.exists():
            raise WrongUseError(f"{path} does not exist.")
    return _merge(base, ours, theirs, Path(output) if output else ours, name or str(ours))


def _merge(base: Path, ours: Path, theirs: Path, target: Path, name: str) -> int:
    from csreader.annotations.disk.jsonfile import dumped
    from csreader.annotations.disk.replacing import replace_file
    from csreader.annotations.errors import saving_failed
    from csreader.annotations.merge.filemerge import UnmergeableError, merge_files

    sides = [
        _read(path, name, side) for path, side in ((base, "base"), (ours, "our"), (theirs, "their"))
    ]
    try:
        merged = merge_files(*sides)
    except UnmergeableError as error:
        say(f"{name} was not merged: {error}; choose one of them.")
        return PROBLEMS
    try:
        replace_file(target, dumped(merged.tables) if merged.tables else b"")
    except OSError as error:
        raise saving_failed(error, target, Path.cwd()) from error
    for phrase in merged.kept:
        say(f"{name}: {phrase}.")
    return FINE


def _read(path: Path, name: str, side: str) -> Tables | None:
    """The tables of one version.

    Raises:
        StoreError: If it is no annotation file or codebook that this csreader knows.
    """
    from csreader.annotations.disk.jsonfile import read_tables
    from csreader.annotations.disk.rows import NewerFormatError, ShapeError
    from csreader.annotations.errors import BrokenFileError, StoreError
    from csreader.annotations.merge.filemerge import read_file

    remedy = "nothing was merged; repair that version or choose the other"
    try:
        tables = read_tables(path, path.parent)
        read_file(tables)
    except BrokenFileError as error:
        where = f"line {error.line}, column {error.column}: " if error.line is not None else ""
        message = f"{name}, {side} version: {where}{error.reason}; {remedy}."
        raise StoreError(message, path) from error
    except NewerFormatError as error:
        message = f"{name}, {side} version: {error}; nothing was merged; update csreader."
        raise StoreError(message, path) from error
    except ShapeError as error:
        raise StoreError(f"{name}, {side} version: {error}; {remedy}.", path) from error
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror or error}; nothing was merged."
        raise StoreError(message, path) from error
    return tables


def _set_up(
    files: tuple[str, ...], output: str | None, name: str | None, *, install: bool, uninstall: bool
) -> int:
    from csreader.annotations.merge import git_driver
    from csreader.cli.options import open_posts

    if (install and uninstall) or len(files) > 1 or output or name:
        raise click.UsageError("--install and --uninstall take one PATH and no other option.")
    collection, _ = open_posts(files[0] if files else ".")
    done = git_driver.install if install else git_driver.uninstall
    for sentence in done(collection.root):
        click.echo(sentence)
    return FINE
