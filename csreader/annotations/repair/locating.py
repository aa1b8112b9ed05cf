"""Where in a file that cannot be read the fault is."""

from __future__ import annotations

from csreader.annotations.disk.jsonfile import read_regular
from csreader.annotations.disk.rows import NewerFormatError
from csreader.annotations.errors import BrokenFileError
from csreader.annotations.repair.damage import place, readable
from csreader.annotations.repair.mending import expect_known_format
from csreader.annotations.repair.salvage import fault


def located(
    error: BrokenFileError, shown: str, row: tuple[str, str] | None = None
) -> BrokenFileError:
    """The error with line and column; one of kind `newer` where a later version wrote the file.

    Args:
        error: What is wrong with a file.
        shown: The file's path for the message.
        row: The table and number of the row that is wrong, where they are known.
    """
    if error.path is None:
        return error
    try:
        text, _ = readable(read_regular(error.path))
        expect_known_format(text)
    except OSError:
        return error
    except NewerFormatError as newer:
        return BrokenFileError(str(newer), error.path, shown, kind="newer")
    line, column = error.line, error.column
    if line is None:
        line, column = place(text, fault(text, row))
    return BrokenFileError(
        error.reason, error.path, shown, kind=error.kind, line=line, column=column
    )
