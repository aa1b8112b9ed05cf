"""W3C Web Annotation: what is written, what is read, and what a JSON-LD processor makes of it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_snapshots import EXPORTED, orphaned, placed, post, snapshots, written

from csreader.annotations import Tag
from csreader.exchange.formats.w3c.addresses import address_of, hash_address, name_of, sha256_of
from csreader.exchange.formats.w3c.web_annotation import W3C
from csreader.exchange.interface import FormatError
from csreader.exchange.registry import reader_for
from csreader.exchange.snapshot import Snapshot

_TEXT = "The lamp 💡 came broken.\n\nThey said sorry at once."
_ID = "11111111-1111-1111-1111-111111111111"
_OTHER = "22222222-2222-2222-2222-222222222222"


def _story() -> Snapshot:
    at = _TEXT.index
    marks = (
        placed(_TEXT, at("They"), len(_TEXT), _ID, ("apology", "service/fast"), note="same day"),
        orphaned("never broken", _OTHER, (), note="gone"),
    )
    book = (Tag("t", "apology", "#56b4e9"),)
    return Snapshot(EXPORTED, book, (post("1 é#?.md", _TEXT, *marks), post("b.md", "Nothing.")))


def _values(snapshot: Snapshot) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(written(W3C, snapshot))
    return values


def test_a_mark_is_an_annotation_with_its_words_and_place() -> None:
    values = _values(_story())
    assert values["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert (values["type"], values["total"]) == ("AnnotationCollection", 2)
    page = values["first"]
    assert (page["type"], page["partOf"], page["startIndex"]) == ("AnnotationPage", values["id"], 0)
    start = _TEXT.index("They")
    digest = hashlib.sha256(_TEXT.encode()).hexdigest()
    assert page["items"][0] == {
        "id": f"urn:uuid:{_ID}",
        "type": "Annotation",
        "motivation": "tagging",
        "creator": {"type": "Person", "name": "ann"},
        "created": "2024-01-01T00:00:00Z",
        "modified": "2024-01-02T00:00:00Z",
        "body": [
            {
                "type": "TextualBody",
                "value": "apology",
                "format": "text/plain",
                "purpose": "tagging",
            },
            {
                "type": "TextualBody",
                "value": "service/fast",
                "format": "text/plain",
                "purpose": "tagging",
            },
            {
                "type": "TextualBody",
                "value": "same day",
                "format": "text/plain",
                "purpose": "commenting",
            },
        ],
        "target": {
            "type": "SpecificResource",
            "source": "posts/1%20%C3%A9%23%3F.md",
            "state": {"type": "TimeState", "cached": hash_address(digest)},
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": "They said sorry at once.",
                    "prefix": _TEXT[start - 5 : start],
                    "suffix": "",
                },
                {"type": "TextPositionSelector", "start": start, "end": len(_TEXT)},
            ],
        },
    }
    orphan = page["items"][1]
    assert orphan["motivation"] == "commenting"
    assert orphan["target"]["selector"]["exact"] == "never broken"
    assert "state" not in orphan["target"]


def test_an_empty_collection_is_one() -> None:
    values = _values(Snapshot(EXPORTED, (), ()))
    assert values["first"]["items"] == []
    assert values["total"] == 0


def test_the_file_is_laid_out_as_one_dump() -> None:
    data = written(W3C, _story())
    assert data.decode() == json.dumps(json.loads(data), indent=2, ensure_ascii=False) + "\n"


def test_the_same_marks_are_the_same_bytes() -> None:
    assert written(W3C, _story()) == written(W3C, _story())


def test_a_hash_is_named_as_rfc_6920_has_it() -> None:
    # The example of RFC 6920, section 8.1: the hash of "Hello World!".
    said = "ni:///sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk"
    sha256 = hashlib.sha256(b"Hello World!").hexdigest()
    assert hash_address(sha256) == said
    assert sha256_of(said) == sha256_of(f"{said}?ct=text/plain") == sha256
    for wrong in ("", "ni:///sha-256;f4Ox", "ni:///sha-512;f4OxZX_x", "ni:///sha-256;é", "a.md"):
        assert sha256_of(wrong) == ""


@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
    st.binary(min_size=1, max_size=8),
)
def test_paths_are_addresses_and_come_back(name: str, raw: bytes) -> None:
    for path in (f"posts/{name}", f"posts/{raw.decode('utf-8', 'surrogateescape')}"):
        address = address_of(path)
        assert address.isascii()
        assert not set(address) & set(' <>"{}|\\^`#?[]:')
        assert name_of(address) == path
    assert unquote(address_of(name)) == name


def test_addresses_elsewhere_stay_as_they_are() -> None:
    for address in ("http://e.test/a%20b#c", "urn:x:y", "//e.test/a", "file:///a%20b"):
        assert name_of(address) == address
    assert name_of("./posts/a%25b.md?x#y") == "posts/a%b.md"


def _file(tmp_path: Path, value: object, name: str = "a.jsonld") -> Path:
    path = tmp_path / name
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    path.write_bytes(data)
    return path


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(snapshot=snapshots())
def test_what_is_written_is_read(tmp_path: Path, snapshot: Snapshot) -> None:
    data = written(W3C, snapshot)
    path = _file(tmp_path, data, "a.json")
    assert reader_for(path) is W3C
    brought = W3C.read(path)
    assert brought.remarks == ()
    told = {}
    for document in brought.documents:
        for mark in document.marks:
            assert mark.id not in told
            told[mark.id] = (
                document.name, mark.coder, mark.tags, mark.note, mark.start, mark.end, mark.quote,
                mark.prefix, mark.suffix, mark.created, mark.modified,
            )  # fmt: skip
            if mark.start is not None:
                (own,) = (one for one in snapshot.posts if one.path == document.name)
                assert document.text_sha256 == own.text_sha256
                assert own.text[mark.start : mark.end] == mark.quote
    assert told == {
        mark.id: (
            one.path, mark.coder, mark.tags, mark.note, mark.start, mark.end, mark.quote,
            mark.prefix, mark.suffix, mark.created, mark.modified,
        )
        for one in snapshot.posts
        for mark in one.marks
    }  # fmt: skip


_QUOTE = {"type": "TextQuoteSelector", "exact": "said sorry", "prefix": "They ", "suffix": " at"}
_PLACE = {"type": "TextPositionSelector", "start": 29, "end": 39}


def _annotation(**fields: Any) -> dict[str, Any]:
    target = {"source": "http://e.test/a.html", "selector": _QUOTE}
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "http://e.test/anno1",
        "type": "Annotation",
        "target": target,
        **fields,
    }


def _read(tmp_path: Path, value: object):
    path = _file(tmp_path, value, "a.json")
    assert reader_for(path) is W3C
    return W3C.read(path)


def _marks(tmp_path: Path, value: object):
    brought = _read(tmp_path, value)
    assert brought.remarks == ()
    return [mark for document in brought.documents for mark in document.marks]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda one: one,
        lambda one: [one],
        lambda one: {"type": "AnnotationPage", "items": [one]},
        lambda one: {"type": "AnnotationPage", "items": one},
        lambda one: [{"type": "AnnotationPage", "items": [one]}],
        lambda one: {"type": "AnnotationCollection", "first": {"type": "AnnotationPage",
                                                              "items": [one]}},
        lambda one: {"@type": ["http://www.w3.org/ns/ldp#BasicContainer", "as:OrderedCollection"],
                     "first": {"@type": "as:OrderedCollectionPage", "items": [one]}},
        lambda one: {"type": "AnnotationPage", "items": [], "next": {"type": "AnnotationPage",
                                                                      "items": [one]}},
        lambda one: {"@graph": [one]},
    ],
)  # fmt: skip
def test_annotations_are_found_where_they_are(tmp_path: Path, wrap) -> None:
    brought = _read(tmp_path, wrap(_annotation(bodyValue="fine")))
    (document,) = brought.documents
    (mark,) = document.marks
    assert document.name == "http://e.test/a.html"
    assert (mark.id, mark.quote, mark.note) == ("http://e.test/anno1", "said sorry", "fine")
    assert brought.remarks == ()


@pytest.mark.parametrize(
    ("fields", "tags", "note"),
    [
        ({"bodyValue": "fine"}, (), "fine"),
        ({"bodyValue": "fine", "motivation": "tagging"}, ("fine",), ""),
        ({"body": "http://e.test/b"}, (), "http://e.test/b"),
        ({"body": {"type": "TextualBody", "value": "fine"}}, (), "fine"),
        ({"body": {"value": "fine"}, "motivation": "oa:tagging"}, ("fine",), ""),
        ({"body": {"value": "fine"}, "motivation": ["commenting", "tagging"]}, ("fine",), ""),
        (
            {
                "motivation": "tagging",
                "body": [
                    {"type": "TextualBody", "value": "why", "purpose": "commenting"},
                    {"type": "TextualBody", "value": "a"},
                    {"type": ["TextualBody"], "value": {"@value": "b"}, "purpose": ["tagging"]},
                    {"type": "TextualBody", "value": "and", "purpose": "describing"},
                ],
            },
            ("a", "b"),
            "why\n\nand",
        ),
        ({"body": {"value": "x", "purpose": "classifying"}}, ("x",), ""),
        ({"body": {"value": "and/or", "purpose": "tagging"}}, ("and∕or",), ""),
        (
            {"body": {"type": "SpecificResource", "purpose": "tagging",
                      "source": {"id": "http://e.test/b"}}},
            ("http:∕∕e.test∕b",),
            "",
        ),
        (
            {"body": {"type": "SpecificResource", "source": {"type": "TextualBody",
                                                             "value": "fine"}}},
            (),
            "fine",
        ),
        ({"body": {"type": "Choice", "items": [{"value": "a"}, {"value": "b"}]}}, (), "a\n\nb"),
        (
            {"body": {"value": "<p>one <b>&amp;</b></p><p>two</p>", "format": "text/html"}},
            (),
            "one &\n\ntwo",
        ),
        ({}, (), ""),
        ({"body": []}, (), ""),
    ],
)  # fmt: skip
def test_bodies_are_tags_or_a_note(
    tmp_path: Path, fields: dict[str, Any], tags: tuple[str, ...], note: str
) -> None:
    (mark,) = _marks(tmp_path, _annotation(**fields))
    assert (mark.tags, mark.note) == (tags, note)


def _said(mark) -> tuple[object, ...]:
    return mark.start, mark.end, mark.quote, mark.prefix, mark.suffix


_WORDS = ("said sorry", "They ", " at")


@pytest.mark.parametrize(
    ("selector", "said"),
    [
        (_QUOTE, (None, None, *_WORDS)),
        ([_PLACE, _QUOTE], (29, 39, *_WORDS)),
        ([{"type": "XPathSelector", "value": "/p"}, _QUOTE, _PLACE], (29, 39, *_WORDS)),
        (_PLACE, (29, 39, "", "", "")),
        (
            {"type": "FragmentSelector", "value": "char=29,39",
             "conformsTo": "http://tools.ietf.org/rfc/rfc5147"},
            (29, 39, "", "", ""),
        ),
        (
            {"type": "FragmentSelector", "value": "para5", "refinedBy": _QUOTE},
            (None, None, *_WORDS),
        ),
        # A place within what is not understood is no place in the text.
        (
            [{"type": "CssSelector", "value": "p", "refinedBy": _PLACE}, _QUOTE],
            (None, None, *_WORDS),
        ),
        (
            {**_QUOTE, "refinedBy": {"type": "TextQuoteSelector", "exact": "sorry"}},
            (None, None, "sorry", "They said ", " at"),
        ),
        (
            {**_QUOTE, "refinedBy": {"type": "TextPositionSelector", "start": 5, "end": 10}},
            (None, None, "sorry", "They said ", " at"),
        ),
        (
            {**_PLACE, "refinedBy": {"type": "TextPositionSelector", "start": 5, "end": 10}},
            (34, 39, "", "", ""),
        ),
        (
            {
                "type": "RangeSelector",
                "startSelector": {"type": "TextPositionSelector", "start": 3, "end": 4},
                "endSelector": {"type": "TextPositionSelector", "start": 9, "end": 12},
            },
            (3, 9, "", "", ""),
        ),
    ],
)  # fmt: skip
def test_selectors_of_each_kind_are_read(
    tmp_path: Path, selector: object, said: tuple[object, ...]
) -> None:
    value = _annotation(target={"source": "a.md", "selector": selector})
    (mark,) = _marks(tmp_path, value)
    assert _said(mark) == said


def test_each_target_is_a_mark_of_its_own(tmp_path: Path) -> None:
    targets = [
        {"source": "posts/a%20b.md", "selector": _QUOTE},
        {"source": {"id": "c.md", "label": "The story"}, "selector": _QUOTE},
        "c.md#char=3,9",
        {"type": "List", "items": [{"source": "c.md", "selector": {**_QUOTE, "exact": "x"}}]},
    ]
    value = _annotation(id=f"urn:uuid:{_ID}", target=targets)
    first, second = _read(tmp_path, value).documents
    assert [first.name, second.name, second.title] == ["posts/a b.md", "c.md", "The story"]
    marks = [*first.marks, *second.marks]
    assert marks[0].id == _ID
    assert [_said(mark)[:3] for mark in marks[1:]] == [
        (None, None, "said sorry"), (3, 9, ""), (None, None, "x"),
    ]  # fmt: skip
    assert len({mark.id for mark in marks}) == 4
    again = _read(tmp_path, value).documents
    assert [mark.id for one in again for mark in one.marks] == [mark.id for mark in marks]


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("a.md", "whole texts"),
        ({"id": "a.md"}, "whole texts"),
        ({"source": "a.md", "selector": {"type": "XPathSelector", "value": "/p"}}, "XPathSelector"),
        (
            {"source": "a.md", "selector": {"type": "RangeSelector",
             "startSelector": {"type": "XPathSelector"}, "endSelector": _QUOTE}},
            "RangeSelector",
        ),
        ({"source": "a.png", "selector": {"type": "FragmentSelector", "value": "xywh=1,2,3,4"}},
         "FragmentSelector"),
    ],
)  # fmt: skip
def test_what_is_no_passage_is_told(tmp_path: Path, target: object, said: str) -> None:
    brought = _read(tmp_path, _annotation(target=target))
    assert brought.documents == ()
    (remark,) = brought.remarks
    assert said in remark
    assert "1 annotation is" in remark


def test_pages_that_are_elsewhere_are_told(tmp_path: Path) -> None:
    value = {"type": "AnnotationCollection", "first": "http://e.test/page1"}
    (remark,) = _read(tmp_path, value).remarks
    assert "http://e.test/page1" in remark


@pytest.mark.parametrize("name", ["annotations", "rows"])
def test_hypothesis_exports_are_read(tmp_path: Path, name: str) -> None:
    ranged = {"type": "RangeSelector", "startContainer": "/p[1]", "startOffset": 3,
              "endContainer": "/p[1]", "endOffset": 9}  # fmt: skip
    one = {
        "id": "x_Yz",
        "user": "acct:ann@e.test",
        "uri": "https://e.test/kettle.html",
        "text": "**so** fast",
        "tags": ["fast", "and/or"],
        "created": "2024-01-01T10:00:00.123456+00:00",
        "updated": "2024-01-02T10:00:00.123456+00:00",
        "document": {"title": ["The kettle"]},
        "target": [{"source": "https://e.test/kettle.html", "selector": [ranged, _PLACE, _QUOTE]}],
    }
    reply = {**one, "id": "r", "references": ["x_Yz"], "target": [{"source": one["uri"]}]}
    value = {"export_date": "2024-01-03", "export_userid": "acct:ann@e.test", name: [one, reply]}
    brought = _read(tmp_path, value)
    (document,) = brought.documents
    (mark,) = document.marks
    assert (document.name, document.title) == ("https://e.test/kettle.html", "The kettle")
    assert (mark.id, mark.coder, mark.tags, mark.note) == (
        "x_Yz", "ann", ("fast", "and∕or"), "**so** fast",
    )  # fmt: skip
    assert _said(mark) == (29, 39, *_WORDS)
    assert mark.modified == one["updated"]
    assert len(brought.remarks) == 1


@pytest.mark.parametrize(
    ("creator", "name"),
    [
        ({"name": "Ann"}, "Ann"),
        ({"id": "http://e.test/u", "nickname": "annie"}, "annie"),
        ([{"id": "http://e.test/u"}], "http://e.test/u"),
        ("http://e.test/u", "http://e.test/u"),
        (None, ""),
    ],
)
def test_who_made_it_is_read(tmp_path: Path, creator: object, name: str) -> None:
    (mark,) = _marks(tmp_path, _annotation(creator=creator))
    assert mark.coder == name


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"{", "line 1"),
        (b"\xff", "UTF-8"),
        (b"{}", "no Web Annotation"),
        (b"7", "no annotation"),
        (b"[7]", "[0] is no annotation"),
        (b"[" * 100_000, "nested too deeply"),
        ({"type": "Annotation"}, "has no target"),
        ({"type": "AnnotationPage", "items": [{"type": "Annotation"}]}, "items[0] has no target"),
        (_annotation(target={"selector": {**_PLACE, "start": -1}}), "whole numbers from 0"),
        (_annotation(target={"selector": {**_PLACE, "end": "9"}}), "whole numbers from 0"),
        (_annotation(target={"selector": {**_PLACE, "end": 2}}), "whole numbers from 0"),
    ],
)
def test_what_is_broken_is_refused_in_one_line(tmp_path: Path, content: object, said: str) -> None:
    path = _file(tmp_path, content)
    with pytest.raises(FormatError) as caught:
        W3C.read(path)
    message = str(caught.value)
    assert message.startswith(str(path))
    assert said in message
    assert "\n" not in message


def test_deep_refinements_end(tmp_path: Path) -> None:
    selector = {"type": "FragmentSelector", "value": "x"}
    for _ in range(300):
        selector = {"type": "FragmentSelector", "value": "x", "refinedBy": selector}
    path = _file(tmp_path, _annotation(target={"source": "a", "selector": selector}))
    with pytest.raises(FormatError, match="too deeply"):
        W3C.read(path)
