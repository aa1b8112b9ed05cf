"""Two parsers of brat's standoff read what csreader writes.

They want older packages than others, so they are run from an environment of their own:
CSREADER_BRAT names a Python that has bioc and mendelai-brat-parser.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
from pathlib import Path

import pytest
from foreign import run_foreign
from hypothesis import HealthCheck, given, settings
from made_snapshots import snapshots

from csreader.exchange.formats.brat.standoff import BRAT
from csreader.exchange.interface import Options
from csreader.exchange.snapshot import Snapshot

_PYTHON = os.environ.get("CSREADER_BRAT")

pytestmark = pytest.mark.skipif(
    not _PYTHON, reason="CSREADER_BRAT names no Python that has bioc and mendelai-brat-parser"
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=20
)
@given(snapshot=snapshots())
def test_they_find_each_tag_and_its_words(tmp_path: Path, snapshot: Snapshot) -> None:
    folder = tmp_path / "out"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()

    @contextlib.contextmanager
    def opened(name: str):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as stream:
            yield stream

    BRAT.write_folder(snapshot, opened, Options())
    found = json.loads(run_foreign(_PYTHON, "with_brat_parsers.py", str(folder)))
    expected = []
    for one in snapshot.posts:
        for mark in one.marks:
            if mark.start is None:
                continue
            parts = [
                (piece.start() + mark.start, piece.end() + mark.start)
                for piece in re.finditer("[^\t\n\u2028\u2029]+", mark.quote)
                if piece.group().strip()
            ]
            words = " ".join(one.text[start:end] for start, end in parts)
            told = (f"{one.id}.ann", [list(part) for part in parts], words)
            expected += [told for _ in mark.tags if parts]
    for passages in found.values():
        # How parsers trim words at a line's end is their own affair.
        assert sorted(
            (name, pieces, words.strip()) for name, _, pieces, words in passages
        ) == sorted((name, pieces, words.strip()) for name, pieces, words in expected)
        for name, _, pieces, _ in passages:
            text = (folder / name).with_suffix(".txt").read_bytes().decode("utf-8")
            assert all(text[start:end].strip() for start, end in pieces)
