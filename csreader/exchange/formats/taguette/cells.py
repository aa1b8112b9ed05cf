"""Tables in CSV as Taguette writes and reads them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from csreader.collection.decode import decode
from csreader.exchange.formats.csv_table import restored
from csreader.exchange.interface import FormatError
from csreader.text.characters import one_line

LARGEST = 256 << 20
"""How many bytes a table may have."""

_NEUTRALISED = re.compile(r"'[=+\-@\t\r\n']")
_GLANCE = 4_096


def begins_with(path: Path, *columns: str) -> bool:
    """Whether a file's first row names some columns. Raises nothing."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_GLANCE)
    except OSError:
        return False
    try:
        first = next(csv.reader([decode(head).text.splitlines()[0]]), [])
    except (IndexError, csv.Error):
        return False
    return set(columns) <= {cell.strip().lower() for cell in first}


def rows_of(path: Path, *columns: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows of a table: each with its last line in the file and its cells in some columns.

    A cell that was neutralised is restored; empty rows are left out.

    Raises:
        FormatError: If the first row does not name the columns, or the table is broken.
        OSError: If it cannot be read.
    """
    name = one_line(str(path))
    if path.stat().st_size > LARGEST:
        raise FormatError(f"{name} has more than {LARGEST >> 20} MiB; export it in parts.")
    text = decode(path.read_bytes()).text
    limit = csv.field_size_limit(LARGEST)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        header = [cell.strip().lower() for cell in next(reader, [])]
        missing = [column for column in columns if column not in header]
        if missing:
            raise FormatError(
                f'{name}, line 1: there is no column "{missing[0]}"; '
                f"the first row is to name {', '.join(columns)}."
            )
        places = [header.index(column) for column in columns]
        for row in reader:
            if not any(row):
                continue
            if len(row) <= max(places):
                raise FormatError(
                    f"{name}, line {reader.line_num}: the row has {len(row)} cells, "
                    f"and the first row names {len(header)}."
                )
            yield reader.line_num, tuple(_cell(row[place]) for place in places)
    except csv.Error as error:
        raise FormatError(
            f"{name}, line {reader.line_num}: this is no row of CSV ({one_line(str(error))})."
        ) from error
    finally:
        csv.field_size_limit(limit)


def _cell(written: str) -> str:
    cell = restored(written) if _NEUTRALISED.match(written) else written
    return cell.replace("\r\n", "\n").replace("\r", "\n")
