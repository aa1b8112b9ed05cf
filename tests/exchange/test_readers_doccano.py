"""doccano's own importer reads our JSON Lines, and csreader what doccano exports of them.

doccano is a server with many packages, so it is run from an environment of its own:
CSREADER_DOCCANO names its Python.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from foreign import run_foreign
from labelled import expected_marks, marks_on, told
from made_snapshots import EXPORTED, placed, post, written

from csreader.exchange.formats.doccano import DOCCANO
from csreader.exchange.registry import reader_for
from csreader.exchange.snapshot import PostSnapshot, Snapshot

_PYTHON = os.environ.get("CSREADER_DOCCANO")

pytestmark = pytest.mark.skipif(
    not _PYTHON, reason="CSREADER_DOCCANO names no Python that has doccano"
)

_TEXTS = {
    "café.md": "The lamp 💡 came broken, é.\n\nThey said sorry, e\u0301 voilà.\u2028The\u00a0end.",
    "2021/tea.md": "👩\u200d🔬 One  two\tthree\n- “four” \ufeff five six",
    "plain.md": "Nothing is marked here.",
}
_WORDS = {
    "café.md": ["lamp 💡", "They said sorry", "sorry, e\u0301", "The\u00a0end", "é"],
    "2021/tea.md": ["One  two", "two\tthree\n- “four”", "five", "👩\u200d🔬"],
    "plain.md": [],
}


def _posts() -> list[PostSnapshot]:
    posts = []
    for name, text in _TEXTS.items():
        marks = marks_on(text, _WORDS[name], len(posts))
        posts.append(post(name, text, *marks, date=None if marks else "2020-02-02"))
    return posts


def _doccano(folder: Path, data: bytes, *more: str) -> dict:
    path = folder / "ours.jsonl"
    path.write_bytes(data)
    home = folder / "doccano"
    home.mkdir()
    return json.loads(run_foreign(_PYTHON, "with_doccano.py", str(home), str(path), *more))


def test_its_importer_takes_all_labels_where_they_are(tmp_path: Path) -> None:
    posts = _posts()
    found = _doccano(tmp_path, written(DOCCANO, Snapshot(EXPORTED, (), tuple(posts))))
    assert found["errors"] == []
    expected = [
        [one.text, start, end, tag]
        for one in posts
        for (start, end), (_, tags) in sorted(expected_marks(one).items())
        for tag in sorted(tags)
    ]
    assert found["spans"] == expected
    back = tmp_path / "all.jsonl"
    back.write_text("\n".join(found["export"]), encoding="utf-8")
    assert reader_for(back) is DOCCANO
    documents = list(DOCCANO.read(back).documents)
    assert [(one.id, one.text) for one in documents] == [(one.id, one.text) for one in posts]
    assert [told(one) for one in documents] == [expected_marks(one) for one in posts]


def test_an_accent_alone_is_not_guessed_away(tmp_path: Path) -> None:
    text = "The café said sorry."
    one = post("a.md", text, placed(text, 14, 19, "00000000-0000-4000-8000-000000000001", ("x",)))
    found = _doccano(tmp_path, written(DOCCANO, Snapshot(EXPORTED, (), (one,))))
    assert found["spans"] == [[text, 14, 19, "x"]]


def test_its_export_with_relations_is_read(tmp_path: Path) -> None:
    record = {
        "text": "It came late, and they said sorry.",
        "entities": [
            {"id": 0, "start_offset": 8, "end_offset": 12, "label": "fault"},
            {"id": 1, "start_offset": 28, "end_offset": 33, "label": "apology"},
        ],
        "relations": [{"from_id": 0, "to_id": 1, "type": "answered by"}],
    }
    found = _doccano(tmp_path, json.dumps(record).encode(), "relations")
    assert found["errors"] == []
    back = tmp_path / "all.jsonl"
    back.write_text("\n".join(found["export"]), encoding="utf-8")
    brought = reader_for(back).read(back)
    (document,) = brought.documents
    assert [(mark.quote, mark.tags) for mark in document.marks] == [
        ("late", ("fault",)),
        ("sorry", ("apology",)),
    ]
