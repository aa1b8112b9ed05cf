"""Prodigy's JSON Lines, in the shapes that its documentation shows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from labelled import expected_marks
from made_snapshots import EXPORTED, orphaned, placed, post, snapshots, written

from csreader.annotations import Status
from csreader.exchange.brought import Brought
from csreader.exchange.formats.csreader_lines import JSONL
from csreader.exchange.formats.doccano import DOCCANO
from csreader.exchange.formats.prodigy.tasks import PRODIGY
from csreader.exchange.interface import FormatError
from csreader.exchange.registry import reader_for
from csreader.exchange.snapshot import Snapshot

_TEXT = "The lamp 💡 came broken.\n\nThey said sorry, e\u0301 voilà.  The\u00a0end."
_IDS = [f"00000000-0000-4000-8000-00000000000{number}" for number in range(9)]


def _at(words: str) -> tuple[int, int]:
    start = _TEXT.index(words)
    return start, start + len(words)


def _story() -> Snapshot:
    marks = [
        placed(_TEXT, *_at("They said sorry"), _IDS[0], ("service/fast", "apology"), note="hm"),
        placed(_TEXT, *_at("said sorry, e\u0301"), _IDS[1], ("apology",), coder="bob"),
        # Within a word, and with the blank behind one.
        placed(_TEXT, *_at("roke"), _IDS[2], ("end",)),
        placed(_TEXT, *_at("came "), _IDS[3], ("end",)),
        placed(_TEXT, *_at("lamp"), _IDS[4], (), note="no tag"),
        orphaned("gone", _IDS[5], ("apology",)),
    ]
    lamp = post("2021/lamp.md", _TEXT, *marks, title="The lamp", date="2021-03-04")
    done = post("done.md", "Nothing in it.", status={"ann": Status.DONE, "bob": Status.UNREAD})
    return Snapshot(EXPORTED, (), (lamp, done, post("new.md", "Not read yet.")))


def _tasks(snapshot: Snapshot) -> list[dict]:
    return [json.loads(line) for line in written(PRODIGY, snapshot).splitlines()]


def _read(path: Path, *tasks: dict) -> Brought:
    path.write_text("".join(json.dumps(task) + "\n" for task in tasks), encoding="utf-8")
    assert reader_for(path) is PRODIGY
    assert PRODIGY.read is not None
    return PRODIGY.read(path)


def _found(brought: Brought) -> list[tuple]:
    return [
        (mark.quote, mark.tags, mark.note, mark.coder)
        for document in brought.documents
        for mark in document.marks
    ]


def test_a_task_for_each_coder_with_its_spans_in_code_points() -> None:
    ann, bob, done, new = _tasks(_story())
    said = [(_TEXT[one["start"] : one["end"]], one["label"]) for one in ann["spans"]]
    assert said == [
        ("came ", "end"),
        ("roke", "end"),
        ("They said sorry", "service/fast"),
        ("They said sorry", "apology"),
    ]
    assert [one["label"] for one in bob["spans"]] == ["apology"]
    assert (ann["_annotator_id"], bob["_annotator_id"]) == ("ann", "bob")
    assert ann["text"] == bob["text"] == _TEXT
    assert ann["tokens"] == bob["tokens"]
    assert ann["meta"] == {"post": "2021/lamp.md", "title": "The lamp", "date": "2021-03-04"}
    assert {one["answer"] for one in (ann, bob, done)} == {"accept"}
    # That there is nothing to mark is work, a text that nobody has read is none.
    assert (done["spans"], done["_annotator_id"]) == ([], "ann")
    assert (new["spans"], "answer" in new, "_annotator_id" in new) == ([], False, False)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(snapshot=snapshots())
def test_tokens_make_the_text_and_spans_are_whole_tokens(snapshot: Snapshot) -> None:
    for task in _tasks(snapshot):
        tokens = task.get("tokens", [])
        if tokens:
            assert "".join(one["text"] + " " * one["ws"] for one in tokens) == task["text"]
        assert [one["id"] for one in tokens] == list(range(len(tokens)))
        for one in tokens:
            assert task["text"][one["start"] : one["end"]] == one["text"] != ""
        for span in task["spans"]:
            # As Prodigy has them, the last token is one of the span's.
            assert tokens[span["token_start"]]["start"] == span["start"]
            assert tokens[span["token_end"]]["end"] == span["end"]


def test_words_are_tokens() -> None:
    text = "Don't worry, naïve e\u0301té 👩\u200d🔬!  OK"
    mark = placed(text, 0, 5, _IDS[0], ("x",))
    (task,) = _tasks(Snapshot(EXPORTED, (), (post("a.md", text, mark),)))
    assert [one["text"] for one in task["tokens"]] == [
        "Don't", "worry", ",", "naïve", "e\u0301té", "👩\u200d🔬", "!", "  ", "OK",
    ]  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(snapshot=snapshots())
def test_what_is_written_is_read(tmp_path: Path, snapshot: Snapshot) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(written(PRODIGY, snapshot) or b"\n")
    posts = list(snapshot.posts)
    if not posts:
        return
    assert reader_for(path) is PRODIGY
    brought = PRODIGY.read(path)
    assert brought.remarks == ()
    documents = list(brought.documents)
    assert [(one.id, one.text) for one in documents] == [(one.id, one.text) for one in posts]
    for document, original in zip(documents, posts, strict=True):
        there = [mark for mark in original.marks if mark.start is not None and mark.tags]
        told = {
            mark.id: (mark.start, mark.end, mark.quote, set(mark.tags), mark.coder, mark.created)
            for mark in document.marks
        }
        assert told == {
            mark.id: (mark.start, mark.end, mark.quote, set(mark.tags), mark.coder, mark.created)
            for mark in there
        }
        assert {words for words, _ in expected_marks(original).values()} == {
            mark.quote for mark in document.marks
        }


_ENTITY = {
    "text": "First look at the new MacBook Pro",
    "spans": [{"start": 22, "end": 33, "label": "PRODUCT", "token_start": 5, "token_end": 6}],
    "_input_hash": -977724056,
    "_task_hash": -665543633,
    "_is_binary": False,
    "_view_id": "ner_manual",
}


@pytest.mark.parametrize(
    ("task", "found"),
    [
        ({**_ENTITY, "answer": "accept"}, [("MacBook Pro", ("PRODUCT",), "", "")]),
        # A text with spans to begin with has no answer yet.
        (_ENTITY, [("MacBook Pro", ("PRODUCT",), "", "")]),
        # Spans may overlap, and say what they are.
        (
            {
                "text": "Very kind of you",
                "spans": [
                    {"start": 0, "end": 9, "label": "A", "text": "Very kind", "pattern": 1},
                    {"start": 5, "end": 16, "label": "B", "source": "model"},
                    {"start": 5, "end": 16, "label": "C"},
                ],
                "answer": "accept",
                "_annotator_id": "kind-alex",
                "_session_id": "kind-alex",
            },
            [
                ("Very kind", ("A",), "", "kind-alex"),
                ("kind of you", ("B", "C"), "", "kind-alex"),
            ],
        ),
        # A label, or chosen options, of all of a text.
        (
            {"text": "So good", "label": "PRAISE", "_input_hash": 1, "answer": "accept"},
            [("So good", ("PRAISE",), "", "")],
        ),
        (
            {
                "text": "So good",
                "options": [{"id": "good", "text": "😺 Good"}, {"id": 2, "text": "Two"}],
                "accept": ["good", 2],
                "user_input": "I am sure.",
                "answer": "accept",
                "_session_id": "2021-05-06_10-11-12",
            },
            [("So good", ("good", "Two"), "I am sure.", "")],
        ),
        ({"text": "So good", "options": [], "accept": [], "answer": "accept"}, []),
        ({"text": "So good", "spans": None, "meta": None, "answer": "accept"}, []),
    ],
)
def test_what_prodigy_writes_is_read(tmp_path: Path, task: dict, found: list) -> None:
    brought = _read(tmp_path / "out.jsonl", task)
    assert _found(brought) == found
    assert brought.remarks == ()


def test_what_is_not_accepted_is_no_mark_and_told(tmp_path: Path) -> None:
    brought = _read(
        tmp_path / "out.jsonl",
        {**_ENTITY, "answer": "reject"},
        {**_ENTITY, "answer": "ignore"},
        {**_ENTITY, "answer": "ignore"},
        {"image": "a.png", "spans": [{"points": [[1, 2]], "label": "X"}], "answer": "accept"},
        {
            "text": "They were sorry",
            "spans": [
                {"start": 0, "end": 4, "label": "WHO"},
                {"start": 10, "end": 15, "label": None},
                {"start": 10, "end": 99, "label": "X"},
            ],
            "relations": [{"head": 0, "child": 2, "label": "SUBJ"}],
            "versions": [{}, {}],
            "answer": "accept",
        },
    )
    assert _found(brought) == [("They", ("WHO",), "", "")]
    assert sorted(brought.remarks) == [
        "1 label beyond its text is left out.",
        "1 label without a name is left out.",
        "1 rejected task is left out.",
        "1 relation is left out.",
        "1 task without a text is left out.",
        "2 ignored tasks are left out.",
        "2 versions of another annotator are left out.",
    ]


def test_tasks_on_one_text_are_one_document(tmp_path: Path) -> None:
    """Binary tasks ask one question each, and each annotator has a task of their own."""
    base = {"text": "The lamp came late.", "answer": "accept"}
    lamp, late = {"start": 4, "end": 8}, {"start": 14, "end": 18}
    brought = _read(
        tmp_path / "out.jsonl",
        {**base, "spans": [{**lamp, "label": "THING"}], "_annotator_id": "d-ann"},
        {**base, "spans": [{**late, "label": "FAULT"}], "_annotator_id": "d-ann"},
        {**base, "spans": [{**lamp, "label": "LIGHT"}], "_annotator_id": "d-ann"},
        {**base, "spans": [{**lamp, "label": "THING"}], "_annotator_id": "d-bob"},
    )
    assert len(list(brought.documents)) == 1
    assert _found(brought) == [
        ("lamp", ("THING", "LIGHT"), "", "d-ann"),
        ("late", ("FAULT",), "", "d-ann"),
        ("lamp", ("THING",), "", "d-bob"),
    ]


def test_times_are_those_of_the_answer(tmp_path: Path) -> None:
    brought = _read(tmp_path / "out.jsonl", {**_ENTITY, "_timestamp": 1700000000})
    ((mark,),) = (one.marks for one in brought.documents)
    assert mark.created == "2023-11-14T22:13:20+00:00"


def test_what_prodigy_adds_to_ours_is_the_annotator_s(tmp_path: Path) -> None:
    """A span that was there keeps its coder, a new one is the session's."""
    task = _tasks(_story())[1]
    task["spans"].append({"start": 4, "end": 8, "token_start": 1, "token_end": 1, "label": "new"})
    task |= {"_annotator_id": "d-eve", "_session_id": "d-eve", "_input_hash": 1, "_task_hash": 2}
    brought = _read(tmp_path / "out.jsonl", task)
    (document,) = brought.documents
    assert (document.id, document.title, document.date) == (
        "2021/lamp.md",
        "The lamp",
        "2021-03-04",
    )
    assert _found(brought) == [
        ("said sorry, e\u0301", ("apology",), "", "bob"),
        ("lamp", ("new",), "", "d-eve"),
    ]
    assert document.marks[0].id == _IDS[1]


@pytest.mark.parametrize(
    ("line", "other"),
    [
        ('{"text": "a", "label": [[0, 1, "x"]]}', DOCCANO),
        ('{"id": 1, "text": "a", "label": [], "Comments": [], "_input_hash": 7}', DOCCANO),
        ('{"text": "a", "entities": [], "cats": ["x"]}', DOCCANO),
        ('{"format": "csreader-lines", "version": 1}', JSONL),
        ('{"text": "a", "label": "X", "answer": "accept"}', PRODIGY),
        ('{"text": "a", "label": "X", "_input_hash": 1, "_task_hash": 2}', PRODIGY),
        ('{"image": "a.png", "_input_hash": 1, "_task_hash": 2, "answer": "accept"}', PRODIGY),
    ],
)
def test_other_json_lines_are_told_apart(tmp_path: Path, line: str, other: object) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"{line}\n")
    assert reader_for(path) is other


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"text": "a", "spans": [{"label": "X"}]}', "line 2: spans[0] has no start and end"),
        ('{"text": "a", "spans": [{"start": -1, "end": 1}]}', "line 2: spans[0]: start is not"),
        ('{"text": "a", "spans": [[0, 1, "X"]]}', "line 2: spans[0] is no object"),
        ('{"text": 5}', "line 2: text is not text"),
        ('{"text": "a", "label": 5}', "line 2: label is not text"),
        ('{"text": "a", "accept": [[]]}', "line 2: accept is not a list of options"),
        ('{"text": "a", "answer": 1}', "line 2: answer is not text"),
        ("[1]", "line 2 is no object"),
        ('{"text"', "line 2, column"),
    ],
)
def test_a_bad_file_is_told_in_one_line(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(f'{{"text": "a", "spans": []}}\n{line}\n')
    with pytest.raises(FormatError) as caught:
        reader_for(path).read(path)
    message = str(caught.value)
    assert message.startswith(str(path))
    assert said in message
    assert "\n" not in message
