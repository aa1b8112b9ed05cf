"""Taguette reads our codebook, and csreader Taguette's exports.

It needs an older SQLAlchemy than others, so it is run from an environment of its own:
CSREADER_TAGUETTE names its Python.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from foreign import run_foreign
from made_snapshots import EXPORTED, written

from csreader.annotations import Tag
from csreader.exchange.formats.taguette.tables import TAGUETTE_CODEBOOK
from csreader.exchange.registry import reader_for
from csreader.exchange.snapshot import Snapshot

_PYTHON = os.environ.get("CSREADER_TAGUETTE")
_SCRIPT = "with_taguette.py"

pytestmark = pytest.mark.skipif(
    not _PYTHON, reason="CSREADER_TAGUETTE names no Python that has Taguette"
)


@pytest.mark.parametrize(
    "tags",
    [
        [("service/fast", 'within "a day",\nor two'), ("service", "")],
        [("café", "")],
        [("Ärger", "naïve"), ("smörgåsbord & <more>", "→ 中文 😀")],
        [("plain", "")],
        [("e\u0301", "a combining accent")],
    ],
)
def test_its_importer_finds_our_tags(tmp_path: Path, tags: list[tuple[str, str]]) -> None:
    book = tuple(Tag("", name, "#56b4e9", description) for name, description in tags)
    path = tmp_path / "codebook.csv"
    path.write_bytes(written(TAGUETTE_CODEBOOK, Snapshot(EXPORTED, book, ())))
    said = json.loads(run_foreign(_PYTHON, _SCRIPT, "codebook", str(path)))
    assert [(tag["path"], tag["description"]) for tag in said] == tags


_DOCUMENTS = {
    "The lamp": "<h2>The lamp</h2>\n<p>It came <b>broken</b> 💡 é.</p>"
    "<p>They said&nbsp;sorry.</p>\n<ul><li>At once</li><li>again &amp; e\u0301 again</li></ul>",
    "Another": "<p>They said sorry.</p>",
}
_WORDS = [
    ("The lamp", "came broken 💡", ["fault"]),
    ("The lamp", "sorry.\nAt once", ["apology", "service.fast"]),
    ("The lamp", "again", ["apology"]),
    ("Another", "sorry", ["apology"]),
]
_STRIPPED = {
    "The lamp": "The lamp\nIt came broken 💡 é.They said\u00a0sorry.\nAt onceagain & e\u0301 again",
    "Another": "They said sorry.",
}


def _bytes(document: str, words: str) -> tuple[int, int]:
    before = _STRIPPED[document].split(words, 1)[0].encode()
    return len(before), len(before) + len(words.encode())


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("taguette")
    wanted = {
        "documents": _DOCUMENTS,
        "tags": {"fault": "", "apology": 'says "sorry",\nor so', "service.fast": ""},
        "highlights": [[name, *_bytes(name, words), tags] for name, words, tags in _WORDS],
    }
    run_foreign(_PYTHON, _SCRIPT, "export", str(folder), stdin=json.dumps(wanted))
    return folder


def _told(folder: Path, *names: str) -> list[tuple[str, str, tuple[str, ...]]]:
    found = []
    for name in names:
        for document in reader_for(folder / name).read(folder / name).documents:
            for mark in document.marks:
                if mark.start is not None:
                    assert document.text[mark.start : mark.end] == mark.quote
                found.append((document.name, "".join(mark.quote.split()), tuple(sorted(mark.tags))))
    return sorted(found)


_EXPECTED = sorted(
    (name, "".join(words.split()), tuple(sorted(tags))) for name, words, tags in _WORDS
)


def test_its_project_is_read_with_its_passages(exports: Path) -> None:
    assert _told(exports, "project.sqlite3") == _EXPECTED
    brought = reader_for(exports / "project.sqlite3").read(exports / "project.sqlite3")
    assert {mark.coder for document in brought.documents for mark in document.marks} == {"ann"}
    assert [tag.name for tag in brought.codebook] == ["fault", "apology", "service.fast"]


def test_its_documents_and_highlights_are_read(exports: Path) -> None:
    assert _told(exports, "0.html", "1.html") == _EXPECTED
    assert _told(exports, "highlights.csv") == _EXPECTED


def test_its_codebooks_are_read(exports: Path) -> None:
    tables = reader_for(exports / "codebook.csv").read(exports / "codebook.csv").codebook
    assert {tag.name: tag.description for tag in tables} == {
        "apology": 'says "sorry",\nor so',
        "fault": "",
        "service.fast": "",
    }
    refi = reader_for(exports / "codebook.qdc").read(exports / "codebook.qdc").codebook
    assert [tag.name for tag in refi] == [tag.name for tag in tables]
