"""The formats, by name.

A format is a module of `formats` with a `Format` in it, named here; whatever offers
formats to a user takes them from `formats`.
"""

from __future__ import annotations

from collections.abc import Mapping

from csreader.exchange.interface import Format


def formats() -> Mapping[str, Format]:
    """All formats by name, in the order they are told of."""
    # Deferred, so that a command loads them only when it asks.
    from csreader.exchange.formats.csreader_json import JSON
    from csreader.exchange.formats.csv_table import CSV

    return {one.name: one for one in (JSON, CSV)}


def writers() -> Mapping[str, Format]:
    """The formats that are written, by name."""
    return {name: one for name, one in formats().items() if one.write or one.write_folder}


def readers() -> Mapping[str, Format]:
    """The formats that are read, by name."""
    return {name: one for name, one in formats().items() if one.read}


def writer_for(file_name: str) -> Format | None:
    """The first format written whose files end like this one; None where none does."""
    for one in writers().values():
        if file_name.lower().endswith(one.endings):
            return one
    return None
