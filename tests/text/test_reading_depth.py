"""Pages that nest without measure keep their words."""

from __future__ import annotations

import pytest

from csreader.text.html.builder import DEEPEST_CONTAINERS
from csreader.text.model import Format, ReadingText
from csreader.text.reader import read_text

DEEP = 1000


def words(reading: ReadingText) -> list[str]:
    return reading.text.split()


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("> " * DEEP + "inmost words\n\nafter", id="quotations"),
        pytest.param(">" * DEEP + "inmost words\n\nafter", id="quotations without blanks"),
        pytest.param("- " * DEEP + "inmost words\n\nafter", id="lists on a line"),
        pytest.param("1. " * DEEP + "inmost words\n\nafter", id="numbers on a line"),
        pytest.param("> - " * DEEP + "inmost words\n\nafter", id="quotations and lists"),
        pytest.param("[" * DEEP + "inmost words" + "](x)" * DEEP + "\n\nafter", id="brackets"),
        pytest.param("*a " * DEEP + "inmost words" + "*" * DEEP + "\n\nafter", id="emphasis"),
    ],
)
def test_deep_markdown(body: str) -> None:
    found = words(read_text(body, Format.MARKDOWN))
    joined = " ".join(found)
    assert "inmost words" in joined
    assert found[-1] == "after"


def test_a_staircase_of_lists_keeps_each_step() -> None:
    body = "".join(f"{'  ' * depth}- step{depth}\n" for depth in range(DEEP))
    reading = read_text(body, Format.MARKDOWN)
    found = reading.text.replace("- ", "").split()
    assert found == [f"step{depth}" for depth in range(DEEP)]


def test_a_staircase_of_quotations_keeps_each_step() -> None:
    body = "\n>\n".join(f"{'> ' * depth}step{depth}" for depth in range(1, DEEP))
    found = words(read_text(body, Format.MARKDOWN))
    assert [word for word in found if word != ">"] == [f"step{n}" for n in range(1, DEEP)]


@pytest.mark.parametrize("written", [Format.HTML, Format.MARKDOWN])
@pytest.mark.parametrize(
    "name",
    ["div", "blockquote", "ul><li", "ol><li", "b", "span", "font", "table><tr><td", "dl><dd", "q"],
)
def test_deep_html(name: str, written: Format) -> None:
    opening = f"<{name}>"
    closing = "".join(f"</{part}>" for part in reversed(name.split("><")))
    steps = "".join(f"{opening}down{number} " for number in range(DEEP))
    back = "".join(f"{closing}up{number} " for number in range(DEEP))
    body = f"<p>before</p>{steps}inmost {back}\n\n<p>after</p>"
    found = [word.strip("“”‘’") for word in words(read_text(body, written))]
    downs = [f"down{number}" for number in range(DEEP)]
    ups = [f"up{number}" for number in range(DEEP)]
    expected = ["before", *downs, "inmost", *ups, "after"]
    if name.startswith("table"):
        # A cell too deep is moved out of its table, as browsers do with what fits in none.
        found, expected = sorted(found), sorted(expected)
    assert found == expected


def test_containers_are_told_to_a_depth_that_can_be_painted() -> None:
    reading = read_text("<blockquote>" * DEEP + "x" + "</blockquote>" * DEEP + "y", Format.HTML)
    assert [len(block.containers) for block in reading.blocks] == [DEEPEST_CONTAINERS, 0]


@pytest.mark.parametrize("depth", [3, 30, 90])
def test_depths_that_people_write_are_kept_exactly(depth: int) -> None:
    reading = read_text("> " * depth + "x", Format.MARKDOWN)
    (block,) = reading.blocks
    assert len(block.containers) == min(depth, DEEPEST_CONTAINERS)
