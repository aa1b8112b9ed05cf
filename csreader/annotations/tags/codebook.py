"""The codebook: the tags with their colours, descriptions and keys."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from csreader.annotations.disk.jsonfile import Tables
from csreader.annotations.disk.rows import ShapeError, read_rows
from csreader.annotations.disk.sheet import read_meta
from csreader.annotations.errors import TagNameError
from csreader.annotations.model import Tag
from csreader.text.characters import one_line, replace_controls

PALETTE = (
    "#56b4e9",
    "#e69f00",
    "#009e73",
    "#cc79a7",
    "#f0e442",
    "#d55e00",
    "#8478fc",
    "#a8d89c",
    "#0072b2",
    "#24fcf0",
    "#b4243c",
    "#006c6c",
)
"""Colours for new tags. The first seven but the violet are Okabe and Ito's for colour-blind
readers; the others were chosen to stay as far apart from all of them, as seen with normal,
red-blind and green-blind eyes, as those stay apart among themselves."""

_COLOR = re.compile("#[0-9a-f]{6}")
_KEYS = range(1, 10)


@dataclass(frozen=True)
class Codebook:
    """The tags in their order."""

    tags: tuple[Tag, ...] = ()

    def get(self, name: str) -> Tag | None:
        """The tag a name means: to the letter, else whatever the case, else by a former name."""
        if name in self._by_name:
            return self._by_name[name]
        key = folded(name)
        return (
            self._by_folded.get(key) or self._by_former.get(name) or self._by_former_folded.get(key)
        )

    def resolve(self, name: str) -> str:
        """The name of the tag that a name means; the name itself where it means none."""
        tag = self.get(name)
        return tag.name if tag else name

    def resolved(self, names: Iterable[str]) -> tuple[str, ...]:
        """The names of the tags that some names mean, each once."""
        return tuple(dict.fromkeys(map(self.resolve, names)))

    @cached_property
    def names(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """All names with their former ones: what decides which tag a name means."""
        return tuple((tag.name, tag.was) for tag in self.tags)

    def entry(self, name: str) -> Tag:
        """The tag of a name, with a derived colour where the codebook has none."""
        return self.get(name) or Tag("", name, derived_color(name), listed=False)

    def key(self, number: int) -> Tag | None:
        """The tag on a digit key from 1 to 9."""
        return self.keys.get(number)

    @cached_property
    def keys(self) -> Mapping[int, Tag]:
        """The tags on the digit keys: those with a shortcut first, then the others in order."""
        taken: dict[int, Tag] = {}
        for tag in self.tags:
            if tag.listed and tag.shortcut.isdecimal() and int(tag.shortcut) in _KEYS:
                taken.setdefault(int(tag.shortcut), tag)
        held = {tag.id for tag in taken.values()}
        rest = (tag for tag in self.tags if tag.listed and tag.id not in held)
        free = (number for number in _KEYS if number not in taken)
        taken.update(zip(free, rest, strict=False))
        return dict(sorted(taken.items()))

    @cached_property
    def letters(self) -> Mapping[str, Tag]:
        """The tags that have a letter, by it, in the order of the alphabet."""
        found: dict[str, Tag] = {}
        for tag in self.tags:
            if tag.listed and len(tag.shortcut) == 1 and tag.shortcut.isalpha():
                found.setdefault(tag.shortcut, tag)
        return dict(sorted(found.items()))

    def with_used(self, names: Iterable[str]) -> Codebook:
        """This codebook and, behind its tags, those in use that it does not list."""
        unlisted = sorted({name for name in names if self.get(name) is None})
        return Codebook((*self.tags, *(self.entry(name) for name in unlisted)))

    def next_color(self) -> str:
        """The first colour of the palette that no tag has, else the one that fewest have."""
        used = [tag.color for tag in self.tags if tag.listed]
        return min(PALETTE, key=used.count)

    @cached_property
    def _by_name(self) -> Mapping[str, Tag]:
        return _first((tag.name, tag) for tag in self.tags)

    @cached_property
    def _by_folded(self) -> Mapping[str, Tag]:
        return _first((folded(tag.name), tag) for tag in self.tags)

    @cached_property
    def _by_former(self) -> Mapping[str, Tag]:
        return _first((was, tag) for tag in self.tags for was in tag.was)

    @cached_property
    def _by_former_folded(self) -> Mapping[str, Tag]:
        return _first((folded(was), tag) for tag in self.tags for was in tag.was)


def clean_tag_name(name: str) -> str:
    """A tag's name as it is kept.

    Args:
        name: As typed or read: blanks around it and around `/` do not count, inner runs of
            white space are one space, control characters become U+FFFD.

    Raises:
        TagNameError: If the name, or a level between two `/`, is empty.
    """
    levels = [" ".join(one_line(level).split()) for level in name.split("/")]
    if levels == [""]:
        raise TagNameError("A tag needs a name.")
    if "" in levels:
        shown = one_line(name).strip()
        raise TagNameError(f'The tag name "{shown}" has an empty level; / stands between levels.')
    return "/".join(levels)


def clean_color(color: str) -> str:
    """A colour as #rrggbb in lower case.

    Raises:
        TagNameError: If it is not of that form.
    """
    if not _COLOR.fullmatch(color.lower()):
        raise TagNameError(f'"{one_line(color)}" is no colour; write it as #rrggbb.')
    return color.lower()


def derived_color(name: str) -> str:
    """The colour of a tag that no codebook lists: always the same for the same name."""
    digest = hashlib.sha256(name.encode("utf-8", "replace")).digest()
    return PALETTE[int.from_bytes(digest[:4], "big") % len(PALETTE)]


def read_codebook(tables: Tables | None) -> Codebook:
    """Takes the codebook from its file's tables; the order of the rows is the tags'.

    Raises:
        ShapeError: If anything in it is not what the format says.
    """
    if tables is None:
        return Codebook()
    read_meta(tables)
    return Codebook(tuple(read_rows("tags", tables.get("tags", {}), read_tag)))


def tag_row(tag: Tag) -> dict[str, Any]:
    """The fields of a tag's row."""
    return {
        "id": tag.id,
        "name": tag.name,
        "color": tag.color,
        "description": tag.description,
        "shortcut": tag.shortcut,
        "was": list(tag.was),
    }


def unnamed_id(number: str) -> str:
    """What identifies a row without an id, such as one written by hand."""
    return f"row-{number}"


def read_tag(number: str, row: Mapping[str, Any]) -> Tag:
    """Takes a tag from its row.

    Raises:
        ShapeError: If a field is not what the format says.
    """
    where = f"row {number} of tags"
    for field in ("id", "name", "color", "description", "shortcut"):
        if not isinstance(row.get(field, ""), str):
            raise ShapeError(f"{field} in {where} is no text")
    was = row.get("was", [])
    if not (isinstance(was, list) and all(isinstance(name, str) for name in was)):
        raise ShapeError(f"was in {where} is not a list of names")
    try:
        name = clean_tag_name(row.get("name", ""))
    except TagNameError as error:
        raise ShapeError(f"{where} has no name that a tag can have") from error
    color = row.get("color", "").lower()
    return Tag(
        row.get("id", "") or unnamed_id(number),
        name,
        color if _COLOR.fullmatch(color) else derived_color(name),
        replace_controls(row.get("description", "")),
        one_line(row.get("shortcut", "")),
        tuple(one_line(name) for name in was),
    )


def folded(name: str) -> str:
    """A name as it is compared: whatever its case and normal form."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _first(pairs: Iterable[tuple[str, Tag]]) -> dict[str, Tag]:
    found: dict[str, Tag] = {}
    for name, tag in pairs:
        found.setdefault(name, tag)
    return found
