"""doccano's JSON Lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from labelled import expected_marks, told
from made_snapshots import EXPORTED, orphaned, placed, post, snapshots, written

from csreader.exchange.brought import Brought
from csreader.exchange.formats.doccano import DOCCANO
from csreader.exchange.interface import FormatError
from csreader.exchange.registry import reader_for
from csreader.exchange.snapshot import Snapshot

_TEXT = "The lamp 💡 came broken.\n\nThey said sorry, e\u0301 voilà.\u2028The\u00a0end."
_IDS = [f"00000000-0000-4000-8000-00000000000{number}" for number in range(9)]


def _at(words: str) -> tuple[int, int]:
    start = _TEXT.index(words)
    return start, start + len(words)


def _story() -> Snapshot:
    marks = [
        placed(_TEXT, *_at("They said sorry"), _IDS[0], ("service/fast", "apology"), note="hm"),
        placed(_TEXT, *_at("sorry, e\u0301"), _IDS[1], ("apology",), coder="bob"),
        placed(_TEXT, *_at("The\u00a0end"), _IDS[2], ("end",)),
        placed(_TEXT, *_at("The\u00a0end"), _IDS[3], ("end",), coder="bob"),
        placed(_TEXT, *_at("lamp"), _IDS[4], (), note="no tag"),
        orphaned("gone", _IDS[5], ("apology",)),
    ]
    lamp = post("2021/lamp.md", _TEXT, *marks, title="The lamp", date="2021-03-04")
    return Snapshot(EXPORTED, (), (lamp, post("empty.md", "Nothing.")))


def _read(path: Path, content: bytes | str) -> Brought:
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    assert reader_for(path) is DOCCANO
    return DOCCANO.read(path)


def test_a_line_for_each_post_with_its_labels_in_code_points() -> None:
    data = written(DOCCANO, _story())
    lines = data.decode("ascii").splitlines()
    lamp, empty = map(json.loads, lines)
    assert lamp["text"] == _TEXT
    assert [(_TEXT[start:end], name) for start, end, name in lamp["label"]] == [
        ("They said sorry", "apology"),
        ("They said sorry", "service/fast"),
        ("sorry, e\u0301", "apology"),
        ("The\u00a0end", "end"),
    ]
    assert {name: lamp[name] for name in ("post", "title", "date")} == {
        "post": "2021/lamp.md",
        "title": "The lamp",
        "date": "2021-03-04",
    }
    assert (empty["label"], empty["date"]) == ([], "")
    assert list(empty) == list(lamp)


def test_it_comes_back_to_its_post(tmp_path: Path) -> None:
    brought = _read(tmp_path / "a.jsonl", written(DOCCANO, _story()))
    lamp, empty = brought.documents
    assert (lamp.id, lamp.name, lamp.title, lamp.date, lamp.text) == (
        "2021/lamp.md",
        "2021/lamp.md",
        "The lamp",
        "2021-03-04",
        _TEXT,
    )
    assert [(mark.quote, set(mark.tags)) for mark in lamp.marks] == [
        ("They said sorry", {"apology", "service/fast"}),
        ("sorry, e\u0301", {"apology"}),
        ("The\u00a0end", {"end"}),
    ]
    assert (empty.text, empty.marks, brought.remarks) == ("Nothing.", (), ())
    assert {tag.name for tag in brought.codebook} == {"apology", "service/fast", "end"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(snapshot=snapshots())
def test_what_is_written_is_read(tmp_path: Path, snapshot: Snapshot) -> None:
    data = written(DOCCANO, snapshot)
    assert len(data.splitlines()) == len(list(snapshot.posts))
    path = tmp_path / "a.jsonl"
    path.write_bytes(data or b"\n")
    if not data:
        return
    brought = DOCCANO.read(path)
    documents = list(brought.documents)
    assert brought.remarks == ()
    for document, original in zip(documents, snapshot.posts, strict=True):
        assert (document.id, document.text) == (original.id, original.text)
        assert told(document) == expected_marks(original)


_FOREIGN = "😀 They said sorry, 😀 at once."


@pytest.mark.parametrize(
    ("record", "found"),
    [
        # As doccano's own examples have it.
        (
            {"id": 5, "text": "Peter Blackburn", "label": [[0, 15, "PERSON"]], "Comments": []},
            [("Peter Blackburn", ("PERSON",), "")],
        ),
        ({"text": "President Obama", "labels": [[10, 15, "PERSON"]]}, [("Obama", ("PERSON",), "")]),
        (
            {
                "id": 1,
                "text": "Google was founded on September 4",
                "entities": [
                    {"id": 0, "label": "ORG", "start_offset": 0, "end_offset": 6},
                    {"id": 1, "label": "DATE", "start_offset": 22, "end_offset": 33},
                ],
                "relations": [],
                "Comments": [{"id": 3, "comment": "well known"}],
            },
            [
                ("Google", ("ORG",), ""),
                ("September 4", ("DATE",), ""),
                ("Google was founded on September 4", (), "well known"),
            ],
        ),
        ({"text": "good", "label": ["positive"]}, [("good", ("positive",), "")]),
        (
            {"text": "good thing", "cats": ["praise"], "entities": [[5, 10, "what"]]},
            [("thing", ("what",), ""), ("good thing", ("praise",), "")],
        ),
        # Two labels of one passage are one mark.
        ({"text": "ab", "label": [[0, 1, "x"], [0, 1, "y"]]}, [("a", ("x", "y"), "")]),
    ],
)
def test_what_doccano_exports_is_read(tmp_path: Path, record: dict, found: list) -> None:
    (document,) = _read(tmp_path / "admin.jsonl", json.dumps(record) + "\n").documents
    assert [(mark.quote, mark.tags, mark.note) for mark in document.marks] == found


def _in(unit: str, words: str) -> list[int]:
    start = _FOREIGN.index(words)
    places = [start, start + len(words)]
    if unit == "utf-16":
        return [len(_FOREIGN[:at].encode("utf-16-le")) // 2 for at in places]
    return places


@pytest.mark.parametrize("unit", ["code points", "utf-16"])
def test_whatever_its_screen_counts_the_words_are_found(tmp_path: Path, unit: str) -> None:
    labels = [[*_in(unit, words), "x"] for words in ("They said sorry", "at once")]
    record = {"id": 1, "text": _FOREIGN, "label": labels}
    brought = _read(tmp_path / "a.jsonl", json.dumps(record))
    (document,) = brought.documents
    assert [mark.quote for mark in document.marks] == ["They said sorry", "at once"]
    said = ("1 text counts in UTF-16 units, as far as the passages tell.",)
    assert brought.remarks == (said if unit == "utf-16" else ())


def test_in_grapheme_clusters_too(tmp_path: Path) -> None:
    text = "He\u0301le\u0300ne e\u0301tait la\u0300 hier"
    # Hélène is 6 clusters and 8 code points; hier is the last 4.
    record = {"id": 1, "text": text, "label": [[0, 6, "who"], [16, 20, "when"]]}
    brought = _read(tmp_path / "a.jsonl", json.dumps(record))
    (document,) = brought.documents
    assert [mark.quote for mark in document.marks] == ["He\u0301le\u0300ne", "hier"]
    assert "grapheme clusters" in brought.remarks[0]


def test_a_cr_lf_counts_as_two(tmp_path: Path) -> None:
    record = {"id": 1, "text": "one\r\ntwo\r\nthree", "label": [[5, 8, "x"], [10, 15, "y"]]}
    (document,) = _read(tmp_path / "a.jsonl", json.dumps(record)).documents
    assert document.text == "one\ntwo\nthree"
    assert [mark.quote for mark in document.marks] == ["two", "three"]


def test_what_it_cannot_carry_is_told(tmp_path: Path) -> None:
    record = {
        "text": "short",
        "entities": [
            {"id": 0, "label": "x", "start_offset": 0, "end_offset": 5},
            {"id": 1, "label": "x", "start_offset": 3, "end_offset": 9},
            {"id": 2, "label": " ", "start_offset": 0, "end_offset": 5},
        ],
        "relations": [{"from_id": 0, "to_id": 1, "type": "t"}] * 2,
    }
    brought = _read(tmp_path / "a.jsonl", json.dumps(record))
    assert sorted(brought.remarks) == [
        "1 label beyond its text is left out.",
        "1 label without a name is left out.",
        "2 relations are left out.",
    ]


def test_the_same_file_gives_the_same_ids(tmp_path: Path) -> None:
    data = written(DOCCANO, _story())
    first, second = (_read(tmp_path / name, data) for name in ("a.jsonl", "b.jsonl"))
    ids = [
        [mark.id for one in brought.documents for mark in one.marks] for brought in (first, second)
    ]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 3


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"text": "a", "label": []}\n{"text": "a", "label": [[0, 1]]}\n', "line 2: label[0]"),
        ('{"text": "a", "label": [[0, 1, 7]]}', "line 1: label[0]"),
        ('{"text": "a", "label": 7}', "line 1: label is not a list"),
        ('{"text": "a", "label": []}\n{"text": 5}', "line 2: text is not text"),
        ('{"text": "a", "label": []}\n[1]', "line 2 is no object"),
        ('{"text": "a", "label": []}\n{"text": "a", "label"', "line 2, column"),
        ('{"text": "a", "label": []}\n{"text": "\xff"'.encode("latin-1"), "line 2: not UTF-8"),
    ],
)
def test_a_bad_file_is_told_in_one_line(tmp_path: Path, content: str | bytes, said: str) -> None:
    path = tmp_path / "bad.jsonl"
    with pytest.raises(FormatError) as caught:
        _read(path, content)
    message = str(caught.value)
    assert message.startswith(str(path))
    assert said in message
    assert "\n" not in message
