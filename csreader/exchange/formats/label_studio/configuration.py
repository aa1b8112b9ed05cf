"""Label Studio's labelling configuration: the tags with their colours, in XML.

https://labelstud.io/tags/labels and https://labelstud.io/tags/text describe the elements.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from csreader.annotations.tags.codebook import derived_color
from csreader.exchange.brought import BroughtTag
from csreader.exchange.colors import own_color
from csreader.exchange.interface import FormatError, Options
from csreader.exchange.snapshot import Snapshot
from csreader.exchange.tag_names import own_tag
from csreader.exchange.xml_tree import Element, read_xml
from csreader.exchange.xml_writing import XmlWriter, xml_text

ENDING = ".labels.xml"
"""What the file's name has where the tasks' has .json."""
CONTROL = "label"
"""The name of the element whose labels results have."""
TEXT = "text"
"""The name of the element that shows a text, and of the task's field with it."""
LABELS = "labels"
"""The type of a result."""


def label_name(tag: str) -> str:
    """A tag's name as a label of the configuration, and so of results, has it."""
    return xml_text(tag)


def write_configuration(
    snapshot: Snapshot,
    stream: BinaryIO,
    options: Options,  # noqa: ARG001
) -> None:
    """Writes the configuration of a project for an export's tasks."""
    labels = {label_name(tag.name): (tag.color, tag.description) for tag in snapshot.codebook}
    used = {tag for post in snapshot.posts for mark in post.marks for tag in mark.tags}
    for tag in sorted(used):
        labels.setdefault(label_name(tag), (derived_color(tag), ""))
    xml = XmlWriter(stream)
    with xml.within("View"):
        _write_labels(xml, labels)
        xml.element("Text", {"name": TEXT, "value": f"${TEXT}"})
    xml.flush()


def _write_labels(xml: XmlWriter, labels: Mapping[str, tuple[str, str]]) -> None:
    if not labels:
        # An element without labels is refused.
        return
    # Several tags on one passage are several labels of one region.
    with xml.within("Labels", {"name": CONTROL, "toName": TEXT, "choice": "multiple"}):
        for name, (color, hint) in labels.items():
            xml.element("Label", {"value": name, "background": color, "hint": hint or None})


def read_configuration(path: Path) -> tuple[BroughtTag, ...]:
    """The tags of the configuration beside a file of tasks; none where there is none to read."""
    beside = path.with_name(path.name.removesuffix(path.suffix) + ENDING)
    try:
        with beside.open("rb") as stream:
            root = read_xml(stream, str(beside))
    except (OSError, FormatError):
        return ()
    found: dict[str, BroughtTag] = {}
    for label in _labels(root):
        name = own_tag(label.get("value"))
        if name:
            color = own_color(label.get("background"))
            found.setdefault(name, BroughtTag(name, color, label.get("hint")))
    return tuple(found.values())


def _labels(root: Element) -> list[Element]:
    found, below = [], [root]
    while below:
        one = below.pop()
        if one.name == "Label":
            found.append(one)
        below.extend(reversed(one.children))
    return found
