"""The recipes of docs/formats.md do what the page says.

CSREADER_PANDAS and CSREADER_SPACY name the Pythons that have pandas and spaCy.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from foreign import run_foreign

from csreader.exchange.interface import Options
from docs.examples import PAGE, files


def _said(name: str, folder: Path) -> list[str]:
    """What a recipe prints beside exports of the story of the page's examples, as words."""
    variable = f"CSREADER_{name.upper()}"
    python = os.environ.get(variable)
    if not python:
        pytest.skip(f"{variable} names no Python that has {name}")
    page = PAGE.read_text(encoding="utf-8")
    found = re.search(rf"<!-- recipe: {name} -->\n```python\n(.*?)```", page, re.DOTALL)
    assert found is not None
    script = folder / "recipe.py"
    script.write_text(found[1], encoding="utf-8")
    (folder / "marks.csv").write_bytes(files("csv")["lamp.csv"])
    (folder / "marks.json").write_bytes(files("json", Options(with_text=True))["lamp.json"])
    return run_foreign(python, str(script), cwd=folder).split()


def test_pandas_counts_the_tags_and_has_the_passages(tmp_path: Path) -> None:
    said = _said("pandas", tmp_path)
    quote = "They said sorry at once.".split()
    assert said == [
        *("post", "tag", "lamp.md", "apology", "2", "service/fast", "1"),
        *("Name:", "id,", "dtype:", "int64", "tag", "start", "end", "quote"),
        *("apology", "34", "58", *quote, "service/fast", "34", "58", *quote),
    ]


def test_spacy_reads_the_spans_from_its_own_file(tmp_path: Path) -> None:
    quote = "They said sorry at once."
    spans = [("apology", quote), ("service/fast", quote)]
    assert _said("spacy", tmp_path) == f"lamp.md {spans}".split()
