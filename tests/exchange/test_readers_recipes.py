"""The recipes of docs/formats.md do what the page says.

CSREADER_PANDAS names a Python that has pandas; spaCy is an extra of csreader.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest
from foreign import run_foreign

from docs.examples import PAGE, files

_PANDAS = os.environ.get("CSREADER_PANDAS", "")


def _said(python: str, name: str, folder: Path, *exports: str) -> list[str]:
    """What a recipe prints beside exports of the story of the page's examples, as words."""
    page = PAGE.read_text(encoding="utf-8")
    found = re.findall(rf"<!-- recipe: {name} -->\n```python\n(.*?)```", page, re.DOTALL)
    assert found
    script = folder / "recipe.py"
    script.write_text("\n".join(found), encoding="utf-8")
    for export in exports:
        ((path, data),) = files(export).items()
        (folder / f"marks{Path(path).suffix}").write_bytes(data)
    return run_foreign(python, str(script), cwd=folder).split()


@pytest.mark.skipif(not _PANDAS, reason="CSREADER_PANDAS names no Python that has pandas")
def test_pandas_counts_the_tags_and_has_the_passages(tmp_path: Path) -> None:
    said = _said(_PANDAS, "pandas", tmp_path, "csv", "jsonl")
    quote = "They said sorry at once.".split()
    assert said == [
        *("post", "tag", "lamp.md", "apology", "2", "service/fast", "1"),
        *("Name:", "id,", "dtype:", "int64", "tag", "start", "end", "quote"),
        *("apology", "34", "58", *quote, "service/fast", "34", "58", *quote),
        *("The", "lamp", "[apology,", "service/fast]", "anchored"),
        *("The", "lamp", "[apology]", "orphan"),
    ]


def test_spacy_reads_the_spans_from_its_own_file(tmp_path: Path) -> None:
    pytest.importorskip("spacy", reason="spaCy is not installed")
    quote = "They said sorry at once."
    spans = [("apology", quote), ("service/fast", quote)]
    assert _said(sys.executable, "spacy", tmp_path, "spacy") == f"lamp.md {spans}".split()
