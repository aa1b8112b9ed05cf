"""REFI-QDA projects as other programs write them, and files that are none."""

from __future__ import annotations

import contextlib
import io
import zipfile
from pathlib import Path

import pytest

from csreader.exchange import archive
from csreader.exchange.brought import Brought, BroughtDocument
from csreader.exchange.formats.refi.project import QDPX
from csreader.exchange.formats.refi.selections import UNCODED
from csreader.exchange.interface import FormatError

_USER, _OTHER = "10000000-0000-0000-0000-000000000001", "10000000-0000-0000-0000-000000000002"
_FAST, _SORRY = "20000000-0000-0000-0000-000000000001", "20000000-0000-0000-0000-000000000002"
_SOURCE = "40000000-0000-0000-0000-000000000001"
_SELECTION = "50000000-0000-0000-0000-000000000001"
_NOTE = "a0000000-0000-0000-0000-000000000001"
_TEXT = "They said sorry at once.\nIt was mended in a day.\n"

_CODES = f"""<Users><User guid="{_USER}" name="Ann"/><User guid="{_OTHER}" id="B"/></Users>
<CodeBook><Codes>
<Code guid="{_FAST}" name="fast" isCodable="true"/>
<Code guid="{_SORRY}" name="sorry" isCodable="true"/>
</Codes></CodeBook>"""


def _coding(code: str = _FAST, user: str = _USER, inner: str = "") -> str:
    return (
        f'<Coding guid="60000000-0000-0000-0000-000000000001" creatingUser="{user}">'
        f'<CodeRef targetGUID="{code}"/>{inner}</Coding>'
    )


def _selection(start: int, end: int, inner: str = "", name: str = "", guid: str = _SELECTION):
    return (
        f'<PlainTextSelection guid="{guid}" name="{name}" startPosition="{start}" '
        f'endPosition="{end}" creatingUser="{_USER}" creationDateTime="2024-05-01T12:00:00+02:00">'
        f"{inner}</PlainTextSelection>"
    )


def _source(inner: str, path: str = "internal://one.txt", name: str = "Interview 1") -> str:
    return (
        f'<Sources><TextSource guid="{_SOURCE}" name="{name}" plainTextPath="{path}">'
        f"{inner}</TextSource></Sources>"
    )


def _packed(
    folder: Path, inner: str, files: dict[str, bytes] | None = None, qde: str = "project.qde"
) -> Path:
    path = folder / "some.qdpx"
    project = (
        '<?xml version="1.0" encoding="utf-8"?>\n<Project xmlns="urn:QDA-XML:project:1.0" '
        f'name="p" origin="Other 1">{inner}</Project>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr(qde, project)
        for name, data in (files or {"sources/one.txt": _TEXT.encode()}).items():
            zipped.writestr(name, data)
    return path


def _one(brought: Brought) -> BroughtDocument:
    (document,) = brought.documents
    for mark in document.marks:
        if mark.start is not None and mark.end is not None:
            assert document.text is not None
            assert document.text[mark.start : mark.end] == mark.quote
    return document


def _refused(path: Path) -> str:
    with pytest.raises(FormatError) as caught:
        QDPX.read(path)
    message = str(caught.value)
    assert message.startswith(str(path))
    assert "\n" not in message
    return message


def test_each_coder_of_a_selection_has_a_mark(tmp_path: Path) -> None:
    codings = _coding() + _coding(_SORRY) + _coding(_SORRY, _OTHER)
    inner = _CODES + _source(_selection(10, 15, f"<Description>how</Description>{codings}"))
    document = _one(QDPX.read(_packed(tmp_path, inner)))
    assert document.name == "Interview 1"
    assert [(one.coder, one.tags, one.note, one.quote) for one in document.marks] == [
        ("Ann", ("fast", "sorry"), "how", "sorry"),
        ("B", ("sorry",), "", "sorry"),
    ]
    assert document.marks[0].created == "2024-05-01T10:00:00Z"
    assert len({one.id for one in document.marks}) == 2
    again = _one(QDPX.read(_packed(tmp_path, inner)))
    assert again.marks == document.marks


@pytest.mark.parametrize(
    ("inner", "note", "tags"),
    [
        (_selection(10, 15, "<Description>a comment</Description>"), "a comment", ()),
        (_selection(10, 15), UNCODED, ()),
        (_selection(10, 15, name="my own words"), "my own words", ()),
        (_selection(10, 15, name="sorry"), UNCODED, ()),
        (_selection(10, 15, _coding() + f'<NoteRef targetGUID="{_NOTE}"/>'), "a memo", ("fast",)),
        (
            _selection(10, 15, _coding(inner=f'<NoteRef targetGUID="{_NOTE}"/>')),
            "a memo",
            ("fast",),
        ),
        (
            _selection(
                10, 15, f"<Description>a memo</Description>{_coding()}"
                f'<NoteRef targetGUID="{_NOTE}"/>',
            ),
            "a memo",
            ("fast",),
        ),
    ],
)  # fmt: skip
def test_comments_and_notes_become_notes(
    tmp_path: Path, inner: str, note: str, tags: tuple[str, ...]
) -> None:
    notes = (
        f'<Notes><Note guid="{_NOTE}" name="m"><PlainTextContent>a memo</PlainTextContent>'
        "</Note></Notes>"
    )
    (mark,) = _one(QDPX.read(_packed(tmp_path, _CODES + _source(inner) + notes))).marks
    assert (mark.note, mark.tags, mark.quote) == (note, tags, "sorry")


def test_an_annotation_of_qualcoder_is_a_note_with_its_place(tmp_path: Path) -> None:
    notes = (
        f'<Notes><Note guid="{_NOTE}" creatingUser="{_USER}"><PlainTextContent>hm'
        f"</PlainTextContent>{_selection(10, 15)}</Note></Notes>"
    )
    inner = _CODES + _source(f'<NoteRef targetGUID="{_NOTE}"/>') + notes
    (mark,) = _one(QDPX.read(_packed(tmp_path, inner))).marks
    assert (mark.note, mark.quote, mark.tags, mark.coder) == ("hm", "sorry", (), "Ann")


def test_a_link_of_nvivo_leads_to_the_note_in_a_file(tmp_path: Path) -> None:
    notes = f'<Notes><Note guid="{_NOTE}" plainTextPath="internal://note.txt"/></Notes>'
    links = (
        f'<Links><Link guid="b0000000-0000-0000-0000-000000000001" originGUID="{_NOTE}" '
        f'targetGUID="{_SELECTION}"/></Links>'
    )
    files = {"Sources/one.txt": _TEXT.encode(), "Sources/note.txt": b"\xef\xbb\xbfsaid\r\nso"}
    inner = _CODES + _source(_selection(10, 15)) + notes + links
    brought = QDPX.read(_packed(tmp_path, inner, files))
    (mark,) = _one(brought).marks
    assert mark.note == "said\nso"
    assert brought.remarks == ()


def test_a_memo_on_a_source_is_a_note_on_its_first_line(tmp_path: Path) -> None:
    notes = (
        f'<Notes><Note guid="{_NOTE}"><PlainTextContent>all of it</PlainTextContent></Note></Notes>'
    )
    inner = _source(f'<Description>about</Description><NoteRef targetGUID="{_NOTE}"/>') + notes
    marks = _one(QDPX.read(_packed(tmp_path, inner))).marks
    assert [(one.note, one.quote) for one in marks] == [
        ("all of it", "They said sorry at once."),
        ("about", "They said sorry at once."),
    ]


def test_a_code_on_a_whole_source_marks_the_whole(tmp_path: Path) -> None:
    (mark,) = _one(QDPX.read(_packed(tmp_path, _CODES + _source(_coding())))).marks
    assert (mark.quote, mark.tags) == (_TEXT.strip(), ("fast",))


def test_a_memo_on_a_code_joins_its_description(tmp_path: Path) -> None:
    inner = (
        f'<CodeBook><Codes><Code guid="{_FAST}" name="fast" isCodable="true">'
        f'<Description>quick</Description><NoteRef targetGUID="{_NOTE}"/></Code></Codes></CodeBook>'
        f'<Notes><Note guid="{_NOTE}"><PlainTextContent>very</PlainTextContent></Note></Notes>'
    )
    assert QDPX.read(_packed(tmp_path, inner)).codebook[0].description == "quick\n\nvery"


@pytest.mark.parametrize("by", ["one", "two"])
@pytest.mark.parametrize("units", ["code points", "UTF-16"])
@pytest.mark.parametrize("named", [True, False])
def test_line_ends_and_characters_are_counted_as_the_selections_say(
    tmp_path: Path, by: str, units: str, named: bool
) -> None:
    """ATLAS.ti counts CR LF as one; programs on Windows as two, and in UTF-16 units."""
    raw = "😀 first line\r\n\r\nsecond 😀 line\r\nthird line said e\u0301 sorry twice\r\n"
    counted = raw if by == "two" else raw.replace("\r\n", "\n")
    expected = ["first", "second 😀 line", "sorry twice"]
    inner = ""
    for quote in expected:
        before = counted[: counted.index(quote)]
        start, length = len(before), len(quote)
        if units == "UTF-16":
            start, length = (len(part.encode("utf-16-le")) // 2 for part in (before, quote))
        inner += _selection(start, start + length, _coding(), quote if named else "")
    data = b"\xef\xbb\xbf" + raw.encode()
    document = _one(
        QDPX.read(_packed(tmp_path, _CODES + _source(inner), {"sources/one.txt": data}))
    )
    assert [one.quote for one in document.marks] == expected
    assert document.text == raw.replace("\r\n", "\n")


def test_positions_out_of_the_text_are_cut_and_empty_ones_told(tmp_path: Path) -> None:
    inner = _selection(-5, 4, _coding()) + _selection(42, 10_000, _coding())
    inner += _selection(7, 7, _coding()) + _selection(900, 950, _coding())
    inner += _selection(0, 0, _coding(), "line:1")
    brought = QDPX.read(_packed(tmp_path, _CODES + _source(inner)))
    quotes = [one.quote for one in _one(brought).marks]
    assert quotes == ["They", "a day.\n", "It was mended in a day."]
    assert brought.remarks == ("2 selections without text are left out.",)


def test_the_texts_of_sources_are_found_wherever_they_are(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a b.txt").write_text(_TEXT, encoding="utf-8")
    for path, files in (
        ("internal://one.txt", {"Sources/ONE.txt": _TEXT.encode()}),
        ("internal://one.txt", {"sources\\one.txt": _TEXT.encode()}),
        ("relative:///texts/a%20b.txt", {}),
        ("one.txt", {"one.txt": _TEXT.encode()}),
    ):
        packed = _packed(tmp_path, _CODES + _source(_selection(10, 15, _coding()), path), files)
        assert [one.quote for one in _one(QDPX.read(packed)).marks] == ["sorry"], path
    content = f"<PlainTextContent>{_TEXT}</PlainTextContent>"
    inner = (
        f'<Sources><TextSource guid="{_SOURCE}">{content}{_selection(10, 15)}</TextSource>'
        "</Sources>"
    )
    document = _one(QDPX.read(_packed(tmp_path, inner)))
    assert [one.quote for one in document.marks] == ["sorry"]
    assert document.name == _SOURCE


def test_a_source_without_a_name_is_named_by_its_file(tmp_path: Path) -> None:
    inner = _source("", name="").replace('name=""', "")
    assert _one(QDPX.read(_packed(tmp_path, inner))).name == "one.txt"


@pytest.mark.parametrize("qde", ["project.qde", "My study.qde", "PROJECT.QDE"])
def test_the_project_may_have_any_name(tmp_path: Path, qde: str) -> None:
    assert _one(QDPX.read(_packed(tmp_path, _source(""), qde=qde))).name == "Interview 1"


def test_what_is_no_text_is_told_and_never_unpacked(tmp_path: Path) -> None:
    inner = (
        '<Variables><Variable guid="30000000-0000-0000-0000-000000000001" name="Age" '
        'typeOfVariable="Integer"/></Variables>'
        '<Cases><Case guid="d0000000-0000-0000-0000-000000000001"/></Cases>'
        "<Sources>"
        '<PictureSource guid="40000000-0000-0000-0000-000000000002" path="internal://big.jpg"/>'
        '<PictureSource guid="40000000-0000-0000-0000-000000000003" path="internal://big.jpg"/>'
        '<PDFSource guid="40000000-0000-0000-0000-000000000004" path="internal://big.jpg"/>'
        f'<PDFSource guid="40000000-0000-0000-0000-000000000005" name="paper.pdf">'
        f'<Representation guid="{_SOURCE}" plainTextPath="internal://one.txt">'
        f"{_selection(10, 15, _coding())}</Representation></PDFSource>"
        '<AudioSource guid="40000000-0000-0000-0000-000000000006"/>'
        '<TextSource guid="40000000-0000-0000-0000-000000000007" richTextPath="internal://a.docx"/>'
        "</Sources>"
        f'<Notes><Note guid="{_NOTE}"><PlainTextContent>diary</PlainTextContent></Note></Notes>'
    )
    files = {"sources/one.txt": _TEXT.encode(), "sources/big.jpg": bytes(20 << 20)}
    brought = QDPX.read(_packed(tmp_path, _CODES + inner, files))
    document = _one(brought)
    assert (document.name, document.marks[0].quote) == ("paper.pdf", "sorry")
    assert set(brought.remarks) == {
        "1 variable is left out.",
        "1 case is left out.",
        "2 pictures are left out.",
        "1 PDF is left out.",
        "1 sound recording is left out.",
        "1 source without a plain text is left out.",
        "1 memo of the project is left out.",
    }


def test_codings_of_unknown_codes_are_told(tmp_path: Path) -> None:
    inner = _CODES + _source(_selection(10, 15, _coding(_NOTE) + _coding(_SORRY)))
    brought = QDPX.read(_packed(tmp_path, inner))
    assert _one(brought).marks[0].tags == ("sorry",)
    assert brought.remarks == ("1 coding with no code of the codebook is left out.",)


def test_files_that_are_no_projects_are_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "some.qdpx"
    path.write_bytes(b"no archive")
    assert "zip" in _refused(path)
    good = _packed(tmp_path, _source("")).read_bytes()
    path.write_bytes(good[: len(good) // 2])
    assert "zip" in _refused(path)
    assert "more than one" in _refused(_packed(tmp_path, "", {"b.qde": b"", "c.qde": b""}, "a.qde"))
    assert "no .qde" in _refused(_packed(tmp_path, "", qde="inner/project.qde"))
    assert "one.txt" in _refused(_packed(tmp_path, _source(""), {"other.txt": b""}))
    assert "line 2" in _refused(_packed(tmp_path, "<Sources>"))
    bad = _selection(1, 2).replace('startPosition="1"', 'startPosition="1e3"')
    assert 'startPosition "1e3"' in _refused(_packed(tmp_path, _source(bad)))


def test_a_damaged_text_is_refused(tmp_path: Path) -> None:
    path = _packed(tmp_path, _source(""), {"sources/one.txt": bytes(range(256)) * 20})
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as zipped:
        at = zipped.getinfo("sources/one.txt").header_offset
    data[at + 60 : at + 80] = bytes(20)
    path.write_bytes(bytes(data))
    assert "damaged" in _refused(path)


@pytest.mark.parametrize(
    "harm",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><Project>&x;</Project>',
        '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><Project>&b;</Project>',
    ],
)
def test_document_types_and_entities_are_refused(tmp_path: Path, harm: str) -> None:
    path = tmp_path / "some.qdpx"
    with zipfile.ZipFile(path, "w") as zipped:
        zipped.writestr("project.qde", harm)
    assert "harm" in _refused(path)


def test_bombs_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = {"sources/one.txt": bytes(archive.SMALL * 4)}
    assert "harm" in _refused(_packed(tmp_path, _source(""), bomb))
    monkeypatch.setattr(archive, "LARGEST", 10_000)
    large = {"sources/one.txt": bytes(range(256)) * 50}
    assert "more than is read" in _refused(_packed(tmp_path, _source(""), large))
    monkeypatch.setattr(archive, "LARGEST", 1 << 20)
    monkeypatch.setattr(archive, "LARGEST_TOGETHER", 10_000)
    assert "more than is read" in _refused(_packed(tmp_path, _source(""), large))
    monkeypatch.setattr(archive, "MOST_FILES", 1)
    assert "files" in _refused(_packed(tmp_path, _source("")))


@pytest.mark.parametrize(
    "path",
    [
        "internal://../secret.txt",
        "internal:///../../secret.txt",
        "internal://..\\secret.txt",
        "relative:///../secret.txt",
        "relative:///..%2Fsecret.txt",
        "relative://link/secret.txt",
        "absolute:///secret.txt",
        "file:///etc/passwd",
    ],
)
def test_no_path_leads_out_of_the_archive_or_its_folder(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    folder = tmp_path / "inner"
    folder.mkdir()
    (folder / "link").symlink_to(tmp_path)
    files = {"../secret.txt": b"inside", "sources/one.txt": b""}
    packed = _packed(folder, _source(_selection(0, 3), path), files)
    before = sorted(tmp_path.rglob("*"))
    documents = []
    with contextlib.suppress(FormatError):
        documents.extend(QDPX.read(packed).documents)
    assert all(document.text != "secret" for document in documents)
    assert sorted(tmp_path.rglob("*")) == before
