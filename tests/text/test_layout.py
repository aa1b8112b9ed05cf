"""Layouts of small texts, painted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from readings import block, indent, item, paint, painted, quote, reading, text_of
from rich.cells import cell_len
from support import shared_case

from csreader.text.layout import Role, lay_out
from csreader.text.model import Decoration, DecorationKind, Format, ReadingText
from csreader.text.reader import read_text

CASES = (Path(__file__).parent / "data" / "wrapping.txt").read_text(encoding="utf-8")


def wrapping_cases() -> list[tuple[str, int, str, list[str]]]:
    cases = []
    for case in re.split(r"^== ", CASES, flags=re.MULTILINE)[1:]:
        head, body = case.split("\n", 1)
        name, width = head.rsplit(" | ", 1)
        text, lines = body.split("\n--\n")
        cases.append((name, int(width), unescaped(text), unescaped(lines.rstrip("\n")).split("\n")))
    return cases


def unescaped(text: str) -> str:
    text = text.replace("\\t", "\t")
    return re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)


@pytest.mark.parametrize(
    ("width", "text", "lines"),
    [pytest.param(*case[1:], id=case[0]) for case in wrapping_cases()],
)
def test_wrapping(width: int, text: str, lines: list[str]) -> None:
    assert paint(reading(text), width) == lines


def test_one_blank_line_stands_between_blocks() -> None:
    text = reading(block("Kettles", "heading", level=2), "One.", "Two.")
    assert paint(text, 20) == ["Kettles", "", "One.", "", "Two."]


def test_bars_stand_before_every_line_of_a_quotation() -> None:
    outer, inner = quote(0), quote(1)
    text = reading(
        block("We are so sorry to hear it.", "paragraph", outer),
        block("My lamp broke again.", "paragraph", outer, inner),
        block("A new one is under way.", "paragraph", outer),
        "So they wrote.",
    )
    assert paint(text, 18) == [
        "▎ We are so sorry",
        "▎ to hear it.",
        "▎",
        "▎ ▎ My lamp broke",
        "▎ ▎ again.",
        "▎",
        "▎ A new one is",
        "▎ under way.",
        "",
        "So they wrote.",
    ]


def test_two_quotations_are_apart() -> None:
    text = reading(block("One.", "paragraph", quote(0)), block("Two.", "paragraph", quote(1)))
    assert paint(text, 18) == ["▎ One.", "", "▎ Two."]


def test_items_stand_close_and_their_lines_are_indented() -> None:
    first, second, nested = item(0, "9."), item(1, "10."), item(2)
    text = reading(
        block("They wrote back at once.", "item", first),
        block("They paid", "item", second),
        block("all of it", "item", second, nested),
        block("A word more.", "paragraph", second),
        block("Last.", "item", item(3, "11.")),
    )
    assert paint(text, 16) == [
        "9. They wrote",
        "   back at once.",
        "10. They paid",
        "    • all of it",
        "",
        "    A word more.",
        "",
        "11. Last.",
    ]


def test_an_item_s_marker_stands_before_what_it_begins_with() -> None:
    text = reading(
        block("deep", "item", item(0), item(1, "1.")),
        decorations=(
            Decoration(DecorationKind.IMAGE, 0, "[image: x]", before=0, containers=(item(0),)),
        ),
    )
    assert paint(text, 20) == ["• [image: x]", "", "  1. deep"]
    assert paint(reading(block("deep", "item", item(0), item(1, "1."))), 20) == ["• 1. deep"]


def test_a_definition_follows_its_term() -> None:
    text = reading(
        block("RMA", "term"),
        block("The number that a return goes under.", "definition", indent(0)),
    )
    assert paint(text, 24) == ["RMA", "  The number that a", "  return goes under."]


def test_a_thousand_containers_leave_half_the_width_to_the_text() -> None:
    quotes = tuple(quote(number) for number in range(1000))
    text = reading(block("enough is enough", "paragraph", *quotes[:-1], item(1000)))
    assert paint(text, 20) == ["▎ ▎ ▎ ▎ • enough is", "▎ ▎ ▎ ▎   enough"]
    assert "".join(paint(text, 1)) == "enoughisenough"


def test_code_keeps_its_lines_and_breaks_where_they_are_full() -> None:
    text = reading(block("def f(x):\n\treturn x  # all of it\n\nf(1)", "code"))
    assert paint(text, 16) == ["def f(x):", "    return x  #", "all of it", "", "f(1)"]
    layout = lay_out(text, 16)
    assert text_of(layout, 1) == "    return x  # "
    assert layout.position(10) == (1, 0)
    assert layout.position(11) == (1, 4)
    assert [layout.offset_at(1, cell) for cell in range(5)] == [10, 10, 10, 10, 11]


PRICES = block(
    "Part\tPrice\tIn stock\nSpout\t12.50\tyes\nLid with knob\t3\tno\n\t7\t",
    "table",
    header_rows=1,
    align=("left", "right", "center"),
)


def test_a_table_that_fits_stands_in_columns() -> None:
    assert paint(reading(PRICES), 40) == [
        "Part          │ Price │ In stock",
        "──────────────┼───────┼─────────",
        "Spout         │ 12.50 │   yes",
        "Lid with knob │     3 │    no",
        "              │     7 │",
    ]


def test_a_table_that_does_not_is_read_row_by_row() -> None:
    assert paint(reading(block("Before", "paragraph"), PRICES), 20) == [
        "Before",
        "",
        "Part",
        "Price",
        "In stock",
        "─" * 20,
        "Part: Spout",
        "Price: 12.50",
        "In stock: yes",
        "",
        "Part: Lid with knob",
        "Price: 3",
        "In stock: no",
        "",
        "Price: 7",
    ]


def test_a_long_cell_wraps_below_its_label() -> None:
    text = reading(block("What they said\nall will be well again", "table", header_rows=1))
    assert paint(text, 18) == [
        "What they said",
        "─" * 18,
        "What they said:",
        "  all will be well",
        "  again",
    ]


def test_a_table_without_a_head() -> None:
    text = reading(block("a\tb\nlong enough\tc", "table"))
    assert paint(text, 30) == ["a           │ b", "long enough │ c"]
    assert paint(text, 12) == ["a", "b", "", "long enough", "c"]


@pytest.mark.parametrize("width", [40, 20])
def test_the_cells_of_a_table_are_found_by_offset(width: int) -> None:
    text = reading(PRICES)
    layout = lay_out(text, width)
    for word in ("Price", "12.50", "no", "7"):
        offset = text.text.index(word)
        line, cell = layout.position(offset)
        assert layout.offset_at(line, cell) == offset
        assert word in text_of(layout, line)


def test_what_stands_before_the_cells_of_a_record_are_labels() -> None:
    line = lay_out(reading(PRICES), 20).lines[4]
    assert [(piece.text, piece.role) for piece in line.pieces if piece.text] == [
        ("Part: ", Role.LABEL),
        ("Spout", Role.TEXT),
    ]


def test_rules_and_images_stand_on_lines_of_their_own() -> None:
    text = reading(
        "One.",
        "Two.",
        decorations=(
            Decoration(DecorationKind.IMAGE, 0, "[image: a broken kettle]", before=0),
            Decoration(DecorationKind.RULE, 6, before=1),
            Decoration(DecorationKind.MEDIA, 10, "[video]", before=2),
        ),
    )
    assert paint(text, 16) == [
        "[image: a broken",
        "kettle]",
        "",
        "One.",
        "",
        "─" * 16,
        "",
        "Two.",
        "",
        "[video]",
    ]


def test_what_is_no_text_leads_to_the_text_beside_it() -> None:
    text = reading("One.", "Two.", decorations=(Decoration(DecorationKind.RULE, 6, before=1),))
    layout = lay_out(text, 16)
    assert [line.block for line in layout.lines] == [0, -1, -1, -1, 1]
    assert [layout.offset_at(line, 2) for line in range(5)] == [2, 6, 6, 6, 8]
    assert layout.offset_at(0, 99) == 3
    assert layout.offset_at(99, 99) == 9


def test_an_image_in_a_line_is_wrapped_with_its_words() -> None:
    image = Decoration(DecorationKind.IMAGE, 9, "[image: a cup]", inline=True, before=0)
    text = reading("They sent a photo.", decorations=(image,))
    assert paint(text, 40) == ["They sent [image: a cup] a photo."]
    assert paint(text, 14) == ["They sent", "[image: a cup]", "a photo."]
    layout = lay_out(text, 40)
    assert layout.position(8) == (0, 8)
    assert layout.position(10) == (0, 25)
    assert [layout.offset_at(0, cell) for cell in (8, 12, 24, 25)] == [8, 9, 9, 10]


def test_a_checkbox_stands_before_its_item() -> None:
    box = Decoration(DecorationKind.CHECKBOX, 0, "[x]", inline=True, before=0)
    text = reading(block("write to the shop", "item", item(0)), decorations=(box,))
    assert paint(text, 16) == ["• [x] write to", "  the shop"]
    assert lay_out(text, 16).position(0) == (0, 6)


def test_both_cells_of_a_wide_character_are_its_own() -> None:
    layout = lay_out(reading("a漢b👩‍🚀c"), 20)
    assert [layout.offset_at(0, cell) for cell in range(8)] == [0, 1, 1, 2, 3, 3, 6, 6]
    assert [layout.position(offset)[1] for offset in range(8)] == [0, 1, 3, 4, 4, 4, 6, 7]


def test_characters_that_act_on_a_terminal_are_painted_as_marks() -> None:
    assert paint(reading("safe\u202eevil\u2066"), 20) == ["safe\ufffdevil\ufffd"]


def test_places_between_blocks_belong_to_the_line_before() -> None:
    layout = lay_out(reading("one two", "three"), 4)
    assert painted(layout) == ["one", "two", "", "thre", "e"]
    assert [layout.position(offset) for offset in (3, 7, 8, 9, 13, 14)] == [
        (0, 3),
        (1, 3),
        (1, 3),
        (3, 0),
        (4, 0),
        (4, 1),
    ]
    assert layout.lines_of(4, 10) == range(1, 4)
    assert layout.lines_of(0, 0) == range(1)


def test_an_empty_text_has_no_lines() -> None:
    layout = lay_out(ReadingText(""), 10)
    assert (layout.height, len(layout.lines)) == (0, 0)
    assert layout.position(0) == (0, 0)
    assert layout.offset_at(0, 5) == 0
    rule = reading(decorations=(Decoration(DecorationKind.RULE, 0),))
    assert paint(rule, 0) == ["─"]
    assert lay_out(rule, 3).position(0) == (0, 0)


def test_lines_can_be_sliced_and_counted_from_the_end() -> None:
    layout = lay_out(reading("one two three"), 5)
    assert layout.lines[-1] == layout.lines[2]
    assert layout.lines[1:] == [layout.lines[1], layout.lines[2]]
    with pytest.raises(IndexError):
        layout.lines[3]


WIDE = """
返品の手続きは五分で終わりました。担当の方の言葉づかいがとても親切でした。

Best wishes 👨‍👩‍👧‍👦👩🏽‍🔧✉️☎️🇸🇪🇧🇷 née ñandú 감사합니다감사합니다 ＡＢＣ fin.

| 品名 | 数 |
|---|---|
| 👩‍🔧 | ☎️ |
"""


@pytest.mark.parametrize("width", [20, 7, 2])
def test_wide_characters_fit_the_width(width: int) -> None:
    check_width(WIDE, width)


@pytest.mark.parametrize("width", [20, 7, 2])
def test_wide_characters_of_the_shared_case_fit_the_width(width: int) -> None:
    source = (shared_case("33-cell-widths") / "w.md").read_text(encoding="utf-8")
    check_width(source.split("---\n", 2)[2], width)


def check_width(source: str, width: int) -> None:
    text = read_text(source, Format.MARKDOWN)
    lines = paint(text, width)
    assert max(map(cell_len, lines)) <= width
    kept = "".join("".join(lines).split())
    for word in text.text.split():
        if len(word) <= width // 2:
            assert word in kept
