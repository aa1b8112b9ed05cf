"""The page on formats tells what is written and read, and shows it to the letter."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import jsonschema
import pytest
from carrying import BACK, COLUMNS, NO, row_of

from csreader.exchange.formats.csreader_json import schema
from csreader.exchange.formats.csv_table import COLUMNS as CSV_COLUMNS
from csreader.exchange.interface import Format, UnfitError
from csreader.exchange.registry import BUILT_IN, format_named
from docs.examples import EXAMPLES, PAGE

_PAGE = PAGE.read_text(encoding="utf-8")
_FENCED = re.compile(r"<!-- example: ([\w.-]+) -->\n(`{3,})\w*\n(.*?)\n\2\n", re.DOTALL)
_SHOWN = {name: shown for name, _, shown in _FENCED.findall(_PAGE)}
_FORMATS = [one for name in BUILT_IN if (one := format_named(name)) is not None]
every_format = pytest.mark.parametrize("one", _FORMATS, ids=lambda one: one.name)


def _rows() -> Mapping[str, Mapping[str, str]]:
    """The table's rows by format, each by column."""
    head = f"| {' | '.join(COLUMNS)} |\n"
    assert head in _PAGE
    table = _PAGE.split(head, 1)[1].split("\n\n", 1)[0].split("\n")[1:]
    found = {}
    for line in table:
        first, *cells = line.strip("| ").split(" | ")
        name = re.fullmatch(r"\[(.+)\]\(#(.+)\)", first)
        assert name is not None
        assert name[1] == name[2]
        found[name[1]] = dict(zip(COLUMNS, (name[1], *cells), strict=True))
    return found


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_what_csreader_writes(name: str) -> None:
    try:
        written = EXAMPLES[name]()
    except UnfitError as missing:
        pytest.skip(str(missing))
    assert _SHOWN[name] == written, "`make docs` writes the examples"


def test_the_whole_example_is_valid_and_its_quotes_stand_in_its_text() -> None:
    example = json.loads(_SHOWN["json"])
    jsonschema.validate(example, schema())
    post = example["posts"][0]
    states = set()
    for one in post["annotations"]:
        states.add(one["state"])
        if one["state"] != "orphan":
            assert post["text"][one["start"] : one["end"]] == one["quote"]
    assert states == {"anchored", "orphan"}


def test_the_table_and_the_sections_are_those_of_the_registry() -> None:
    assert list(_rows()) == list(BUILT_IN)
    assert _SHOWN.keys() == EXAMPLES.keys()
    sections = re.findall(r"^## (.+)$", _PAGE, re.MULTILINE)
    assert [name for name in sections if name in BUILT_IN] == list(BUILT_IN)
    shown = {name.partition(".")[0] for name in EXAMPLES}
    assert shown == {one.name for one in _FORMATS if one.write or one.write_folder}


@every_format
def test_a_row_says_what_goes_out_and_comes_back(one: Format) -> None:
    row = _rows()[one.name]
    if one.write is None and one.write_folder is None:
        assert (row["written"], row["read"]) == (NO, BACK)
        assert set(row.values()) - {one.name, BACK, NO, "in", row["levels"], row["unit"]} == set()
        return
    try:
        assert row == row_of(one)
    except UnfitError as missing:
        pytest.skip(str(missing))


@every_format
def test_a_row_has_nothing_that_the_format_counts_as_left_out(one: Format) -> None:
    row = _rows()[one.name]
    columns = {"orphans": "orphans", "notes": "notes", "untagged": "untagged", "done": "status"}
    for left_out in one.leaves_out & columns.keys():
        assert row[columns[left_out]] == NO


def test_every_column_of_the_csv_is_told_of() -> None:
    assert re.findall(r"^\| `(\w+)` \|", _PAGE, re.MULTILINE) == list(CSV_COLUMNS)
