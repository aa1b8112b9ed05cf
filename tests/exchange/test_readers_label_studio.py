"""Label Studio imports our tasks, and csreader what Label Studio exports of them.

Its packages are many, so they are run from an environment of their own:
CSREADER_LABEL_STUDIO names a Python that has label-studio and its label-studio-sdk, whose
validation and converter take our tasks and configuration, too.
"""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest
from foreign import run_foreign
from hypothesis import HealthCheck, given, settings
from made_snapshots import EXPORTED, placed, post, snapshots, written

from csreader.annotations import Tag
from csreader.exchange.formats.label_studio.configuration import ENDING
from csreader.exchange.formats.label_studio.tasks import LABEL_STUDIO
from csreader.exchange.interface import Options
from csreader.exchange.registry import reader_for
from csreader.exchange.snapshot import Snapshot

_PYTHON = os.environ.get("CSREADER_LABEL_STUDIO")

pytestmark = pytest.mark.skipif(
    not _PYTHON, reason="CSREADER_LABEL_STUDIO names no Python that has label-studio"
)


def _run(script: str, folder: Path, snapshot: Snapshot) -> dict:
    tasks, configuration = folder / "marks.json", folder / f"marks{ENDING}"
    tasks.write_bytes(written(LABEL_STUDIO, snapshot))
    stream = io.BytesIO()
    LABEL_STUDIO.companions[ENDING](snapshot, stream, Options())
    configuration.write_bytes(stream.getvalue())
    return json.loads(run_foreign(_PYTHON, script, str(folder), str(tasks), str(configuration)))


def _checked(folder: Path, snapshot: Snapshot) -> dict:
    return _run("with_label_studio.py", folder, snapshot)


_TEXTS = {
    "a.md": "😀 The lamp came e\u0301 broken 💡.\n\nThey\u00a0said sorry at once.",
    "2021/b.md": "👩\u200d🔬 One  two\tthree\n- “four” \ufeff five six",
}


def _told(path: Path) -> dict:
    """From each post and passage to its tags, note and coder."""
    assert reader_for(path) is LABEL_STUDIO
    found = {}
    for document in LABEL_STUDIO.read(path).documents:
        for mark in document.marks:
            assert document.text is not None
            assert document.text[mark.start : mark.end] == mark.quote
            found[document.id, mark.start, mark.end] = (mark.tags, mark.note, mark.coder)
    return found


def test_its_project_takes_all_marks_and_gives_them_back(tmp_path: Path) -> None:
    words = {
        "a.md": {"lamp": ("fault", ""), "broken 💡.\n\nThey": ("a/b & <c>", "so <they> said")},
        "2021/b.md": {"two\tthree\n- “four”": ("fault", ""), "\ufeff five": ("a/b & <c>", "")},
    }
    posts, expected = [], {}
    for name, text in _TEXTS.items():
        marks = []
        for number, (quote, (tag, note)) in enumerate(words[name].items()):
            start, coder = text.index(quote), ("ann", "bob é")[number]
            identity = f"00000000-0000-4000-8000-{len(posts):06d}{number:06d}"
            there = start, start + len(quote)
            marks.append(placed(text, *there, identity, (tag, "both"), note=note, coder=coder))
            expected[name, *there] = ((tag, "both"), note, coder)
        posts.append(post(name, text, *marks))
    book = tuple(
        Tag(str(number), tag, "#e69f00")
        for number, tag in enumerate(("fault", "a/b & <c>", "both"))
    )
    said = _run("with_label_studio_project.py", tmp_path, Snapshot(EXPORTED, book, tuple(posts)))
    assert said["imported"]["task_count"] == 2
    assert said["imported"]["annotation_count"] == 4
    back = tmp_path / "back.json"
    back.write_text(json.dumps(said["JSON"]), encoding="utf-8")
    assert _told(back) == expected
    back.write_text(json.dumps(said["JSON_MIN"]), encoding="utf-8")
    assert {place: tags for place, (tags, *_) in _told(back).items()} == {
        place: tags for place, (tags, *_) in expected.items()
    }


def test_its_converter_cuts_the_words_that_were_marked(tmp_path: Path) -> None:
    text = "😀 The lamp came e\u0301 broken 💡 .\n\nThey\u00a0said sorry at once ."
    names = {"lamp": "fault", "broken 💡": "service/fast & <good>", "said sorry": "apology"}
    marks = []
    for number, (words, tag) in enumerate(names.items()):
        start = text.index(words)
        identity = f"00000000-0000-4000-8000-{number:012d}"
        marks.append(placed(text, start, start + len(words), identity, (tag,), note="x"))
    book = tuple(Tag(str(number), tag, "#e69f00") for number, tag in enumerate(names.values()))
    found = _checked(tmp_path, Snapshot(EXPORTED, book, (post("a.md", text, *marks),)))
    assert (found["configuration"], found["errors"]) == ("", [])
    tagged = [(word, tag) for word, tag in found["conll"] if tag != "O"]
    assert tagged == [
        ("lamp", "B-fault"),
        ("broken", "B-service/fast & <good>"),
        ("💡", "I-service/fast & <good>"),
        ("said", "B-apology"),
        ("sorry", "I-apology"),
    ]


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=8
)
@given(snapshot=snapshots())
def test_whatever_is_written_fits_its_configuration(tmp_path: Path, snapshot: Snapshot) -> None:
    found = _checked(tmp_path, snapshot)
    assert found["errors"] == []
    assert found["configuration"] == ""
