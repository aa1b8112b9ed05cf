"""Options and arguments that several commands share, and what they stand for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from csreader.cli.output import say

if TYPE_CHECKING:
    from csreader.annotations import Store
    from csreader.collection import Collection, Post

StoreKind = TypeVar("StoreKind", bound="Store")

coder_option = click.option(
    "--coder",
    metavar="NAME",
    default="",
    help="Who marks; else CSREADER_CODER, csreader.toml, git's user.name or the login.",
)
images_option = click.option(
    "--images",
    is_flag=True,
    envvar="CSREADER_IMAGES",
    help="Show the collection's pictures where the terminal can; needs csreader[images].",
)
tag_option = click.option(
    "--tag",
    "tags",
    metavar="NAME",
    multiple=True,
    help="Only marks with this tag or one below it.",
)
all_posts_option = click.option("--all-posts", is_flag=True, help="Also posts without marks.")
path_argument = click.argument("path", required=False, default=".")
file_argument = click.argument("file")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")


def examples(*lines: str) -> str:
    """Command lines as the end of a command's help, which click keeps as they are."""
    return "\n".join(
        ("\b", "Examples:" if len(lines) > 1 else "Example:", *(f"  {line}" for line in lines))
    )


def chosen_coder(explicit: str) -> str:
    """The coder asked for: by the command's own option, else by that of `csreader`."""
    if explicit:
        return explicit
    ctx = click.get_current_context(silent=True)
    return (ctx.find_object(str) if ctx else None) or ""


def store_of(collection: Collection, explicit: str) -> Store:
    """The annotations of a collection, for the acting coder."""
    from csreader.annotations import Store

    return made_store(Store, collection, explicit)


def made_store(kind: type[StoreKind], collection: Collection, explicit: str) -> StoreKind:
    """A store of a kind, for the acting coder; the command tells what it warns of at its end."""
    from csreader.annotations import acting_coder

    coder = acting_coder(collection.root, chosen_coder(explicit), collection.config.coder)
    store = kind(collection.root, coder, journal=collection.config.journal)

    def warn() -> None:
        if warning := store.journal.take_warning():
            say(warning)

    if ctx := click.get_current_context(silent=True):
        ctx.call_on_close(warn)
    return store


def open_posts(path: str) -> tuple[Collection, tuple[Post, ...]]:
    """The collection of a path, and the posts meant: all of it, or the one file given.

    Raises:
        CollectionError: If the path does not exist or cannot be read.
    """
    from csreader.collection import Collection

    collection = Collection.open(Path(path))
    return collection, collection.posts if collection.named is None else (collection.named,)
