"""qualitative-coding reads what csreader writes, and csreader what it writes.

It needs other versions of csreader's own dependencies, so it is run from an environment of
its own: CSREADER_QC names its `qc`, else one on the PATH is taken. As released (1.7.8) it
stops at a breakpoint that was left in it, which PYTHONBREAKPOINT=0 passes.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from bringing import bring, collection_of, marks, write
from made_snapshots import EXPORTED, placed, post, written

from csreader.annotations import Store
from csreader.collection import Collection
from csreader.exchange.formats.refi.project import QDPX
from csreader.exchange.importing import Wanted
from csreader.exchange.snapshot import Snapshot, take_snapshot

_QC = os.environ.get("CSREADER_QC") or shutil.which("qc")

pytestmark = pytest.mark.skipif(
    _QC is None,
    reason="qualitative-coding is not installed; CSREADER_QC names its qc",
)

Line = tuple[str, int, str, str]
"""A source's name without its ending, a line of it from 0, a coder, a code."""


def _imported(folder: Path, data: bytes) -> Counter[Line]:
    """The coded lines that qualitative-coding has after importing a project."""
    project, target = folder / "ours.qdpx", folder / "qc"
    project.write_bytes(data)
    target.mkdir()
    environment = {**os.environ, "PYTHONBREAKPOINT": "0", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [str(_QC), "init", "--import", str(project)],
        cwd=target,
        env={name: value for name, value in environment.items() if name != "PYTHONPATH"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    with sqlite3.connect(target / "qualitative_coding.sqlite3") as database:
        rows = database.execute(
            "select distinct document.file_path, coded_line.line, coder_id, code_id, coded_line.id"
            " from coded_line"
            " join coded_line_location_association on coded_line_id = coded_line.id"
            " join location on location.id = location_id"
            " join document_index on document_index.id = document_index_id"
            " join document on document.file_path = document_id"
        ).fetchall()
    database.close()
    return Counter((Path(path).stem, line, coder, code) for path, line, coder, code, _ in rows)


def _lines(snapshot: Snapshot) -> Counter[Line]:
    """Our own: each coder's tags by the line that a passage begins on, each once."""
    found = {
        (
            Path(one.id.replace("/", "\u2215")).stem,
            one.text[: mark.start].count("\n"),
            mark.coder,
            tag.rpartition("/")[2],
        )
        for one in snapshot.posts
        for mark in one.marks
        if mark.start is not None
        for tag in mark.tags
    }
    return Counter(found)


def test_its_counts_by_line_are_ours(tmp_path: Path) -> None:
    text = "A title 😀\n\nThe lamp e\u0301 came broken.\nThey said sorry.\n\nAt once, and again.\n"
    at = text.index
    marks = (
        placed(text, at("lamp"), at("came"), "1", ("fault", "service/first contact")),
        placed(text, at("They"), at("\n\nAt"), "2", ("apology",), note="so <they> said"),
        placed(text, at("sorry"), at("sorry") + 5, "3", ("apology", "& more"), coder="bob é"),
        placed(text, at("broken"), at("once"), "4", ("fault",), coder="bob é"),
        placed(text, 0, 3, "5", (), note="only a note"),
    )
    other = "One line only"
    snapshot = Snapshot(
        EXPORTED,
        (),
        (
            post("2021/the lamp.v2.md", text, *marks),
            post("b.html", other, placed(other, 4, 8, "6", ("fault",))),
            post("b.md", other),
        ),
    )
    assert _imported(tmp_path, written(QDPX, snapshot)) == _lines(snapshot)


@pytest.fixture
def demo() -> Path:
    """The project that comes with it."""
    assert _QC is not None
    packages = Path(_QC).resolve().parents[1] / "lib"
    (found,) = packages.glob("*/site-packages/qualitative_coding/demo.qdpx")
    return found


def test_each_selection_of_its_demo_is_the_line_it_was(demo: Path) -> None:
    marks = [(one, mark) for one in QDPX.read(demo).documents for mark in one.marks]
    assert (len(marks), sum(len(mark.tags) for _, mark in marks)) == (158, 205)
    for document, mark in marks:
        assert document.text is not None
        assert document.text[mark.start : mark.end] == mark.quote
        # Its selections are whole lines.
        assert mark.start == 0 or document.text[: mark.start].endswith("\n")
        assert mark.quote.count("\n") == 1


def test_its_demo_goes_through_a_collection_back_to_it(tmp_path: Path, demo: Path) -> None:
    root = tmp_path / "stories"
    collection_of(root)
    plan, _ = bring(root, QDPX.read(demo), wanted=Wanted(write_posts=True))
    assert (plan.unmatched, plan.unplaced) == ((), ())
    placed_marks = [mark for mark in marks(root) if mark["start"] is not None]
    assert (len(placed_marks), sum(len(mark["tags"]) for mark in placed_marks)) == (158, 205)
    project = tmp_path / "out.qdpx"
    write(root, QDPX, project)
    collection = Collection.open(root)
    own = take_snapshot(collection, Store(root, "ann"), exported=EXPORTED, with_text=True)
    lines = _imported(tmp_path, project.read_bytes())
    assert lines == _lines(own)
    assert sum(lines.values()) == 205
