"""Writes an export to where it shall be, whole or not at all, and never over a user's own files."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from csreader.annotations.disk.paths import FOLDER
from csreader.collection import Collection
from csreader.collection.walk import format_of
from csreader.exchange.interface import Format, Options, UnfitError
from csreader.exchange.registry import with_extra
from csreader.exchange.snapshot import Snapshot
from csreader.exchange.whole_file import replacing
from csreader.exchange.whole_folder import (
    ForeignFolderError,
    expect_own,
    making_folder,
    making_zip,
)
from csreader.text.characters import one_line

_ZIP = ".zip"


def expect_accepted(one: Format, options: Options) -> None:
    """Makes sure that a format takes what is asked of it.

    Raises:
        UnfitError: If it does not.
    """
    usual = Options()
    for name in Options.__slots__:
        if getattr(options, name) != getattr(usual, name) and name not in one.accepts:
            flag = f"--{name.replace('_', '-')}"
            raise UnfitError(f"{flag} does not go with the format {one.name}.")


def targets(one: Format, output: Path, collection: Collection) -> dict[str, Path]:
    """Where the files of an export go: the main one under the empty name, and its companions.

    Args:
        one: The format.
        output: A file; for a format of several files a folder, or a zip.
        collection: What is exported, of which nothing is overwritten.

    Returns:
        Paths with links followed.

    Raises:
        UnfitError: If something else is there, or they would be taken for posts.
        OSError: If what is there cannot be read.
    """
    main = Path(os.path.realpath(output.expanduser()))
    found = {"": main}
    if one.write is not None:
        stem = main.name
        for ending in one.endings:
            stem = stem.removesuffix(ending) or stem
        stem = stem if stem != main.name else main.stem
        found.update({suffix: main.with_name(stem + suffix) for suffix in one.companions})
    for target in found.values():
        shown = one_line(str(output if target == main else target))
        _expect_free(one, target, shown, collection)
    return found


def write_out(one: Format, snapshot: Snapshot, paths: dict[str, Path], options: Options) -> None:
    """Writes an export.

    Args:
        one: The format.
        snapshot: What is exported.
        paths: As `targets` gives them.
        options: What is asked for, which the format accepts.

    Raises:
        FormatError: If the format needs a package that is not installed, or cannot say it.
        OSError: If it cannot be written; nothing is there then but what was before.
    """
    main = paths[""]
    with with_extra(one), contextlib.ExitStack() as stack:
        if one.write is not None:
            writes = {"": one.write, **one.companions}
            streams = {name: stack.enter_context(replacing(paths[name])) for name in writes}
            for name, write in writes.items():
                write(snapshot, streams[name], options)
        elif one.write_folder is not None and main.name.lower().endswith(_ZIP):
            stream = stack.enter_context(replacing(main))
            one.write_folder(snapshot, stack.enter_context(making_zip(stream)), options)
        elif one.write_folder is not None:
            one.write_folder(snapshot, stack.enter_context(making_folder(main)), options)


def _expect_free(one: Format, target: Path, shown: str, collection: Collection) -> None:
    as_folder = one.write is None and not target.name.lower().endswith(_ZIP)
    if target.is_dir() and not as_folder:
        raise UnfitError(f"{shown} is a folder; name a file in it.")
    if any(post.path.resolve() == target for post in collection.posts):
        raise UnfitError(f"{shown} is one of the posts and is not overwritten.")
    root = collection.root.resolve()
    if target.is_relative_to(root / FOLDER):
        raise UnfitError(f"{shown} is where the annotations are kept; write elsewhere.")
    if not target.parent.is_dir():
        raise UnfitError(f"The folder {one_line(str(Path(shown).parent))} does not exist.")
    below = (collection.posts_folder or root).resolve()
    makes_posts = as_folder or format_of(target.name) is not None
    if makes_posts and _is_walked(target, below):
        outside = one_line(str(below))
        raise UnfitError(
            f"{shown} would be taken for one of the posts; write outside of {outside}."
        )
    if as_folder:
        try:
            expect_own(target)
        except ForeignFolderError as error:
            raise UnfitError(f"{shown} {error}.") from error


def _is_walked(target: Path, folder: Path) -> bool:
    """Whether posts are looked for where a target is."""
    return target.is_relative_to(folder) and not any(
        part.startswith(".") for part in target.relative_to(folder).parts
    )
