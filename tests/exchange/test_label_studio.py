"""Label Studio's tasks and labelling configuration."""

from __future__ import annotations

import io
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from made_snapshots import EXPORTED, orphaned, placed, post, snapshots, written

from csreader.annotations import Tag
from csreader.exchange.brought import Brought
from csreader.exchange.formats.label_studio.configuration import ENDING
from csreader.exchange.formats.label_studio.tasks import LABEL_STUDIO
from csreader.exchange.interface import FormatError, Options
from csreader.exchange.registry import reader_for
from csreader.exchange.snapshot import Snapshot
from csreader.exchange.xml_writing import xml_text

_TEXT = "The lamp 💡 came broken.\n\nThey said sorry, e\u0301 voilà.\u2028The\u00a0end."
_IDS = [f"00000000-0000-4000-8000-00000000000{number}" for number in range(9)]
_BOOK = (
    Tag("1", 'service/"fast" & <good>', "#e69f00", "within a day"),
    Tag("2", "apology", "#56b4e9"),
)


def _at(words: str) -> tuple[int, int]:
    start = _TEXT.index(words)
    return start, start + len(words)


def _story() -> Snapshot:
    both = (_BOOK[0].name, "apology")
    marks = [
        placed(_TEXT, *_at("They said sorry"), _IDS[0], both, note="two\nlines"),
        placed(_TEXT, *_at("broken.\n\nThey"), _IDS[1], ("unlisted",), coder="bob"),
        placed(_TEXT, *_at("They said sorry"), _IDS[2], ("apology",), coder="bob"),
        placed(_TEXT, *_at("lamp"), _IDS[3], (), note="no tag"),
        orphaned("gone", _IDS[4], ("apology",)),
    ]
    lamp = post("2021/lamp.md", _TEXT, *marks, title="The lamp", date="2021-03-04")
    return Snapshot(EXPORTED, _BOOK, (lamp, post("plain.md", "Nothing.")))


def _configuration(snapshot: Snapshot) -> bytes:
    stream = io.BytesIO()
    LABEL_STUDIO.companions[ENDING](snapshot, stream, Options())
    return stream.getvalue()


def _read(path: Path, content: bytes | object) -> Brought:
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    assert reader_for(path) is LABEL_STUDIO
    return LABEL_STUDIO.read(path)


def test_a_task_for_each_post_and_an_annotation_for_each_coder() -> None:
    lamp, plain = json.loads(written(LABEL_STUDIO, _story()))
    assert lamp["data"] == {
        "text": _TEXT,
        "post": "2021/lamp.md",
        "title": "The lamp",
        "date": "2021-03-04",
    }
    found = [
        [(one["id"], one["value"]["labels"]) for one in annotation["result"]]
        for annotation in lamp["annotations"]
    ]
    assert found == [
        [(_IDS[0], [_BOOK[0].name, "apology"])],
        [(_IDS[1], ["unlisted"]), (_IDS[2], ["apology"])],
    ]
    assert plain == {
        "data": {"text": "Nothing.", "post": "plain.md", "title": "A story", "date": ""},
        "annotations": [],
    }


def test_regions_fit_the_configuration_and_their_words_the_text() -> None:
    root = ElementTree.fromstring(_configuration(_story()))
    labels, text = root
    assert (root.tag, labels.tag, text.tag) == ("View", "Labels", "Text")
    assert labels.get("toName") == text.get("name")
    assert text.get("value") == "$text"
    named = {one.get("value"): (one.get("background"), one.get("hint")) for one in labels}
    assert list(named) == [_BOOK[0].name, "apology", "unlisted"]
    assert named[_BOOK[0].name] == ("#e69f00", "within a day")
    for task in json.loads(written(LABEL_STUDIO, _story())):
        for region in (one for each in task["annotations"] for one in each["result"]):
            assert (region["from_name"], region["to_name"]) == (
                labels.get("name"),
                text.get("name"),
            )
            value = region["value"]
            assert region["type"] == "labels"
            assert set(value["labels"]) <= set(named)
            assert value["text"] == task["data"]["text"][value["start"] : value["end"]]


def test_without_tags_the_configuration_has_no_element_for_labels() -> None:
    # Label Studio refuses one without labels in it.
    root = ElementTree.fromstring(_configuration(Snapshot(EXPORTED, (), (post("a", "b"),))))
    assert [one.tag for one in root] == ["Text"]


def test_positions_are_those_the_editor_has() -> None:
    # Label Studio 1.23.2 marks exactly "broken." behind the emoji for these: code points.
    text = "The lamp 💡 came broken."
    mark = placed(text, 16, 23, _IDS[0], ("fault",))
    (task,) = json.loads(written(LABEL_STUDIO, Snapshot(EXPORTED, (), (post("a", text, mark),))))
    value = task["annotations"][0]["result"][0]["value"]
    assert (value["start"], value["end"], value["text"]) == (16, 23, "broken.")


def test_it_comes_back_with_its_colours(tmp_path: Path) -> None:
    (tmp_path / "marks.labels.xml").write_bytes(_configuration(_story()))
    brought = _read(tmp_path / "marks.json", written(LABEL_STUDIO, _story()))
    assert [(tag.name, tag.color, tag.description) for tag in brought.codebook[:2]] == [
        (tag.name, tag.color, tag.description) for tag in _BOOK
    ]
    lamp, plain = brought.documents
    assert (lamp.id, lamp.title, lamp.date, lamp.text) == (
        "2021/lamp.md",
        "The lamp",
        "2021-03-04",
        _TEXT,
    )
    assert {mark.id: (mark.quote, mark.tags, mark.note, mark.coder) for mark in lamp.marks} == {
        _IDS[0]: ("They said sorry", (_BOOK[0].name, "apology"), "two\nlines", "ann"),
        _IDS[1]: ("broken.\n\nThey", ("unlisted",), "", "bob"),
        _IDS[2]: ("They said sorry", ("apology",), "", "bob"),
    }
    assert (plain.id, plain.marks, brought.remarks) == ("plain.md", (), ())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(snapshot=snapshots())
def test_what_is_written_is_read(tmp_path: Path, snapshot: Snapshot) -> None:
    (tmp_path / "a.labels.xml").write_bytes(_configuration(snapshot))
    (tmp_path / "a.json").write_bytes(written(LABEL_STUDIO, snapshot))
    brought = LABEL_STUDIO.read(tmp_path / "a.json")
    assert brought.remarks == ()
    for document, original in zip(brought.documents, snapshot.posts, strict=True):
        assert (document.id, document.text) == (original.id, original.text)
        expected = {
            mark.id: (
                mark.coder,
                {xml_text(tag) for tag in mark.tags},
                mark.note,
                mark.start,
                mark.end,
                mark.quote,
                mark.created,
                mark.modified,
            )
            for mark in original.marks
            if mark.start is not None and mark.tags
        }
        assert expected == {
            mark.id: (
                mark.coder,
                set(mark.tags),
                mark.note,
                mark.start,
                mark.end,
                mark.quote,
                mark.created,
                mark.modified,
            )
            for mark in document.marks
        }
    book = {tag.name: (tag.color, tag.description) for tag in brought.codebook}
    for tag in snapshot.codebook:
        if tag.name == xml_text(tag.name):
            assert book[tag.name] == (tag.color, xml_text(tag.description))


def _region(start: object, end: object, *names: str, **more: object) -> dict:
    value = {"start": start, "end": end, "labels": list(names), **more}
    return {"id": "gew3t9", "from_name": "label", "to_name": "text", "type": "labels"} | {
        "value": value
    }


def _task(text: str, *results: dict, **more: object) -> dict:
    annotation = {
        "id": 9,
        "completed_by": 1,
        "result": list(results),
        "was_cancelled": False,
        "created_at": "2024-05-06T07:08:09.123456Z",
    }
    return {"id": 1, "annotations": [annotation], "predictions": [], "data": {"text": text}} | more


def test_an_export_is_read(tmp_path: Path) -> None:
    task = _task(
        "To have faith is to trust yourself",
        _region(0, 7, "X", "Y", text="To have"),
        {"from_name": "sent", "to_name": "text", "type": "choices", "value": {"choices": ["P"]}},
        {"from_name": "why", "to_name": "text", "type": "textarea", "value": {"text": ["so"]}},
        {"id": "gew3t9", "type": "textarea", "value": {"start": 0, "end": 7, "text": ["hm"]}},
        {"type": "relation", "from_id": "a", "to_id": "b"},
        {"type": "rating", "value": {"rating": 4}},
    )
    task["annotations"].append({"was_cancelled": True, "result": [_region(0, 2, "Z")]})
    task["predictions"] = [{"result": [_region(0, 2, "Z")]}]
    brought = _read(tmp_path / "project-1.json", [task])
    (document,) = brought.documents
    assert [(one.quote, one.tags, one.note, one.created) for one in document.marks] == [
        ("To have", ("X", "Y"), "hm", "2024-05-06T07:08:09.123456Z"),
        ("To have faith is to trust yourself", ("P",), "so", ""),
    ]
    assert sorted(brought.remarks) == [
        "1 prediction is left out.",
        "1 relation is left out.",
        "1 result of type rating is left out.",
        "1 skipped annotation is left out.",
    ]
    assert document.name == "project-1, task 1"


def test_several_annotators_are_several_coders(tmp_path: Path) -> None:
    def by(annotator: object) -> dict:
        return {"completed_by": annotator, "result": [_region(0, 2, "x", text="ab")]}

    for annotators, coders in (
        ([7], [""]),
        ([7, 8], ["label-studio 7", "label-studio 8"]),
        ([{"id": 1, "email": "ann@example.com"}], ["ann@example.com"]),
    ):
        task = {"data": {"text": "ab"}, "annotations": [by(one) for one in annotators]}
        (document,) = _read(tmp_path / "a.json", [task]).documents
        assert [mark.coder for mark in document.marks] == coders
        assert len({mark.id for mark in document.marks}) == len(coders)


def test_json_min_is_read(tmp_path: Path) -> None:
    record = {
        "text": "😀 They said sorry." + " And so on." * 500,
        "id": 1,
        "label": [{"start": 12, "end": 17, "text": "sorry", "labels": ["apology", "x"]}],
        "mood": {"choices": ["calm"]},
        "annotator": 1,
        "annotation_id": 1,
        "created_at": "2024-05-06T07:08:09Z",
        "lead_time": 1.5,
    }
    (document,) = _read(tmp_path / "a.json", [record]).documents
    assert [(mark.quote, mark.tags) for mark in document.marks] == [
        ("sorry", ("apology", "x")),
        (record["text"], ("calm",)),
    ]


def test_utf_16_units_of_other_programs_are_seen_by_the_words(tmp_path: Path) -> None:
    text = "😀 one 👩\u200d🔬 two end"
    start = len(text[: text.index("two")].encode("utf-16-le")) // 2
    region = _region(start, start + 3, "x", text="two")
    brought = _read(tmp_path / "a.json", [_task(text, region)])
    (document,) = brought.documents
    (mark,) = document.marks
    assert (document.text[mark.start : mark.end], mark.quote) == ("two", "two")
    assert "UTF-16" in brought.remarks[0]


def test_a_cr_lf_counts_as_two_and_line_ends_may_be_written(tmp_path: Path) -> None:
    # As the editor of 1.23.2 has them for this text.
    text = "cr one\r\nlf two\r\n😀 three end"
    regions = [
        _region(8, 10, "x", text="lf") | {"id": "1"},
        _region(18, 23, "y", text="three") | {"id": "2"},
        _region(11, 17, "z", text="two\\n\\n😀") | {"id": "3"},
    ]
    (document,) = _read(tmp_path / "a.json", [_task(text, *regions)]).documents
    assert document.text == "cr one\nlf two\n😀 three end"
    assert [(mark.quote, mark.tags) for mark in document.marks] == [
        ("lf", ("x",)),
        ("three", ("y",)),
        ("two\n😀", ("z",)),
    ]


_PAGE = "<h1>The lamp</h1>\n<p>It came <b>bro</b>ken 💡.<br>They said sorry.</p><p>At once.</p>"


def _on_page(start: int, words: str, **more: object) -> dict:
    value = {
        "start": "/p[1]/text()[1]",
        "end": "/p[1]/text()[2]",
        "startOffset": 3,
        "endOffset": 9,
        "text": words,
        "hypertextlabels": ["x"],
        **more,
    }
    if start:
        value["globalOffsets"] = {"start": start, "end": start + len(words)}
    return {"id": words, "type": "hypertextlabels", "value": value}


def test_a_page_is_read_with_its_offsets(tmp_path: Path) -> None:
    # Text nodes and <br>: "The lamp" 0-8, a line end, "It came broken 💡." 9-26, <br>, ...
    results = [_on_page(17, "broken 💡"), _on_page(27, "They said"), _on_page(43, "At once")]
    task = {"data": {"html": _PAGE}, "annotations": [{"result": results}]}
    (document,) = _read(tmp_path / "a.json", [task]).documents
    assert document.text.split() == "The lamp It came broken 💡. They said sorry. At once.".split()
    assert "lamp\n\n" in document.text
    found = [(mark.quote, document.text[mark.start : mark.end]) for mark in document.marks]
    assert found == [(words, words) for words in ("broken 💡", "They said", "At once")]


def test_words_stand_where_positions_do_not_serve(tmp_path: Path) -> None:
    task = {"data": {"html": _PAGE}, "annotations": [{"result": [_on_page(0, "They said")]}]}
    (document,) = _read(tmp_path / "a.json", [task]).documents
    assert [(mark.start, mark.quote) for mark in document.marks] == [(None, "They said")]
    # A text that is elsewhere, and one that has changed.
    for text in ("https://example.com/a.txt", "Since then it was edited."):
        task = _task(text, _region(3, 8, "x", text="sorry"))
        (document,) = _read(tmp_path / "a.json", [task]).documents
        assert [(mark.start, mark.quote) for mark in document.marks] == [(None, "sorry")]
        assert (document.text is None) == text.startswith("https")


def test_a_configuration_of_a_stranger_is_no_stumbling_block(tmp_path: Path) -> None:
    (tmp_path / "a.labels.xml").write_text("<View><Label value=")
    (document,) = _read(tmp_path / "a.json", [_task("ab", _region(0, 1, "x"))]).documents
    assert [mark.tags for mark in document.marks] == [("x",)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'[\n{"data": {"text": "a"},\n"annotations": [}\n]', "line 3, column"),
        ([{"data": {"text": "a"}, "annotations": {}}], "task 1: annotations is not a list"),
        ([{"data": {"text": "a"}, "annotations": [7]}], "annotations[0] is no object"),
        ([{"data": 7}], "task 1: data is no object"),
        (
            [{"data": {}, "annotations": [{"result": [{"type": "labels", "value": 3}]}]}],
            "result[0]: value is no object",
        ),
        ([_task("a", _region(0, 1, 7))], "labels is not a list of texts"),
        ([{"data": {"text": "a"}}, 7], "task 2 is no object"),
    ],
)
def test_a_bad_file_is_told_in_one_line(tmp_path: Path, content: object, said: str) -> None:
    path = tmp_path / "bad.json"
    with pytest.raises(FormatError) as caught:
        _read(path, content)
    message = str(caught.value)
    assert message.startswith(str(path))
    assert said in message
    assert "\n" not in message
