"""The REFI-QDA project: written, and read as csreader writes it."""

from __future__ import annotations

import io
import re
import uuid
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from made_snapshots import (
    EXPORTED,
    REFI_SCHEMAS,
    orphaned,
    placed,
    post,
    snapshots,
    written,
)

from csreader.annotations import Status, Tag
from csreader.exchange.brought import Brought
from csreader.exchange.formats.refi.project import QDPX
from csreader.exchange.snapshot import Snapshot
from csreader.exchange.xml_writing import xml_text

SCHEMA = REFI_SCHEMAS / "Project.xsd"
_NS = "{urn:QDA-XML:project:1.0}"
_TEXT = "The lamp came broken 💡.\n\nThey said sorry at once, e\u0301 voilà.\nThe end\u00a0."
_IDS = [str(uuid.UUID(int=number)) for number in range(1, 9)]
_BOOK = (
    Tag("88712fbb-5501-4452-a95d-01d388a09b42", "service/fast", "#e69f00", "within a day"),
    Tag("", "apology", "#56b4e9"),
)


def _story() -> Snapshot:
    sorry = _TEXT.index("They said")
    lamp = _TEXT.index("lamp")
    return Snapshot(
        EXPORTED,
        _BOOK,
        (
            post(
                "2021/lamp.md",
                _TEXT,
                placed(
                    _TEXT, sorry, sorry + 15, _IDS[0], ("apology", "service/fast"), note="two\nof"
                ),
                placed(_TEXT, lamp, lamp + 19, _IDS[1], ("fault",), coder="bob"),
                orphaned("They came back.", _IDS[2], ("apology",), note="<gone>", coder="bob"),
                title="The lamp",
                date="2021-03-04",
                status={"ann": Status.DONE, "bob": Status.IN_PROGRESS},
            ),
            post("empty.md", ""),
        ),
    )


def _parts(data: bytes) -> tuple[ElementTree.Element, dict[str, str]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        texts = {
            name: archive.read(name).decode("utf-8")
            for name in archive.namelist()
            if name.startswith("sources/")
        }
        return ElementTree.fromstring(archive.read("project.qde")), texts


def _read(folder: Path, data: bytes) -> Brought:
    path = folder / "project.qdpx"
    path.write_bytes(data)
    return QDPX.read(path)


def test_the_parts_of_a_project() -> None:
    root, texts = _parts(written(QDPX, _story()))
    assert [child.tag.removeprefix(_NS) for child in root] == [
        "Users", "CodeBook", "Variables", "Sources", "Notes",
    ]  # fmt: skip
    assert [user.get("name") for user in root.iter(f"{_NS}User")] == ["ann", "bob"]
    codes = [(code.get("name"), code.get("isCodable")) for code in root.iter(f"{_NS}Code")]
    assert codes == [("service", "false"), ("fast", "true"), ("apology", "true"), ("fault", "true")]
    lamp, empty = root.iter(f"{_NS}TextSource")
    assert (lamp.get("name"), empty.get("name")) == ("2021∕lamp.md", "empty.md")
    path = lamp.get("plainTextPath")
    assert path == f"internal://{lamp.get('guid')}.txt"
    assert texts[f"sources/{lamp.get('guid')}.txt"] == _TEXT
    assert texts[f"sources/{empty.get('guid')}.txt"] == ""
    values = {
        value[0].get("targetGUID"): (value[1].tag.removeprefix(_NS), value[1].text)
        for value in lamp.iter(f"{_NS}VariableValue")
    }
    names = {one.get("name"): one.get("guid") for one in root.iter(f"{_NS}Variable")}
    assert {name: values[guid] for name, guid in names.items()} == {
        "post": ("TextValue", "2021/lamp.md"),
        "path": ("TextValue", "posts/2021/lamp.md"),
        "title": ("TextValue", "The lamp"),
        "date": ("DateValue", "2021-03-04"),
        "status (ann)": ("TextValue", "done"),
        "status (bob)": ("TextValue", "in-progress"),
    }


def test_a_selection_has_its_place_its_line_from_zero_and_its_words() -> None:
    root, texts = _parts(written(QDPX, _story()))
    text = next(text for text in texts.values() if text)
    found = [
        (one.get("name"), text[int(one.get("startPosition")) : int(one.get("endPosition"))])
        for one in root.iter(f"{_NS}PlainTextSelection")
    ]
    assert found == [
        ("line:0 lamp came broken 💡.", "lamp came broken 💡.\n"[:19]),
        ("line:2 They said sorry", "They said sorry"),
    ]


def test_a_note_is_where_each_program_looks() -> None:
    root, _ = _parts(written(QDPX, _story()))
    selection = next(
        one for one in root.iter(f"{_NS}PlainTextSelection") if one.get("guid") == _IDS[0]
    )
    assert selection.find(f"{_NS}Description").text == "two\nof"
    target = selection.find(f"{_NS}NoteRef").get("targetGUID")
    note = next(one for one in root.iter(f"{_NS}Note") if one.get("guid") == target)
    assert note.find(f"{_NS}PlainTextContent").text == "two\nof"
    # Without it QualCoder stops at a note.
    assert all(one.get("creationDateTime") for one in root.iter(f"{_NS}Note"))


def test_it_comes_back(tmp_path: Path) -> None:
    brought = _read(tmp_path, written(QDPX, _story()))
    assert brought.remarks == ()
    assert {tag.name: (tag.color, tag.description) for tag in brought.codebook} == {
        "service/fast": ("#e69f00", "within a day"),
        "apology": ("#56b4e9", ""),
        "fault": (brought.codebook[-1].color, ""),
    }
    lamp, empty = brought.documents
    assert (lamp.id, lamp.title, lamp.date) == ("2021/lamp.md", "The lamp", "2021-03-04")
    assert lamp.status == {"ann": Status.DONE, "bob": Status.IN_PROGRESS}
    assert (empty.text, empty.marks) == ("", ())
    told = {one.id: (one.coder, one.quote, one.tags, one.note, one.start) for one in lamp.marks}
    sorry, lamp_at = _TEXT.index("They"), _TEXT.index("lamp")
    assert told == {
        _IDS[0]: ("ann", "They said sorry", ("apology", "service/fast"), "two\nof", sorry),
        _IDS[1]: ("bob", _TEXT[lamp_at : lamp_at + 19], ("fault",), "", lamp_at),
        _IDS[2]: ("bob", "They came back.", ("apology",), "<gone>", None),
    }


def _cleaned(text: str) -> str:
    return xml_text(text)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(snapshot=snapshots())
def test_what_is_written_is_read(tmp_path: Path, snapshot: Snapshot) -> None:
    data = written(QDPX, snapshot)
    assert data == written(QDPX, snapshot)
    brought = _read(tmp_path, data)
    documents = list(brought.documents)
    assert [one.text for one in documents] == [one.text for one in snapshot.posts]
    assert [one.id for one in documents] == [one.id for one in snapshot.posts]
    for document, original in zip(documents, snapshot.posts, strict=True):
        expected = {
            mark.id: (
                mark.coder,
                {_cleaned(tag) for tag in mark.tags},
                _cleaned(mark.note) if _cleaned(mark.note).strip() or not mark.tags else "",
                mark.start,
                mark.end,
                mark.quote if mark.start is not None else _cleaned(mark.quote),
                mark.created,
                mark.modified,
            )
            for mark in original.marks
        }
        found = {
            mark.id: (
                mark.coder,
                set(mark.tags),
                mark.note if mark.note.strip() or not mark.tags else "",
                mark.start,
                mark.end,
                mark.quote,
                mark.created,
                mark.modified,
            )
            for mark in document.marks
        }
        assert found == expected
        for mark in document.marks:
            if mark.start is not None:
                assert document.text[mark.start : mark.end] == mark.quote
    assert {tag.name for tag in brought.codebook} >= {
        _cleaned(tag.name) for tag in snapshot.codebook
    }
    assert brought.remarks == ()


@pytest.mark.skipif(not SCHEMA.exists(), reason="the published schemas are not beside the project")
@settings(max_examples=20, deadline=None)
@given(snapshot=snapshots())
def test_it_is_valid_by_the_published_schema(snapshot: Snapshot) -> None:
    xmlschema = pytest.importorskip("xmlschema", reason="xmlschema is not installed")
    with zipfile.ZipFile(io.BytesIO(written(QDPX, snapshot))) as archive:
        _schema(xmlschema).validate(archive.read("project.qde").decode("utf-8"))


_SCHEMAS: list = []


def _schema(xmlschema):
    if not _SCHEMAS:
        _SCHEMAS.append(xmlschema.XMLSchema(str(SCHEMA)))
    return _SCHEMAS[0]


def test_names_of_sources_differ_before_their_endings() -> None:
    """qualitative-coding copies a source to a file of its name with the ending .txt."""
    posts = tuple(post(name, "x") for name in ("a.md", "a.html", "A.txt", "b/a.md", "a (2).md"))
    root, _ = _parts(written(QDPX, Snapshot(EXPORTED, (), posts)))
    names = [source.get("name") for source in root.iter(f"{_NS}TextSource")]
    stems = [re.sub(r"\.\w+$", "", name).casefold() for name in names]
    assert len(set(stems)) == len(posts)
    assert names[:2] == ["a.md", "a (2).html"]
    assert not any("/" in name for name in names)


def test_ids_that_are_no_uuids_or_are_taken_get_their_own() -> None:
    text = "one two"
    marks = [
        placed(text, 0, 3, "row-1", ("a",)),
        placed(text, 0, 3, _IDS[0], ("a",)),
        placed(text, 0, 3, _IDS[0], ("a",), coder="bob"),
    ]
    snapshot = Snapshot(EXPORTED, (), (post("a.md", text, *marks), post("b.md", text, marks[0])))
    root, _ = _parts(written(QDPX, snapshot))
    guids = [one.get("guid") for one in root.iter() if one.get("guid")]
    assert len(set(guids)) == len(guids)
    assert _IDS[0] in guids


def test_a_time_that_is_none_is_left_out() -> None:
    mark = placed("one", 0, 3, _IDS[0], ("a",), created="yesterday", modified="", note="n")
    root, _ = _parts(written(QDPX, Snapshot(EXPORTED, (), (post("a.md", "one", mark),))))
    selection = next(root.iter(f"{_NS}PlainTextSelection"))
    assert "creationDateTime" not in selection.attrib
    assert "modifiedDateTime" not in selection.attrib


def test_nothing_to_write_is_a_project_all_the_same(tmp_path: Path) -> None:
    brought = _read(tmp_path, written(QDPX, Snapshot(EXPORTED, (), ())))
    assert (tuple(brought.documents), brought.codebook) == ((), ())


def test_a_stream_that_cannot_go_back_is_written_to() -> None:
    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.data = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, part) -> int:
            self.data += part
            return len(part)

    pipe = Pipe()
    QDPX.write(_story(), pipe, None)
    root, _ = _parts(bytes(pipe.data))
    assert len(list(root.iter(f"{_NS}PlainTextSelection"))) == 2
