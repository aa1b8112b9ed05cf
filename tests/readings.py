"""Reading texts for tests: made by hand, painted as strings, and drawn by hypothesis."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from csreader.text.characters import replace_controls
from csreader.text.layout import Layout, Role, lay_out
from csreader.text.model import (
    Block,
    BlockKind,
    Container,
    ContainerKind,
    Decoration,
    DecorationKind,
    ReadingText,
)


def block(
    text: str, kind: str = "paragraph", *containers: Container, **more: object
) -> tuple[str, Block]:
    """A block that `reading` puts in its place."""
    return text, Block(BlockKind(kind), 0, 0, 1, containers, **more)  # type: ignore[arg-type]


def reading(
    *parts: str | tuple[str, Block], decorations: tuple[Decoration, ...] = ()
) -> ReadingText:
    """A reading text of blocks, a string being a paragraph."""
    pairs = [block(part) if isinstance(part, str) else part for part in parts]
    blocks: list[Block] = []
    at = 0
    for text, made in pairs:
        blocks.append(replace(made, start=at, end=at + len(text), line=len(blocks) + 1))
        at += len(text) + 2
    return ReadingText(
        "\n\n".join(text for text, _ in pairs), tuple(blocks), decorations=decorations
    )


def quote(number: int) -> Container:
    return Container(ContainerKind.QUOTE, number)


def item(number: int, marker: str = "•") -> Container:
    return Container(ContainerKind.ITEM, number, marker)


def indent(number: int) -> Container:
    return Container(ContainerKind.INDENT, number)


def painted(layout: Layout) -> list[str]:
    """The lines as strings, without the blanks that hang over their ends."""
    return ["".join(piece.text for piece in line.pieces).rstrip() for line in layout.lines]


def paint(text: ReadingText, width: int) -> list[str]:
    return painted(lay_out(text, width))


def text_of(layout: Layout, line: int) -> str:
    """Only the text that is painted on a line."""
    return "".join(piece.text for piece in layout.lines[line].pieces if piece.role is Role.TEXT)


SAMPLES = (
    *"aZ9.,'’“”—–-/ ()_é",
    "word",
    "well-known",
    "  ",
    "\u00a0",
    "漢",
    "字。",
    "「",
    "」",
    "っ",
    "か\u3099",
    "\u3000",
    "ＡＢ",
    "ｶﾞ",
    "é",
    "a\u0301\u0323",
    "\u0301",
    "각",
    "한국",
    "👩‍👩‍👧‍👦",
    "👩🏽‍🚀",
    "❤️",
    "☎",
    "1️⃣",
    "🇫🇮",
    "🇯",
    "שלום",
    "مرحبا",
    "क्ष्म",
    "ไทย",
    "\u0e33",
    "\u200b",
    "\u200d",
    "\u200c",
    "\u2060",
    "\ufe0f",
    "\u00ad",
    "\u0600",
    "\u202e",
    "\u2066",
    "\u2028",
    "\ufffd",
    "\U000e0041",
)
"""Characters and clusters that are hard to wrap."""

runs = st.lists(st.sampled_from(SAMPLES), min_size=1, max_size=24).map("".join)
lines = st.lists(
    st.one_of(runs, st.text(max_size=12).map(replace_controls)), min_size=1, max_size=3
)


@st.composite
def containers(draw: st.DrawFn) -> tuple[Container, ...]:
    kinds = draw(st.lists(st.sampled_from(list(ContainerKind)), max_size=4))
    markers = st.sampled_from(["•", "◦", "12.", "☐", "一、"])
    return tuple(
        Container(kind, number, draw(markers) if kind is ContainerKind.ITEM else "")
        for number, kind in enumerate(kinds)
    )


@st.composite
def blocks(draw: st.DrawFn) -> tuple[str, Block]:
    kind = draw(st.sampled_from(list(BlockKind)))
    within = draw(containers())
    if kind is BlockKind.TABLE:
        cell = st.one_of(st.just(""), runs.map(lambda text: text.strip()))
        rows = draw(st.lists(st.lists(cell, min_size=1, max_size=3), min_size=1, max_size=4))
        head = draw(st.integers(0, 2))
        align = tuple(draw(st.lists(st.sampled_from(["", "left", "right", "center"]), max_size=3)))
        text = "\n".join("\t".join(row) for row in rows)
        return block(text or "x", kind, *within, header_rows=head, align=align)
    text = "\n".join(draw(lines))
    if kind is BlockKind.CODE:
        text = draw(st.sampled_from(["", "\t", "a\tb\t"])) + text
    lead = draw(st.sampled_from(["", "", "    ", "  - ", "  12.\t"]))
    return block(lead + text or "x", kind, *within)


@st.composite
def readings(draw: st.DrawFn) -> ReadingText:
    """Any reading text, with decorations, whatever reader could have made it or none."""
    made = reading(*draw(st.lists(blocks(), max_size=4)))
    decorations = []
    for _ in range(draw(st.integers(0, 3))):
        kind = draw(st.sampled_from(list(DecorationKind)))
        inline = bool(made.blocks) and kind is not DecorationKind.RULE and draw(st.booleans())
        label = draw(st.sampled_from(["", "[image: a kettle (kettle.png)]", "☐ ", "漢字の絵"]))
        before = draw(st.integers(0, len(made.blocks) - inline))
        at = 0
        if inline:
            at = draw(st.integers(made.blocks[before].start, made.blocks[before].end))
        decorations.append(
            Decoration(
                kind, at, label, "", "", inline, before, () if inline else draw(containers())
            )
        )
    decorations.sort(key=lambda each: (each.before, each.inline, each.at))
    return replace(made, decorations=tuple(decorations))
