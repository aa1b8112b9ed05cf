"""Label Studio's own validation and converter take our tasks and configuration.

Its packages are many, so they are run from an environment of their own:
CSREADER_LABEL_STUDIO names a Python that has label-studio-sdk.
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
from csreader.exchange.snapshot import Snapshot

_PYTHON = os.environ.get("CSREADER_LABEL_STUDIO")

pytestmark = pytest.mark.skipif(
    not _PYTHON, reason="CSREADER_LABEL_STUDIO names no Python that has label-studio-sdk"
)


def _checked(folder: Path, snapshot: Snapshot) -> dict:
    tasks, configuration = folder / "marks.json", folder / f"marks{ENDING}"
    tasks.write_bytes(written(LABEL_STUDIO, snapshot))
    stream = io.BytesIO()
    LABEL_STUDIO.companions[ENDING](snapshot, stream, Options())
    configuration.write_bytes(stream.getvalue())
    said = run_foreign(_PYTHON, "with_label_studio.py", str(folder), str(tasks), str(configuration))
    return json.loads(said)


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
