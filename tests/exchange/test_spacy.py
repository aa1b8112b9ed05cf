"""spaCy's DocBin, written and read; and what is said where spaCy is not installed."""

from __future__ import annotations

import gc
import sys
import zlib
from pathlib import Path

import pytest
from commands import run, write_posts
from extras import is_there
from hypothesis import HealthCheck, given, settings
from made_snapshots import EXPORTED, orphaned, placed, post, snapshots, written

from csreader.annotations import Status
from csreader.exchange.brought import Brought
from csreader.exchange.formats.docbin.docs import SPACY
from csreader.exchange.interface import FormatError, Options
from csreader.exchange.preview import preview
from csreader.exchange.registry import format_named, reader_for
from csreader.exchange.snapshot import Snapshot

with_spacy = pytest.mark.skipif(not is_there(SPACY), reason="spaCy is not installed")

_TEXT = "The lamp 💡 didn't work.\n\nThey said sorry, e\u0301 voilà.  The\u00a0end."
_IDS = [f"00000000-0000-4000-8000-00000000000{number}" for number in range(9)]


def _at(words: str) -> tuple[int, int]:
    start = _TEXT.index(words)
    return start, start + len(words)


def _story() -> Snapshot:
    marks = [
        placed(_TEXT, *_at("They said sorry"), _IDS[0], ("service/fast", "apology"), note="hm"),
        placed(_TEXT, *_at("said sorry, e\u0301"), _IDS[1], ("apology",), coder="bob"),
        placed(_TEXT, *_at("or"), _IDS[2], ("end",)),
        placed(_TEXT, *_at("lamp"), _IDS[3], (), note="no tag"),
        orphaned("gone", _IDS[4], ("apology",)),
    ]
    status = {"ann": Status.DONE, "bob": Status.IN_PROGRESS}
    lamp = post(
        "2021/lamp.md", _TEXT, *marks, title="The lamp", date="2021-03-04", status=status,
        language="en",
    )  # fmt: skip
    return Snapshot(EXPORTED, (), (lamp, post("empty.md", ""), post("none.md", "Nothing.")))


def _bin(path: Path, *docs: object, **more: object) -> Path:
    from spacy.tokens import DocBin

    DocBin(docs=docs, store_user_data=True, **more).to_disk(path)
    return path


def _read(path: Path) -> Brought:
    assert reader_for(path) is SPACY
    assert SPACY.read is not None
    return SPACY.read(path)


def _found(brought: Brought) -> list[tuple]:
    return [
        (mark.quote, mark.tags, mark.note, mark.coder)
        for document in brought.documents
        for mark in document.marks
    ]


@pytest.mark.parametrize("command", ["export", "import"])
def test_without_spacy_one_line_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "spacy"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "spacy", None)
    write_posts(tmp_path, a__md="Thank you.\n")
    file = tmp_path / "marks.spacy"
    if command == "export":
        done = run("export", tmp_path, "-o", file, code=2)
        assert not file.exists()
    else:
        file.write_bytes(zlib.compress(b"\x80"))
        done = run("import", file, tmp_path, code=None)
        assert done.exit_code
    (line,) = done.stderr.splitlines()
    assert line == "csreader: The format spacy needs more packages: pip install 'csreader[spacy]'."


def test_its_module_is_there_without_spacy() -> None:
    assert format_named("spacy") is SPACY
    assert SPACY.extra == "spacy"


@with_spacy
def test_it_comes_back_to_its_post(tmp_path: Path) -> None:
    path = tmp_path / "a.spacy"
    path.write_bytes(written(SPACY, _story()))
    brought = _read(path)
    lamp, empty, none = brought.documents
    assert (lamp.id, lamp.title, lamp.date, lamp.text) == (
        "2021/lamp.md",
        "The lamp",
        "2021-03-04",
        _TEXT,
    )
    assert lamp.status == {"ann": Status.DONE, "bob": Status.IN_PROGRESS}
    assert [(one.id, one.quote, one.tags, one.note, one.coder) for one in lamp.marks] == [
        (_IDS[2], "or", ("end",), "", "ann"),
        (_IDS[0], "They said sorry", ("service/fast", "apology"), "hm", "ann"),
        (_IDS[1], "said sorry, e\u0301", ("apology",), "", "bob"),
        (_IDS[3], "lamp", (), "no tag", "ann"),
    ]
    assert {one.created for one in lamp.marks} == {"2024-01-01T00:00:00Z"}
    assert (empty.text, none.text, none.marks, brought.remarks) == ("", "Nothing.", (), ())


@with_spacy
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30
)
@given(snapshot=snapshots())
def test_what_is_written_is_read(tmp_path: Path, snapshot: Snapshot) -> None:
    data = written(SPACY, snapshot)
    assert data == written(SPACY, snapshot)
    path = tmp_path / "a.spacy"
    path.write_bytes(data)
    brought = _read(path)
    assert brought.remarks == ()
    for document, original in zip(brought.documents, snapshot.posts, strict=True):
        assert (document.id, document.text) == (original.id, original.text)
        there = [mark for mark in original.marks if mark.start is not None]
        assert {(m.id, m.start, m.end, m.quote, frozenset(m.tags)) for m in document.marks} == {
            (m.id, m.start, m.end, m.quote, frozenset(m.tags)) for m in there if m.tags or m.note
        }


@with_spacy
def test_any_docbin_is_read(tmp_path: Path) -> None:
    """All span groups, entities and likely categories, whatever the keys."""
    import spacy
    from spacy.tokens import Span

    nlp = spacy.blank("en")
    doc = nlp("They were very sorry in May 2021, 😀 they said.")
    doc.spans["sc"] = [Span(doc, 0, 4, label="A"), Span(doc, 2, 4, label="B")]
    doc.spans["more"] = [Span(doc, 2, 4, label="C"), Span(doc, 2, 4, label="")]
    doc.ents = [Span(doc, 5, 7, label="DATE"), Span(doc, 9, 10, label="WHO")]
    doc.cats = {"praise": 0.2, "regret": 0.9}
    other = nlp("Nothing here.")
    other.user_data["title"] = "An empty one"
    brought = _read(_bin(tmp_path / "any.spacy", doc, other))
    assert sorted(_found(brought)) == [
        ("May 2021", ("DATE",), "", ""),
        ("They were very sorry", ("A",), "", ""),
        (doc.text, ("regret",), "", ""),
        ("they", ("WHO",), "", ""),
        ("very sorry", ("B", "C"), "", ""),
    ]
    assert brought.remarks == ("1 label without a name is left out.",)
    assert [one.name for one in brought.documents] == ["any, doc 1", "An empty one"]


@with_spacy
def test_docs_of_one_text_are_one_document(tmp_path: Path) -> None:
    import spacy
    from spacy.tokens import Span

    docs = [spacy.blank("en")("So very kind.") for _ in range(2)]
    for doc, label in zip(docs, "AB", strict=True):
        doc.spans["sc"] = [Span(doc, 1, 3, label=label)]
    brought = _read(_bin(tmp_path / "a.spacy", *docs))
    assert _found(brought) == [("very kind", ("A", "B"), "", "")]


@with_spacy
def test_names_that_are_no_utf_8_do_not_stop_it(tmp_path: Path) -> None:
    text = "They said sorry."
    mark = placed(text, 0, 4, _IDS[0], ("x",))
    odd = post("caf\udce9.md", text, mark, title="\udce9", language="xx-none")
    path = tmp_path / "a.spacy"
    path.write_bytes(written(SPACY, Snapshot(EXPORTED, (), (odd,))))
    assert _found(_read(path)) == [("They", ("x",), "", "ann")]


@with_spacy
def test_its_first_lines_are_no_text() -> None:
    (line,) = preview(SPACY, _story(), Options(), 5)
    assert line.endswith("bytes for programs, not for people")


@with_spacy
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"hello", "is no DocBin"),
        (zlib.compress(b"hello"), "cannot read"),
        (zlib.compress(b"\x80"), "cannot read"),
        (b" ", "is empty"),
    ],
)
def test_a_bad_file_is_told_in_one_line(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "bad.spacy"
    path.write_bytes(data)
    with pytest.raises(FormatError) as caught:
        _read(path)
    message = str(caught.value)
    assert message.startswith(str(path))
    assert said in message
    assert "\n" not in message
    assert gc.isenabled()


@with_spacy
def test_one_that_unpacks_without_end_is_left_alone(tmp_path: Path) -> None:
    packed = zlib.compressobj(1)
    path = tmp_path / "large.spacy"
    with path.open("wb") as stream:
        for _ in range(257):
            stream.write(packed.compress(bytes(1 << 20)))
        stream.write(packed.flush())
    with pytest.raises(FormatError, match="unpacks to more than 256 MB; import it in parts"):
        _read(path)


@with_spacy
def test_what_it_holds_of_another_kind_is_told(tmp_path: Path) -> None:
    import spacy

    doc = spacy.blank("en")("So kind.")
    doc.user_data["csreader"] = {"post": 7}
    with pytest.raises(FormatError, match="doc 1, user_data: post is not text"):
        _read(_bin(tmp_path / "a.spacy", doc))
