"""The page on exports tells what is written."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema

from csreader.exchange.formats.csreader_json import schema
from csreader.exchange.formats.csv_table import COLUMNS
from csreader.exchange.registry import writers

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "export.md").read_text(encoding="utf-8")


def _example() -> dict:
    found = re.search(r"<!-- example: json -->\n```json\n(.*?)\n```", PAGE, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def test_the_example_is_valid_and_its_quotes_stand_in_its_text() -> None:
    example = _example()
    jsonschema.validate(example, schema())
    post = example["posts"][0]
    states = set()
    for one in post["annotations"]:
        states.add(one["state"])
        if one["state"] != "orphan":
            assert post["text"][one["start"] : one["end"]] == one["quote"]
    assert states == {"anchored", "orphan"}


def test_every_format_and_column_is_told_of() -> None:
    for name in writers():
        assert f"\n## {name}\n" in PAGE
    table = re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)
    assert table == list(COLUMNS)
