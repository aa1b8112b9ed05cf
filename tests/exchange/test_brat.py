"""brat's standoff: folders, zips and single files."""

from __future__ import annotations

import contextlib
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import HealthCheck, given, settings
from made_snapshots import EXPORTED, Once, orphaned, placed, post, snapshots

from csreader.annotations import Tag
from csreader.exchange.brought import Brought
from csreader.exchange.formats.brat.lines import escaped, unescaped
from csreader.exchange.formats.brat.standoff import BRAT
from csreader.exchange.interface import FormatError, Options
from csreader.exchange.registry import reader_for
from csreader.exchange.snapshot import PostSnapshot, Snapshot
from csreader.text.characters import replace_controls

_TEXT = "The lamp 💡 came broken.\n\nThey said sorry, e\u0301 voilà.\u2028The\u00a0end."
_IDS = [f"00000000-0000-4000-8000-00000000000{number}" for number in range(9)]
_BOOK = (
    Tag("1", "service/fast response", "#e69f00", 'within "a day"\nor two'),
    Tag("2", "Ärger | <rage>!", "#0072b2"),
    Tag("3", "сервис", "#f0e442"),
    Tag("4", "地", "#000000"),
)


def _at(words: str) -> tuple[int, int]:
    start = _TEXT.index(words)
    return start, start + len(words)


def _story() -> Snapshot:
    both = ("service/fast response", "unlisted")
    marks = [
        placed(_TEXT, *_at("broken.\n\nThey said"), _IDS[0], both, note="two\nlines \\n\tend"),
        placed(_TEXT, *_at("voilà.\u2028The\u00a0end"), _IDS[1], ("сервис",), coder="bob é"),
        placed(_TEXT, *_at("lamp 💡"), _IDS[2], ("地",)),
        placed(_TEXT, *_at("sorry"), _IDS[3], (), note="no tag"),
        orphaned("gone", _IDS[4], ("сервис",)),
    ]
    return Snapshot(
        EXPORTED, _BOOK, (post("2021/lamp?.md", _TEXT, *marks), post("./plain.txt", "Nothing."))
    )


def _written(folder: Path, snapshot: Snapshot) -> Path:
    @contextlib.contextmanager
    def opened(name: str) -> Iterator[BinaryIO]:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as stream:
            yield stream

    lazy = Snapshot(snapshot.exported, snapshot.codebook, Once(tuple(snapshot.posts)))
    BRAT.write_folder(lazy, opened, Options())
    return folder


def _read(path: Path) -> Brought:
    assert reader_for(path) is BRAT
    return BRAT.read(path)


def _laid(folder: Path, **files: str) -> Path:
    for name, content in files.items():
        (folder / name.replace("__", ".")).write_bytes(content.encode("utf-8"))
    return folder


def test_a_text_and_annotations_for_each_post(tmp_path: Path) -> None:
    folder = _written(tmp_path / "out", _story())
    names = {one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()}
    assert names == {
        "2021/lamp%3F.md.txt",
        "2021/lamp%3F.md.ann",
        "%2E/plain.txt.txt",
        "%2E/plain.txt.ann",
        "annotation.conf",
        "visual.conf",
    }
    assert (folder / "2021/lamp%3F.md.txt").read_bytes() == _TEXT.encode()
    assert (folder / "%2E/plain.txt.ann").read_bytes() == b""


def test_no_passage_holds_a_line_end(tmp_path: Path) -> None:
    folder = _written(tmp_path / "out", _story())
    lines = (folder / "2021/lamp%3F.md.ann").read_text(encoding="utf-8").splitlines()
    passages = [line.split("\t") for line in lines if line.startswith("T")]
    found = []
    for _, said, words in passages:
        kind, places = said.split(" ", 1)
        pieces = [tuple(map(int, piece.split(" "))) for piece in places.split(";")]
        assert " ".join(_TEXT[start:end] for start, end in pieces) == words
        assert re.fullmatch("[A-Za-z0-9_-]+", kind)
        found.append((kind, [_TEXT[start:end] for start, end in pieces]))
    assert found == [
        ("tag_2", ["lamp 💡"]),
        ("service_fast_response", ["broken.", "They said"]),
        ("unlisted", ["broken.", "They said"]),
        ("tag", ["voilà.", "The\u00a0end"]),
    ]
    assert "#2\tAnnotatorNotes T2\ttwo\\nlines \\\\n\\tend" in lines


def test_the_configuration_is_legal(tmp_path: Path) -> None:
    folder = _written(tmp_path / "out", _story())
    lines = (folder / "annotation.conf").read_text(encoding="utf-8").split("\n")
    sections = [line for line in lines if line.startswith("[")]
    assert sections == ["[entities]", "[relations]", "[events]", "[attributes]"]
    types = [line for line in lines if line and line[0] not in "#["]
    assert types == ["service_fast_response", "Arger_rage", "tag", "tag_2", "unlisted"]
    labels, drawing = (folder / "visual.conf").read_text(encoding="utf-8").split("[drawing]\n")
    assert labels.splitlines()[1:4] == [
        "service_fast_response | service/fast response",
        "Arger_rage | Ärger ¦ ‹rage›！",
        "tag | сервис",
    ]
    assert drawing.splitlines()[:3] == [
        "service_fast_response\tbgColor:#e69f00, fgColor:black",
        "Arger_rage\tbgColor:#0072b2, fgColor:white",
        "tag\tbgColor:#f0e442, fgColor:black",
    ]


@pytest.mark.parametrize("form", ["folder", "zip", "zip of a folder"])
def test_it_comes_back(tmp_path: Path, form: str) -> None:
    path = _written(tmp_path / "out", _story())
    if form != "folder":
        root = tmp_path if form == "zip of a folder" else path
        base = "out" if form == "zip of a folder" else None
        path = Path(shutil.make_archive(str(tmp_path / "packed"), "zip", root, base))
    brought = _read(path)
    assert brought.remarks == ()
    assert [(tag.name, tag.color, tag.description) for tag in brought.codebook[:4]] == [
        (tag.name, tag.color, tag.description) for tag in _BOOK
    ]
    plain, lamp = brought.documents
    assert (lamp.id, lamp.text, plain.id, plain.marks) == (
        "2021/lamp?.md",
        _TEXT,
        "./plain.txt",
        (),
    )
    assert {mark.id: (mark.quote, mark.tags, mark.note, mark.coder) for mark in lamp.marks} == {
        _IDS[0]: (
            "broken.\n\nThey said",
            ("service/fast response", "unlisted"),
            "two\nlines \\n\tend",
            "ann",
        ),
        _IDS[1]: ("voilà.\u2028The\u00a0end", ("сервис",), "", "bob é"),
        _IDS[2]: ("lamp 💡", ("地",), "", "ann"),
    }


def _blank_lines_off(text: str, start: int, end: int) -> tuple[int, int] | None:
    """A passage without its first and last lines where those are blank."""
    found = [
        (piece.start(), piece.end())
        for piece in re.finditer("[^\t\n\u2028\u2029]+", text[:end])
        if piece.end() > start and not text[max(piece.start(), start) : piece.end()].isspace()
    ]
    return (max(found[0][0], start), found[-1][1]) if found else None


def _expected(original: PostSnapshot) -> dict:
    found = {}
    for mark in original.marks:
        if mark.start is not None and mark.tags:
            where = _blank_lines_off(original.text, mark.start, mark.end)
            if where is not None:
                told = (mark.coder, mark.note, where, mark.created, mark.modified)
                found[mark.id] = (set(mark.tags), *told)
    return found


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(snapshot=snapshots())
def test_what_is_written_is_read(tmp_path: Path, snapshot: Snapshot) -> None:
    folder = tmp_path / "out"
    shutil.rmtree(folder, ignore_errors=True)
    _written(folder, snapshot)
    if not list(snapshot.posts):
        return
    brought = BRAT.read(folder)
    assert brought.remarks == ()
    for document, original in zip(brought.documents, snapshot.posts, strict=True):
        assert (document.id, document.text) == (original.id, original.text)
        assert _expected(original) == {
            mark.id: (
                set(mark.tags),
                mark.coder,
                mark.note,
                (mark.start, mark.end),
                mark.created,
                mark.modified,
            )
            for mark in document.marks
        }
        for mark in document.marks:
            assert document.text[mark.start : mark.end] == mark.quote
    book = {tag.name: (tag.color, tag.description) for tag in brought.codebook}
    for tag in snapshot.codebook:
        assert book[tag.name] == (tag.color, tag.description)


@given(snapshot=snapshots())
def test_a_note_is_one_line(snapshot: Snapshot) -> None:
    for one in snapshot.posts:
        for mark in one.marks:
            assert len((escaped(mark.note) + ".").splitlines()) == 1
            assert unescaped(escaped(mark.note)) == mark.note
            assert replace_controls(escaped(mark.note)) == escaped(mark.note)


_FOREIGN = """T1\tOrganization 0 4\tSony
T2\tMERGE-ORG 14 27\tjoint venture
T3\tCountry 49 55;60 66\tFrance Sweden
E1\tMERGE-ORG:T2 Org1:T1
R1\tOrigin Arg1:T3 Arg2:T1
A1\tNegation E1
N1\tReference T1 Wikipedia:534366\tSony
*\tEquiv T1 T3
#1\tAnnotatorNotes T1\tC:\\new names
#2\tAnnotatorNotes R1\twhy?
"""
_SAID = "Sony formed a joint venture with Ericsson to sell France and Sweden"


def test_what_brat_writes_is_read(tmp_path: Path) -> None:
    visual = "[labels]\nOrganization | Company | Org\nCountry\n\n[drawing]\n"
    folder = _laid(
        tmp_path,
        a__txt=_SAID,
        a__ann=_FOREIGN.replace("49 55;60 66", "50 56;61 67"),
        annotation__conf="[entities]\nOrganization\nCountry\nNever\n",
        visual__conf=f"{visual}Organization\tbgColor:#8fb2ff\nNever\tbgColor:#123456\n",
    )
    brought = _read(folder)
    (document,) = brought.documents
    assert (document.name, document.id, document.text) == ("a", "", _SAID)
    assert [(mark.quote, mark.tags, mark.note) for mark in document.marks] == [
        ("Sony", ("Company",), "C:\\new names"),
        ("joint venture", ("MERGE-ORG",), ""),
        ("France and Sweden", ("Country",), ""),
    ]
    assert [(tag.name, tag.color) for tag in brought.codebook] == [
        ("Company", "#8fb2ff"),
        ("MERGE-ORG", ""),
        ("Country", ""),
    ]
    assert sorted(brought.remarks) == [
        "1 attribute is left out.",
        "1 equivalence is left out.",
        "1 event is left out.",
        "1 normalization is left out.",
        "1 note of what is left out is left out.",
        "1 passage in pieces became whole, with the words between.",
        "1 relation is left out.",
    ]


def test_one_file_is_read_with_the_text_beside_it(tmp_path: Path) -> None:
    _laid(
        tmp_path, a__txt="They said sorry.", a__ann="T1\tx 10 15\tsorry\n", b__ann="T1\ty 0 1\tb\n"
    )
    (document,) = _read(tmp_path / "a.ann").documents
    assert [(mark.quote, mark.start) for mark in document.marks] == [("sorry", 10)]
    brought = _read(tmp_path / "b.ann")
    (document,) = brought.documents
    assert [(mark.quote, mark.start) for mark in document.marks] == [("b", None)]
    assert brought.remarks == (
        "1 .ann file without its .txt: only the words of passages are known.",
    )


def test_a_cr_lf_counts_as_two_and_beyond_u_ffff_is_one(tmp_path: Path) -> None:
    text = "one 😀\r\ntwo\r\nthree"
    _laid(tmp_path, a__txt=text, a__ann="T1\tx 7 10\ttwo\r\nT2\tx 12 17\tthree\r\n")
    (document,) = _read(tmp_path / "a.ann").documents
    assert document.text == "one 😀\ntwo\nthree"
    assert [mark.quote for mark in document.marks] == ["two", "three"]


def test_words_that_are_elsewhere_now_are_kept(tmp_path: Path) -> None:
    _laid(tmp_path, a__txt="Since then edited.", a__ann="T1\tx 0 5\tsorry\n")
    (document,) = _read(tmp_path / "a.ann").documents
    assert [(mark.quote, mark.start) for mark in document.marks] == [("sorry", None)]


@pytest.mark.parametrize(
    ("annotations", "said"),
    [
        ("T1\tx 0 1\ta\nT2 x 0 1 a\n", "line 2: no passage"),
        ("T1\tx 0 1;\ta\n", "line 1: no passage"),
        ("T1\tx 0 a\tb\n", "line 1: no passage"),
    ],
)
def test_a_bad_line_is_told(tmp_path: Path, annotations: str, said: str) -> None:
    _laid(tmp_path, a__txt="ab", a__ann=annotations)
    with pytest.raises(FormatError) as caught:
        _read(tmp_path)
    assert f"{tmp_path}: a.ann, {said}" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_is_no_utf_8_or_no_standoff_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.ann").write_bytes(b"T1\tx 0 1\ta\n")
    (tmp_path / "a.txt").write_bytes(b"a\n\xff")
    with pytest.raises(FormatError, match=r"a\.txt, line 2: not UTF-8"):
        _read(tmp_path)
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(FormatError, match=r"no \.ann file"):
        BRAT.read(tmp_path / "b.zip")
    (tmp_path / "c.zip").write_bytes(b"PK no")
    with pytest.raises(FormatError, match="no zip archive"):
        BRAT.read(tmp_path / "c.zip")
