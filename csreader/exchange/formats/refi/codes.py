"""Tags as nested codes, and nested codes as tags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from csreader.annotations import Tag
from csreader.annotations.tags.codebook_tree import tree
from csreader.exchange.brought import BroughtTag
from csreader.exchange.colors import own_color
from csreader.exchange.formats.refi.names import foreign_name, own_level, plain_guid
from csreader.exchange.identity import made_id, own_or_made
from csreader.exchange.xml_tree import Element
from csreader.exchange.xml_writing import XmlWriter


def code_guids(tags: Iterable[Tag]) -> dict[str, str]:
    """The GUID of each tag's code, by the tag's name; no two are the same."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for tag in tags:
        if tag.name in found:
            continue
        own = own_or_made(tag.id, "code", tag.name)
        found[tag.name] = own if own not in taken else unlisted_guid(tag.name)
        taken.add(found[tag.name])
    return found


def unlisted_guid(name: str) -> str:
    """The GUID of the code of a tag that the codebook does not list."""
    return made_id("code", name)


def write_codes(xml: XmlWriter, tags: Iterable[Tag]) -> None:
    """Writes the element `Codes`.

    A level that is no tag itself is a code that cannot be given (isCodable is false).

    Args:
        xml: What is written to.
        tags: One at least.
    """
    tags = tuple(tags)
    guids = code_guids(tags)
    open_levels = 0
    with xml.within("Codes"):
        for node in tree(tags):
            while open_levels > node.depth:
                xml.end("Code")
                open_levels -= 1
            tag = node.tag
            xml.start(
                "Code",
                {
                    "guid": guids.get(node.name) or made_id("level", node.name),
                    "name": foreign_name(node.level),
                    "isCodable": "true" if tag else "false",
                    "color": tag.color if tag else None,
                },
            )
            open_levels += 1
            xml.text_element("Description", tag.description if tag else "")
        for _ in range(open_levels):
            xml.end("Code")


@dataclass(frozen=True, slots=True)
class Code:
    """A code as a file has it."""

    path: str
    """The tag's name: its own and those above it, with / between."""
    codable: bool
    element: Element


def read_codes(codes: Element | None) -> Iterator[Code]:
    """The codes of an element `Codes`, each before those below it."""
    waiting: list[tuple[str, Element]] = []

    def wait(above: str, parent: Element) -> None:
        below = [(above, child) for child in parent.children if child.name == "Code"]
        waiting.extend(reversed(below))

    if codes is not None:
        wait("", codes)
    while waiting:
        above, element = waiting.pop()
        level = own_level(element.get("name"))
        path = f"{above}/{level}" if above else level
        yield Code(path, element.get("isCodable").strip() not in ("false", "0"), element)
        wait(path, element)


def brought_tags(codes: Iterable[Code], used: Iterable[str] = ()) -> tuple[BroughtTag, ...]:
    """The tags that codes are, each name once.

    A code that cannot be given is only a level of others' names, unless it has a
    description, has nothing below it, or is given all the same.

    Args:
        codes: As `read_codes` has them.
        used: Names of the codes that are given.
    """
    given = set(used)
    found: dict[str, BroughtTag] = {}
    for code in codes:
        element = code.element
        description = element.text_of("Description")
        description = description if description.strip() else ""
        is_level = not code.codable and element.first("Code") is not None
        if is_level and not description and code.path not in given:
            continue
        tag = BroughtTag(
            code.path,
            own_color(element.get("color")),
            description,
            id=plain_guid(element.get("guid")),
        )
        found.setdefault(code.path, tag)
    return tuple(found.values())
