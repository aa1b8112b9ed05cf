"""The CSV format."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csreader.annotations import State, Status
from csreader.exchange.formats.csv_table import COLUMNS, CSV, neutralised, restored
from csreader.exchange.interface import Options
from csreader.exchange.snapshot import PlacedMark, PostSnapshot, Snapshot
from csreader.text.characters import replace_controls
from csreader.text.model import Format


def _mark(identity: str, tags: tuple[str, ...], quote: str, note: str = "") -> PlacedMark:
    return PlacedMark(
        identity, "ann", tags, note, 3, 3 + len(quote), quote, "", "", State.ANCHORED, None, 1,
        "2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z",
    )  # fmt: skip


def _written(*marks: PlacedMark, post: str = "a.md", bom: bool = False) -> bytes:
    one = PostSnapshot(
        post, post, "A kettle", None, Format.MARKDOWN, "0" * 64, 1, {"ann": Status.DONE}, marks
    )
    stream = io.BytesIO()
    CSV.write(Snapshot("2024-01-01T00:00:00Z", (), (one,)), stream, Options(bom=bom))
    return stream.getvalue()


def _rows(data: bytes) -> list[dict[str, str]]:
    rows = list(csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))
    assert all(len(row) == len(COLUMNS) for row in rows)
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_a_row_for_each_passage_and_tag() -> None:
    rows = _rows(_written(_mark("1", ("a", "b"), "late again"), _mark("2", (), "sorry", "hm")))
    told = [(row["id"], row["tag"], row["quote"], row["start"], row["end"]) for row in rows]
    assert told == [
        ("1", "a", "late again", "3", "13"),
        ("1", "b", "late again", "3", "13"),
        ("2", "", "sorry", "3", "8"),
    ]


def test_an_orphan_has_no_positions() -> None:
    orphan = PlacedMark(
        "1", "ann", ("a",), "", None, None, "gone", "", "", State.ORPHAN, None, None, "", ""
    )
    row = _rows(_written(orphan))[0]
    assert (row["start"], row["end"], row["line"], row["quote"]) == ("", "", "", "gone")


def test_rows_end_with_cr_lf_and_newlines_stand_within_quotes() -> None:
    data = _written(_mark("1", ("a",), "one\n\ntwo", 'say "no", then'))
    assert data.endswith(b"\r\n")
    assert data.count(b"\r\n") == 2
    assert b'"one\n\ntwo"' in data
    assert b'"say ""no"", then"' in data
    assert _rows(data)[0]["note"] == 'say "no", then'


@pytest.mark.parametrize(
    "risky", ["=1+1", "+44", '-2+3\n"x"', "- dash list", "@SUM(1)", "\tx", "'t was"]
)
def test_formulas_are_neutralised_and_can_be_restored(risky: str) -> None:
    row = _rows(_written(_mark("1", (risky,), risky, risky), post=risky))[0]
    for column in ("post", "tag", "note", "quote"):
        assert row[column] == f"'{risky}"
        assert restored(row[column]) == risky


@given(st.text())
def test_every_cell_can_be_restored(text: str) -> None:
    cell = neutralised(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert restored(cell) == replace_controls(text)


def test_control_characters_are_replaced() -> None:
    data = _written(_mark("1", ("a\x1b[31m",), "x\x9by", "z\x7f"), post="bad\udce9.md")
    row = _rows(data)[0]
    assert (row["post"], row["tag"]) == ("bad\ufffd.md", "a\ufffd[31m")
    assert (row["quote"], row["note"]) == ("x\ufffdy", "z\ufffd")


def test_a_byte_order_mark_only_where_it_is_asked_for() -> None:
    mark = _mark("1", ("a",), "é")
    assert _written(mark, bom=True) == b"\xef\xbb\xbf" + _written(mark)
    assert not _written(mark).startswith(b"\xef\xbb\xbf")
