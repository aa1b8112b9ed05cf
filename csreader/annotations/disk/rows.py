"""Takes values from the rows of a file's tables, and tells what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar
from uuid import NAMESPACE_OID, UUID, uuid5

Value = TypeVar("Value")

SURROGATE = re.compile("[\ud800-\udfff]")


class ShapeError(ValueError):
    """Tables that hold something else than annotations.

    Attributes:
        row: The table and the number of the row that is wrong, where it is one.
    """

    row: tuple[str, str] | None = None


class NewerFormatError(ShapeError):
    """Tables written by a later version."""


def row_number(identity: str) -> int:
    """A row's number, made from its id.

    TinyDB would count upwards, and two branches of a repository would then both add a
    row 7; numbers made from the id let git merge them, line by line, without a clash.
    """
    try:
        value = UUID(identity).int
    except ValueError:
        value = uuid5(NAMESPACE_OID, identity).int
    return value >> 80  # 48 bits: exact in every JSON reader


def read_rows(
    table: str, rows: Mapping[str, Any], read: Callable[[str, Mapping[str, Any]], Value]
) -> Iterator[Value]:
    """The values that a table's rows hold, in their order.

    Raises:
        ShapeError: If one is not what the format says; it tells which.
    """
    for number, row in rows.items():
        try:
            yield read(number, row)
        except ShapeError as error:
            error.row = table, number
            raise


def text_of(row: Mapping[str, Any], field: str, where: str) -> str:
    """A row's text, empty where it has none; U+FFFD stands for a lone surrogate.

    Args:
        row: The fields.
        field: Which one.
        where: What to call the row.

    Raises:
        ShapeError: If it is no text.
    """
    value = row.get(field, "")
    if not isinstance(value, str):
        raise ShapeError(f"{field} in {where} is no text")
    return value if value.isascii() else SURROGATE.sub("\ufffd", value)


def number_of(row: Mapping[str, Any], field: str, where: str, default: int | None = None) -> int:
    """A row's whole number from 0.

    Args:
        row: The fields.
        field: Which one.
        where: What to call the row.
        default: What it is where the row has none; None where it has to have one.

    Raises:
        ShapeError: If it is none.
    """
    value = row.get(field, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ShapeError(f"{field} in {where} is no whole number from 0")
    return value


def flag_of(row: Mapping[str, Any], field: str, where: str) -> bool:
    """A row's truth value, false where it has none.

    Raises:
        ShapeError: If it is none.
    """
    value = row.get(field, False)
    if not isinstance(value, bool):
        raise ShapeError(f"{field} in {where} is neither true nor false")
    return value
