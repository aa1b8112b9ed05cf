"""Puts values into TinyDB's tables, so that rows and fields keep their numbers and places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tinydb import TinyDB
from tinydb.table import Document

from csreader.annotations.disk.jsonfile import Tables
from csreader.annotations.disk.outlines import OUTLINES, Outlines, outline_rows
from csreader.annotations.disk.rows import row_number
from csreader.annotations.disk.sheet import PASSING
from csreader.annotations.tags.codebook import unnamed_id


def put_rows(
    db: TinyDB, meta: Mapping[str, Any], name: str, rows: Iterable[Mapping[str, Any]]
) -> None:
    """Puts rows into a table in their order; fields and rows' numbers that exist are kept."""
    described = db.table("meta")
    if len(described):
        described.update(dict(meta))
    else:
        described.insert(Document(dict(meta), doc_id=1))
    table = db.table(name)
    stored = {row.get("id") or unnamed_id(str(row.doc_id)): row for row in table}
    taken = {row.doc_id for row in stored.values()}
    table.truncate()
    documents = []
    for row in rows:
        known = stored.pop(row["id"], None)
        number = row_number(row["id"]) if known is None else known.doc_id
        while known is None and number in taken:
            number += 1
        taken.add(number)
        kept = {name: value for name, value in (known or {}).items() if name not in PASSING}
        documents.append(Document({**kept, **row}, doc_id=number))
    table.insert_multiple(documents)


def put_outlines(db: TinyDB, outlines: Outlines) -> None:
    """Keeps the outlines of the former texts that rows count in, and no others."""
    if not outlines and OUTLINES not in db.tables():
        return
    table = db.table(OUTLINES)
    rows = outline_rows(outlines, {str(row.doc_id): row for row in table})
    if rows:
        table.truncate()
        table.insert_multiple(Document(row, doc_id=int(number)) for number, row in rows.items())
    else:
        db.drop_table(OUTLINES)


def arranged(tables: Tables) -> Mapping[str, Mapping[str, Any]]:
    """The tables in the order in which they are stored: `meta` first."""
    return {name: tables[name] for name in sorted(tables, key=lambda name: (name != "meta", name))}
