"""Tags as brat's types, which have letters, digits, - and _ only, and brat's types as tags.

Each type that csreader writes stands in annotation.conf below a comment with the tag's true
name, colour and description, from which it is read again; and in visual.conf, which other
projects have too, with the name that brat shows and its colour.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from csreader.annotations import Tag
from csreader.annotations.tags.codebook import derived_color
from csreader.exchange.brought import BroughtTag
from csreader.exchange.colors import own_color
from csreader.exchange.formats.brat.lines import own_fields
from csreader.exchange.tag_names import own_tag

ANNOTATION = "annotation.conf"
VISUAL = "visual.conf"

_SIGN = "# csreader: "
"""What a line of annotation.conf begins with that is csreader's: the first tells that it wrote
the file, each other one a type's tag."""
_UNFIT = re.compile("[^A-Za-z0-9_-]+")
_UNNAMED = "tag"
_SHOWN = str.maketrans("|<>!\t", "\u00a6\u2039\u203a\uff01 ")
"""What visual.conf takes for signs of its own, and what is shown for it."""
_SECTION = re.compile(r"\s*\[(\w+)\]\s*")
_COLOR = re.compile(r"\bbgColor:\s*(#?\w+)")
_DARK = 128


@dataclass(slots=True)
class Types:
    """The types of an export's tags.

    Args:
        codebook: The tags that the codebook lists, which come first.
    """

    codebook: Iterable[Tag]
    _tags: dict[str, Tag] = field(init=False, default_factory=dict)
    """By type."""
    _types: dict[str, str] = field(init=False, default_factory=dict)
    """By the tag's name."""

    def __post_init__(self) -> None:
        for tag in self.codebook:
            self._add(tag)

    def of(self, name: str) -> str:
        """The type of a tag, the same each time."""
        if name not in self._types:
            self._add(Tag("", name, derived_color(name), listed=False))
        return self._types[name]

    def annotation_conf(self) -> str:
        """The configuration that says which types there are."""
        lines = ["[entities]", f'{_SIGN}{{"version": "1"}}']
        for kind, tag in self._tags.items():
            said = {"type": kind, "name": tag.name, "color": tag.color}
            if tag.description:
                said["description"] = tag.description
            lines += [f"{_SIGN}{json.dumps(said)}", kind]
        return "\n".join((*lines, "", "[relations]", "", "[events]", "", "[attributes]", ""))

    def visual_conf(self) -> str:
        """The configuration that says how they are shown."""
        lines = ["[labels]"]
        lines += (f"{kind} | {_shown(tag.name)}" for kind, tag in self._tags.items())
        lines += ["", "[drawing]"]
        lines += (
            f"{kind}\tbgColor:{tag.color}, fgColor:{_on(tag.color)}"
            for kind, tag in self._tags.items()
        )
        return "\n".join((*lines, ""))

    def _add(self, tag: Tag) -> None:
        if tag.name in self._types:
            return
        plain = unicodedata.normalize("NFKD", tag.name).encode("ascii", "ignore").decode()
        first = kind = _UNFIT.sub("_", plain).strip("-_") or _UNNAMED
        taken = {one.casefold() for one in self._tags}
        number = 2
        while kind.casefold() in taken:
            kind, number = f"{first}_{number}", number + 1
        self._tags[kind] = tag
        self._types[tag.name] = kind


@dataclass(slots=True)
class Names:
    """What the types of a project are as tags, by its configuration."""

    tags: dict[str, BroughtTag] = field(default_factory=dict)
    """By type."""
    is_own: bool = False
    """Whether csreader wrote it."""

    @classmethod
    def read(cls, files: Mapping[str, str]) -> Names:
        """Those of a project.

        Args:
            files: The texts of its configuration files that are there, by name.
        """
        names = cls()
        labels, colors = _visual(files.get(VISUAL, ""))
        for kind in {**labels, **colors}:
            name = own_tag(labels.get(kind, kind))
            if name:
                names.tags[kind] = BroughtTag(name, colors.get(kind, ""))
        for line in files.get(ANNOTATION, "").split("\n"):
            if line.startswith(_SIGN):
                names.is_own = True
                said = own_fields(line.removeprefix(_SIGN))
                name = own_tag(said.get("name", ""))
                if name and "type" in said:
                    color = own_color(said.get("color", ""))
                    names.tags[said["type"]] = BroughtTag(name, color, said.get("description", ""))
        return names

    def name(self, kind: str) -> str:
        """The tag's name that a type is."""
        there = self.tags.get(kind)
        return there.name if there else kind


def _visual(text: str) -> tuple[dict[str, str], dict[str, str]]:
    """What visual.conf says of types: the names that are shown, and their colours."""
    labels: dict[str, str] = {}
    colors: dict[str, str] = {}
    section = ""
    for line in text.split("\n"):
        if found := _SECTION.fullmatch(line):
            section = found[1]
        elif line.lstrip().startswith("#") or not line.strip():
            continue
        elif section == "labels":
            terms = [term.strip() for term in line.split("\t")[0].split("|")]
            if len(terms) > 1 and terms[1]:
                labels[terms[0]] = terms[1]
        elif section == "drawing" and (color := _COLOR.search(line)):
            kind = line.split(None, 1)[0]
            if own := own_color(color[1]):
                colors[kind] = own
    return labels, colors


def _shown(name: str) -> str:
    return name.translate(_SHOWN)


def _on(color: str) -> str:
    """Black or white, whichever is read on a colour (the weights are ITU-R BT.601's)."""
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return "white" if (299 * red + 587 * green + 114 * blue) / 1000 < _DARK else "black"
