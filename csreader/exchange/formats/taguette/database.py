"""A project of Taguette's as SQLite: what its export of a whole project is.

The file is opened read-only, and only its plain tables are read, so that nothing that a
stranger put into it runs.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from csreader.exchange.brought import Brought, BroughtDocument, BroughtMark, BroughtTag
from csreader.exchange.formats.taguette.names import UNTAGGED
from csreader.exchange.formats.taguette.page_text import page_text
from csreader.exchange.identity import made_id
from csreader.exchange.interface import Format, FormatError
from csreader.exchange.tag_names import own_tag
from csreader.text.characters import one_line, replace_controls

LARGEST = 512 << 20
"""How many bytes a file may have."""

_HEAD = b"SQLite format 3\x00"
_TABLES = ("documents", "highlights", "tags", "highlight_tags")


def _recognises(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(len(_HEAD)) == _HEAD
    except OSError:
        return False


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    name = one_line(str(path))
    if path.stat().st_size > LARGEST:
        raise FormatError(f"{name} has more than {LARGEST >> 20} MiB; it is not read.")
    if not _recognises(path):
        raise FormatError(f"{name} is no SQLite file, and so no project of Taguette's.")
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    with contextlib.closing(sqlite3.connect(address, uri=True)) as database:
        try:
            database.execute("pragma trusted_schema = off")
            found = {
                row[0]
                for row in database.execute(
                    "select name from sqlite_master where type = 'table' "
                    "and sql not like 'create virtual%'"
                )
            }
            missing = [table for table in _TABLES if table not in found]
            if missing:
                raise FormatError(
                    f"{name} is no project of Taguette's: it has no table {missing[0]}."
                )
            yield database
        except (sqlite3.Error, OverflowError) as error:
            raise FormatError(
                f"{name} is no project of Taguette's that can be read "
                f"({one_line(str(error))}); export it again."
            ) from error


def _read(path: Path) -> Brought:
    with _opened(path) as database:
        tags = _tags(database)
        given: dict[int, list[str]] = {}
        for highlight, tag in database.execute(
            "select highlight_id, tag_id from highlight_tags order by highlight_id, tag_id"
        ):
            if tag in tags:
                given.setdefault(highlight, []).append(tags[tag].name)
        makers = _makers(database)
        documents = tuple(_documents(database, given, makers))
        codebook = {tag.name: tag for tag in reversed(tags.values())}
        return Brought(documents, tuple(reversed(codebook.values())))


def _tags(database: sqlite3.Connection) -> dict[int, BroughtTag]:
    found = {}
    for identity, path, description in database.execute(
        "select id, path, description from tags order by id"
    ):
        if name := own_tag(_text(path)):
            found[identity] = BroughtTag(name, description=_text(description))
    return found


def _makers(database: sqlite3.Connection) -> dict[int, tuple[str, str]]:
    """Who made each highlight, and when, from the project's history where it has one."""
    found: dict[int, tuple[str, str]] = {}
    with contextlib.suppress(sqlite3.Error):
        for login, date, payload in database.execute(
            "select user_login, date, payload from commands order by id"
        ):
            with contextlib.suppress(
                ValueError, TypeError, KeyError, AttributeError, RecursionError
            ):
                said = json.loads(payload)
                if said.get("type") == "highlight_add":
                    made = f"{_text(date)[:19].replace(' ', 'T')}Z"
                    found.setdefault(int(said["highlight_id"]), (one_line(_text(login)), made))
    return found


def _documents(
    database: sqlite3.Connection,
    given: dict[int, list[str]],
    makers: dict[int, tuple[str, str]],
) -> Iterator[BroughtDocument]:
    for identity, name, contents in database.execute(
        "select id, name, contents from documents order by id"
    ):
        page = page_text(_text(contents))
        text = page.text
        marks = []
        for highlight, first, last in database.execute(
            "select id, start_offset, end_offset from highlights where document_id = ? "
            "order by start_offset, end_offset, id",
            (identity,),
        ):
            start, end = page.at_byte(int(first)), page.at_byte(int(last), end=True)
            if start >= end:
                continue
            coder, created = makers.get(highlight, ("", ""))
            tags = tuple(dict.fromkeys(given.get(highlight, ())))
            own = made_id("taguette", _text(name), str(highlight), text[start:end])
            note = "" if tags else UNTAGGED
            marks.append(
                BroughtMark(
                    own, tags, note, start, end, text[start:end], coder=coder, created=created
                )
            )
        yield BroughtDocument(one_line(_text(name)), tuple(marks), text)


def _text(value: object) -> str:
    return replace_controls(value) if isinstance(value, str) else ""


TAGUETTE_PROJECT = Format(
    name="taguette-project",
    endings=(".sqlite3", ".sqlite", ".db"),
    description="a project that Taguette exported, as SQLite",
    loses="It is read only.",
    read=_read,
    recognises=_recognises,
)
