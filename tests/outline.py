"""A reading text as an outline that fixtures can hold and a person can check.

A line for each block: its line in the file, its containers (`>` a quotation, an item's marker
where the item begins and `.` where it goes on, `~` an indentation), its kind, its text. Below
it its spans and what is painted among its words; rules and pictures alone on lines of their
own; problems last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from csreader.text.model import Container, ContainerKind, Decoration, ReadingText, Style


def outline(reading: ReadingText) -> str:
    lines: list[str] = []
    begun: set[int] = set()
    for number, block in enumerate(reading.blocks):
        lines += (alone(each, begun) for each in standing(reading, number))
        kind = f"{block.kind} {block.level}" if block.level else str(block.kind)
        if block.kind == "table":
            sides = " ".join(side or "-" for side in block.align)
            kind += f" ({sides}; {block.header_rows} head)"
        text = escaped(reading.text[block.start : block.end])
        lines.append(f"{block.line} {prefix(block.containers, begun)}{kind}: {text}")
        for span in reading.spans:
            if block.start <= span.start < block.end:
                words = escaped(reading.text[span.start : span.end])
                lines.append(f"    {span.start}-{span.end} {words} = {look(span.style)}")
        lines += (
            f"    {each.at} {shown(each)}"
            for each in reading.decorations
            if each.inline and each.before == number
        )
    lines += (alone(each, begun) for each in standing(reading, len(reading.blocks)))
    lines += (f"! {each.line} {each.kind}" for each in reading.problems)
    return "\n".join(lines)


def standing(reading: ReadingText, number: int) -> Sequence[Decoration]:
    return [each for each in reading.decorations if not each.inline and each.before == number]


def alone(decoration: Decoration, begun: set[int]) -> str:
    return f"* {prefix(decoration.containers, begun)}{shown(decoration)}"


def prefix(containers: Sequence[Container], begun: set[int]) -> str:
    signs = []
    for each in containers:
        if each.kind is ContainerKind.ITEM:
            signs.append("." if each.id in begun else each.marker)
        else:
            signs.append(">" if each.kind is ContainerKind.QUOTE else "~")
        begun.add(each.id)
    return "".join(f"{sign} " for sign in signs)


def shown(decoration: Decoration) -> str:
    target = f" -> {decoration.target}" if decoration.target else ""
    return f"{decoration.kind} {decoration.label}".rstrip() + target


def look(style: Style) -> str:
    values = {field.name: getattr(style, field.name) for field in fields(style)}
    return ", ".join(
        name if value is True else f"{name} {value}" for name, value in values.items() if value
    )


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")
