"""Taguette's tables, pages and projects."""

from __future__ import annotations

import csv
import io
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from made_snapshots import EXPORTED, orphaned, placed, post, snapshots, written

from csreader.annotations import Tag
from csreader.exchange.brought import BroughtTag
from csreader.exchange.formats.taguette.database import TAGUETTE_PROJECT
from csreader.exchange.formats.taguette.names import UNTAGGED
from csreader.exchange.formats.taguette.page import TAGUETTE_PAGE
from csreader.exchange.formats.taguette.tables import TAGUETTE, TAGUETTE_CODEBOOK
from csreader.exchange.interface import Format, FormatError
from csreader.exchange.registry import reader_for
from csreader.exchange.snapshot import Snapshot
from csreader.text.characters import replace_controls

_TEXT = "The lamp came broken.\n\nThey said sorry."


def _story() -> Snapshot:
    at = _TEXT.index
    marks = (
        placed(_TEXT, at("lamp"), at("came"), "11111111-1111-1111-1111-111111111111", ("fault",)),
        placed(_TEXT, at("They"), len(_TEXT), "2", ("apology", "service/fast")),
        orphaned("gone", "3", ("apology",), note="n"),
        placed(_TEXT, 0, 3, "4", (), note="only a note"),
    )
    book = (Tag("", "apology", "#56b4e9", "says\nsorry"), Tag("", "unused", "#e69f00"))
    return Snapshot(EXPORTED, book, (post("a.md", _TEXT, *marks), post("b.md", _TEXT)))


def _rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def _read(one: Format, path: Path, content: str | bytes):
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    assert reader_for(path) is one
    return one.read(path)


def _refused(one: Format, path: Path, content: str | bytes) -> str:
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    with pytest.raises(FormatError) as caught:
        one.read(path)
    message = str(caught.value)
    assert message.startswith(str(path))
    assert "\n" not in message
    return message


def test_the_highlights_are_a_row_for_each_passage_and_tag() -> None:
    assert _rows(written(TAGUETTE, _story())) == [
        ["id", "document", "tag", "content"],
        ["4", "a.md", "", "The"],
        ["11111111-1111-1111-1111-111111111111", "a.md", "fault", "lamp "],
        ["2", "a.md", "apology", "They said sorry."],
        ["2", "a.md", "service/fast", "They said sorry."],
        ["3", "a.md", "apology", "gone"],
    ]


def test_the_codebook_counts_passages_and_documents() -> None:
    assert _rows(written(TAGUETTE_CODEBOOK, _story())) == [
        ["tag", "description", "number of highlights", "number of documents"],
        ["apology", "says\nsorry", "2", "1"],
        ["unused", "", "0", "0"],
        ["fault", "", "1", "1"],
        ["service/fast", "", "1", "1"],
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(snapshot=snapshots())
def test_what_is_written_is_read(tmp_path: Path, snapshot: Snapshot) -> None:
    codebook = _read(
        TAGUETTE_CODEBOOK, tmp_path / "codebook.csv", written(TAGUETTE_CODEBOOK, snapshot)
    ).codebook
    used = {tag for one in snapshot.posts for mark in one.marks for tag in mark.tags}
    found = {tag.name: tag.description for tag in codebook}
    assert found.keys() == used | {tag.name for tag in snapshot.codebook}
    assert all(found[tag.name] == tag.description for tag in snapshot.codebook)
    documents = _read(TAGUETTE, tmp_path / "highlights.csv", written(TAGUETTE, snapshot)).documents
    told = {
        (document.name, mark.quote, frozenset(mark.tags))
        for document in documents
        for mark in document.marks
    }
    assert told == {
        (one.id, replace_controls(mark.quote), frozenset(mark.tags))
        for one in snapshot.posts
        for mark in one.marks
    }


def test_formulas_are_neutralised_and_come_back(tmp_path: Path) -> None:
    snapshot = Snapshot(
        EXPORTED,
        (Tag("", "-2", "#56b4e9", "=1+1"), Tag("", "it's", "#56b4e9", "'t was")),
        (post("a.md", "@SUM(1)", placed("@SUM(1)", 0, 7, "1", ("-2",))),),
    )
    for one in (TAGUETTE, TAGUETTE_CODEBOOK):
        for row in _rows(written(one, snapshot)):
            assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
    book = _read(TAGUETTE_CODEBOOK, tmp_path / "b.csv", written(TAGUETTE_CODEBOOK, snapshot))
    assert book.codebook == (
        BroughtTag("-2", description="=1+1"),
        BroughtTag("it's", description="'t was"),
    )
    document = _read(TAGUETTE, tmp_path / "a.csv", written(TAGUETTE, snapshot)).documents[0]
    assert (document.marks[0].quote, document.marks[0].tags) == ("@SUM(1)", ("-2",))


def test_highlights_of_taguette_have_the_same_ids_each_time(tmp_path: Path) -> None:
    table = (
        "id,document,tag,content\r\n7,The lamp,a.b,They said\r\n7,The lamp,c,They said\r\n"
        "8,The lamp,,once\r\n7,Other,c,They said\r\n"
    )
    brought = _read(TAGUETTE, tmp_path / "h.csv", table)
    lamp, other = brought.documents
    assert [(one.tags, one.quote, one.note) for one in lamp.marks] == [
        (("a.b", "c"), "They said", ""),
        ((), "once", UNTAGGED),
    ]
    ids = [one.id for document in brought.documents for one in document.marks]
    assert len(set(ids)) == 3
    again = _read(TAGUETTE, tmp_path / "h.csv", table)
    assert [one.id for document in again.documents for one in document.marks] == ids
    assert other.name == "Other"


def test_tags_with_a_slash_at_an_end_keep_it_as_a_sign(tmp_path: Path) -> None:
    book = _read(TAGUETTE_CODEBOOK, tmp_path / "b.csv", "tag,description\na/b,\n/c,\nd//e,\n")
    assert [tag.name for tag in book.codebook] == ["a/b", "∕c", "d∕∕e"]


def test_tables_that_are_broken_are_refused_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    assert 'line 1: there is no column "content"' in _refused(TAGUETTE, path, "id,document,tag\n")
    assert "line 1" in _refused(TAGUETTE, path, b"")
    assert "line 3" in _refused(TAGUETTE, path, "id,document,tag,content\n1,a,b,c\n2,a\n")
    assert "line 2" in _refused(TAGUETTE, path, "id,document,tag,content\n1,,b,c\n")
    assert "line 2" in _refused(TAGUETTE, path, 'id,document,tag,content\n1,"a"b,c,d\n')
    assert "line 2" in _refused(TAGUETTE_CODEBOOK, path, "tag,description\n ,x\n")
    assert csv.field_size_limit() == 131072


def test_a_long_passage_is_read(tmp_path: Path) -> None:
    brought = _read(TAGUETTE, tmp_path / "h.csv", "id,document,tag,content\n1,a,b," + "x" * 200_000)
    assert len(brought.documents[0].marks[0].quote) == 200_000


_HEAD = (
    "<!DOCTYPE html>\n<html>\n  <head>\n    <style>\n      .highlight {\n      }\n"
    "      .taglist {\n      }\n    </style>\n    <title>A &amp; B</title>\n  </head>\n"
    "  <body>\n    <h1>A &amp; B</h1>\n"
)


def _lit(text: str) -> str:
    return f'<span class="highlight">{text}</span>'


def _tagged(*tags: str) -> str:
    return f'<span class="taglist"> [{", ".join(tags)}]</span>'


def test_a_page_tells_passages_over_blocks_and_their_tags(tmp_path: Path) -> None:
    body = (
        f"<h1>In it</h1><p>One {_lit('two ')}<b>{_lit('th&lt;ree')}</b></p>{_lit(chr(10))}"
        f"<ul><li>{_lit('four')}{_tagged('a', 'b/c')} five</li></ul>"
        f"<p>{_lit('😀 six')}{_tagged('d')}<br>seven {_lit('eight')}{_tagged()}</p>"
    )
    brought = _read(TAGUETTE_PAGE, tmp_path / "d.html", f"{_HEAD}{body}</body></html>")
    (document,) = brought.documents
    assert document.name == "A & B"
    assert document.text.split() == "In it One two th<ree four five 😀 six seven eight".split()
    assert [(" ".join(one.quote.split()), one.tags, one.note) for one in document.marks] == [
        ("two th<ree four", ("a", "b/c"), ""),
        ("😀 six", ("d",), ""),
        ("eight", (), UNTAGGED),
    ]
    for one in document.marks:
        assert document.text[one.start : one.end] == one.quote
    assert [tag.name for tag in brought.codebook] == ["a", "b/c", "d"]
    assert brought.remarks == ()


def test_passages_that_touch_or_overlap_are_told_of(tmp_path: Path) -> None:
    body = f"<p>{_lit('one')}{_tagged('a')}{_lit(' two')}{_tagged('b')} three</p>"
    brought = _read(TAGUETTE_PAGE, tmp_path / "d.html", f"{_HEAD}{body}</body></html>")
    assert [one.quote for one in brought.documents[0].marks] == ["one", "two"]
    assert brought.remarks[0].startswith("1 passage begins where another ends")


def test_pages_of_others_are_refused(tmp_path: Path) -> None:
    assert "line 1" in _refused(TAGUETTE_PAGE, tmp_path / "d.html", "<p>hello</p>")


def _project(path: Path, extra: str = "") -> None:
    with closing(sqlite3.connect(path)) as database:
        database.executescript(
            "create table documents (id integer primary key, name, contents);"
            "create table highlights (id integer primary key, document_id, start_offset, "
            "end_offset, snippet);"
            "create table tags (id integer primary key, path, description);"
            "create table highlight_tags (highlight_id, tag_id);"
            "insert into documents values (1, 'The lamp', '<p>é <b>one</b></p><p>two</p>');"
            "insert into tags values (1, 'a/b', 'why'), (2, 'c', '');"
            "insert into highlights values (5, 1, 3, 9, ''), (6, 1, 0, 2, ''), (7, 1, 4, 4, '');"
            "insert into highlight_tags values (5, 1), (5, 2);" + extra
        )
        database.commit()


def test_a_project_tells_bytes_which_become_code_points(tmp_path: Path) -> None:
    path = tmp_path / "p.sqlite3"
    _project(
        path,
        "create table commands (id integer primary key, user_login, date, payload);"
        "insert into commands values (1, 'ann', '2024-01-02 03:04:05.678', "
        """'{"type": "highlight_add", "highlight_id": 5}'), (2, 'bob', '', 'no JSON'),"""
        "(3, 'bob', '', '[]');",
    )
    before = path.read_bytes()
    assert reader_for(path) is TAGUETTE_PROJECT
    brought = TAGUETTE_PROJECT.read(path)
    (document,) = brought.documents
    assert document.text.split() == ["é", "one", "two"]
    told = [(one.quote, one.tags, one.note, one.coder, one.created) for one in document.marks]
    assert told == [
        ("é", (), UNTAGGED, "", ""),
        ("one\n\ntwo", ("a/b", "c"), "", "ann", "2024-01-02T03:04:05Z"),
    ]
    for one in document.marks:
        assert document.text[one.start : one.end] == one.quote
    assert brought.codebook == (BroughtTag("a/b", description="why"), BroughtTag("c"))
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_files_that_are_no_projects_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.sqlite3"
    assert "no SQLite file" in _refused(TAGUETTE_PROJECT, path, b"nothing")
    assert "SQLite" in _refused(TAGUETTE_PROJECT, path, b"")
    _project(path)
    data = path.read_bytes()
    assert "no project" in _refused(TAGUETTE_PROJECT, path, data[:4096] + bytes(len(data) - 4096))
    path.unlink()
    with closing(sqlite3.connect(path)) as database:
        database.execute("create table documents (id)")
    with pytest.raises(FormatError, match="no table highlights"):
        TAGUETTE_PROJECT.read(path)


def test_a_view_in_the_place_of_a_table_is_not_run(tmp_path: Path) -> None:
    path = tmp_path / "p.sqlite3"
    _project(
        path,
        "drop table tags; create view tags as with recursive n(i) as "
        "(select 1 union all select i + 1 from n) "
        "select i as id, i as path, i as description from n;",
    )
    with pytest.raises(FormatError, match="no table tags"):
        TAGUETTE_PROJECT.read(path)
