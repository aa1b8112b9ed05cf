"""Repairs files that cannot be read: the broken one is kept, what can be read comes back.

It is done under the lock: first the broken file is copied to its dated name, then the
mended one replaces it. So whatever interrupts a repair, every byte is there under one
name or the other. A file of a later version, one that is sound and one that may not be
read are left alone.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from csreader.annotations.disk.files import AnnotationFiles
from csreader.annotations.disk.jsonfile import dumped, read_regular
from csreader.annotations.disk.paths import same_name
from csreader.annotations.disk.rows import NewerFormatError
from csreader.annotations.disk.sheet import meta_row, read_sheet
from csreader.annotations.disk.tables import arranged
from csreader.annotations.errors import StoreError, saving_failed
from csreader.annotations.repair.codebook_mending import mend_codebook
from csreader.annotations.repair.damage import Damage
from csreader.annotations.repair.mending import Mended
from csreader.annotations.repair.sheet_mending import mend_sheet
from csreader.annotations.tags.codebook_store import new_uuid
from csreader.text.characters import one_line

_BROKEN = ".broken-"


@dataclass(frozen=True, slots=True)
class Repaired:
    """What a repair did to a file."""

    path: Path
    kept: Path
    """Where the broken file is now."""
    word: str
    """What its rows are: `annotation` or `tag`."""
    rows: int
    """How many of them were brought back."""
    notes: tuple[str, ...] = ()
    """What was joined or supplied, as phrases."""
    lost: tuple[Damage, ...] = ()
    """What could not be read, with its place in the broken file."""

    @property
    def message(self) -> str:
        """What was done, as one sentence."""
        counted = f"{self.rows or 'no'} {self.word}{'' if self.rows == 1 else 's'}"
        told = "".join(f"; {note}" for note in self.notes)
        return (
            f"repaired: {counted} brought back{told}; the broken file is kept as {self.kept.name}."
        )


def repair(
    files: AnnotationFiles,
    path: Path,
    now: datetime.datetime,
    new_id: Callable[[], str] = new_uuid,
) -> Repaired:
    """Repairs an annotation file or the codebook.

    Args:
        files: The files of its annotations folder.
        path: The broken file.
        now: The time, for the broken file's new name.
        new_id: Gives an id to an annotation that has lost its own.

    Raises:
        StoreError: If it is not broken, is a later version's, does not say whose marks it
            holds, or cannot be saved. The file is as it was then.
    """
    with files.folder.locked():
        files.expect_broken(path)
        try:
            data = read_regular(path)
        except OSError as error:
            raise saving_failed(error, path, files.folder.root) from error
        book = path == files.codebook_path
        try:
            mended = mend_codebook(data) if book else mend_sheet(data, new_id)
        except NewerFormatError as error:
            shown = files.folder.shown(path)
            raise StoreError(f"{shown}: {error}; it was not repaired.", path) from error
        if not book:
            _complete(files, path, mended)
        kept = name_aside(path, now)
        files.folder.replace(kept, data, like=path)
        message = f"{one_line(files.folder.shown(path))} repaired"
        with files.journal.change(lambda: ("repair", message)), files.journal.moved(""):
            files.folder.replace(path, dumped(arranged(mended.tables)))
    word = "tag" if book else "annotation"
    return Repaired(path, kept, word, mended.rows, tuple(mended.notes), mended.lost)


def name_aside(path: Path, now: datetime.datetime) -> Path:
    """A name for a broken file that no file has: its own, `.broken-` and the time (UTC)."""
    stamp = now.astimezone(datetime.UTC).strftime("%Y%m%dT%H%M%SZ")
    target = path.with_name(f"{path.name}{_BROKEN}{stamp}")
    number = 1
    while target.exists():
        number += 1
        target = path.with_name(f"{path.name}{_BROKEN}{stamp}-{number}")
    return target


def set_aside(files: AnnotationFiles) -> Iterator[Path]:
    """The broken files that are kept beside those that took their place."""
    yield from sorted(files.folder.path.rglob(f"*{_BROKEN}*"))


def _complete(files: AnnotationFiles, path: Path, mended: Mended) -> None:
    """Supplies whose marks of which post they are, where the file has lost that."""
    coder, post = files.named_by(path)
    sheet = read_sheet(mended.tables or None, coder, post)
    if not same_name(str(files.path(sheet.coder, sheet.post)), str(path)):
        shown = files.folder.shown(path)
        holds = f"{one_line(sheet.coder)}'s annotations of {one_line(sheet.post)}"
        raise StoreError(
            f"{shown} was not repaired: as far as it can be read it holds {holds}; "
            "give it the name that belongs to them first.",
            path,
        )
    known = mended.tables.get("meta", {}).get("1", {})
    mended.tables["meta"] = {"1": {**known, **meta_row(sheet)}}
