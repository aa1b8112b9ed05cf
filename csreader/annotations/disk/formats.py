"""The versions of the annotation files' and the codebook's format, and the way between them.

The version is a whole number in `meta`; a file without one is of version 1. It is raised
only where older programs would read a file wrongly: a new field needs no new version, for
fields that are not known are kept. A file of an older version is read as if it were of
today's, and written so with the next change; one of a newer version is refused, never
changed.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Any, Literal

from csreader.annotations.disk.jsonfile import Tables
from csreader.annotations.disk.rows import ShapeError
from csreader.annotations.disk.sheet import FIRST, FORMAT, read_meta

Migration = Callable[[Tables], Tables]
"""Makes tables of one version into those of the next; it may change what it is given."""

MIGRATIONS: Mapping[int, Migration] = {}
"""From a version to the step that leads to the next: one for each version before today's."""


def upgraded(tables: Tables, migrations: Mapping[int, Migration] = MIGRATIONS) -> Tables:
    """A file's tables as today's version has them.

    Args:
        tables: What the file holds; left as they are.
        migrations: The steps.

    Raises:
        NewerFormatError: If a later version wrote it.
        ShapeError: If there is no such version.
    """
    version = read_meta(tables).get("format", FIRST)
    if version == FORMAT:
        return tables
    tables = copy.deepcopy(tables)
    while version < FORMAT:
        step = migrations.get(version)
        if step is None:
            raise ShapeError(f"there is no format {version}")
        tables = step(tables)
        version += 1
        for row in tables.get("meta", {}).values():
            row["format"] = version
    return tables


def schema(kind: Literal["annotations", "codebook"]) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of today's annotation files, or of the codebook."""
    name = f"csreader-{kind}-{FORMAT}.schema.json"
    text = (files("csreader.annotations") / "schema" / name).read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded
