"""Files that cannot be read (case 54): said, never overwritten, the rest works on."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from annotating import POST, STORY, fresh, mark, markdown, own, stored
from support import shared_case

from csreader.annotations import Status, Store, StoreError
from csreader.collection import Collection

READING = markdown(STORY)
ROW = (
    '{"id": "7", "start": 4, "end": 10, "quote": "kettle", "prefix": "The ", '
    '"suffix": " broke", "tags": ["a"]}'
)
GOOD = f'{{"meta": {{"1": {{"format": 1}}}}, "annotations": {{"1": {ROW}}}}}'

BROKEN = {
    "truncated": GOOD[:60].encode(),
    "garbage behind": GOOD.encode() + b": 0}]}\n",
    "NULs": b"\0" * 100,
    "NULs behind": GOOD.encode() + b"\0" * 100,
    "half a character": GOOD.replace("kettle", "é").encode()[:-40],
    "not UTF-8": GOOD.replace("kettle", "café").encode("latin-1"),
    "UTF-16": GOOD.encode("utf-16"),
    "a list": b"[]\n",
    "a string": b'"annotations"\n',
    "a number": b"17",
    "null": b"null",
    "no number for a row": f'{{"annotations": {{"a.b": {ROW}}}}}'.encode(),
    "a table that is a list": b'{"annotations": []}',
    "a row that is a string": b'{"annotations": {"1": "kettle"}}',
    "a start that is a string": GOOD.replace("4,", '"4",').encode(),
    "a negative start": GOOD.replace("4,", "-4,").encode(),
    "an end before the start": GOOD.replace("10,", "2,").encode(),
    "no id": GOOD.replace('"id": "7"', '"id": ""').encode(),
    "tags that are a string": GOOD.replace('["a"]', '"a"').encode(),
    "tags of numbers": GOOD.replace('["a"]', "[1]").encode(),
    "a quote that is null": GOOD.replace('"kettle"', "null").encode(),
    "NaN": GOOD.replace("4,", "NaN,").encode(),
    "an endless number": GOOD.replace("4,", "1e999,").encode(),
    "one id twice": f'{{"annotations": {{"1": {ROW}, "2": {ROW}}}}}'.encode(),
    "one row twice, differing": (
        f'{{"annotations": {{"1": {ROW}, "1": {ROW.replace("10", "9")}}}}}'.encode()
    ),
    "two rows of meta": b'{"meta": {"1": {"format": 1}, "2": {"format": 1}}}',
    "a merge left open": b"<<<<<<< mine\n" + GOOD.encode() + b"\n=======\n",
    "nested deeply": b'{"annotations": ' + b"[" * 100_000,
}


def _broken(root: Path, content: bytes, coder: str = "ann") -> Path:
    path = root / "annotations" / coder / f"{POST}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def _changes(store: Store) -> list[Callable[[], object]]:
    return [
        lambda: store.add(POST, READING, 4, 10, ["a"], "note"),
        lambda: store.toggle(POST, READING, 4, 10, "a"),
        lambda: store.update(POST, READING, "7", note="x"),
        lambda: store.remove(POST, READING, "7"),
        lambda: store.set_done(POST, READING, True),
    ]


def _stays_as_it_is(root: Path, path: Path) -> None:
    content = path.read_bytes()
    shown = str(path.relative_to(root))
    store = Store(root, "ann")
    marks = store.marks(POST, READING)
    assert marks.own == ()
    assert marks.status is Status.UNREAD
    (problem,) = marks.problems
    assert problem.path == path
    assert problem.message.startswith(shown)
    assert problem.line is not None
    assert problem.column is not None
    assert f"line {problem.line}, column {problem.column}: " in problem.message
    assert "\n" not in problem.message
    assert marks.refused is not None
    assert shown in marks.refused
    assert marks.refused_path == path
    assert [each.path for each in store.overview().problems] == [path]
    for change in _changes(store):
        with pytest.raises(StoreError) as caught:
            change()
        assert shown in caught.value.message
        assert caught.value.path == path
        assert path.read_bytes() == content
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    # No other post and no other coder is held up.
    made = mark(store, READING, "refund", "a", post="other.md")
    assert [one.annotation for one in own(root, READING, "other.md")] == [made]
    theirs = mark(Store(root, "bob"), READING, "refund", "a")
    others = fresh(root, READING)
    assert [one.annotation for one in others.others] == [theirs]
    assert fresh(root, READING, coder="bob").refused is None
    assert [each.path for each in fresh(root, READING, coder="bob").problems] == [path]
    assert path.read_bytes() == content


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_said_and_never_overwritten(tmp_path: Path, content: bytes) -> None:
    _stays_as_it_is(tmp_path, _broken(tmp_path, content))


@pytest.mark.parametrize("name", ["trunc", "tail", "nul", "shape", "intkey"])
def test_case_54_a_broken_file_is_said_and_never_overwritten(tmp_path: Path, name: str) -> None:
    content = (shared_case("54-corrupt-sidecar") / f"{name}.json").read_bytes()
    _stays_as_it_is(tmp_path, _broken(tmp_path, content))


@pytest.mark.parametrize("name", ["empty", "bom"])
def test_case_54_empty_and_bom_are_no_fault(tmp_path: Path, name: str) -> None:
    content = (shared_case("54-corrupt-sidecar") / f"{name}.json").read_bytes()
    _works(tmp_path, content, 0)


@pytest.mark.parametrize("content", [b"", b"\n", b" \t\r\n ", b"\xef\xbb\xbf", b"{}", b"{}\n"])
def test_an_empty_file_holds_no_annotations(tmp_path: Path, content: bytes) -> None:
    _works(tmp_path, content, 0)


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + GOOD.encode(),
        GOOD.replace(', "', ',\r\n"').encode(),
        f'{{"annotations": {{"1": {ROW}}}}}'.encode(),
        f'{{"annotations": {{"1": {ROW}, "1": {ROW}}}}}'.encode(),
    ],
    ids=["byte order mark", "CRLF", "no meta", "one row twice, the same"],
)
def test_what_can_be_read_is_read(tmp_path: Path, content: bytes) -> None:
    _works(tmp_path, content, 1)


def _works(root: Path, content: bytes, held: int) -> None:
    path = _broken(root, content)
    marks = fresh(root, READING)
    assert (marks.problems, marks.refused) == ((), None)
    assert len(marks.own) == held
    assert path.read_bytes() == content
    mark(Store(root, "ann"), READING, "refund", "b")
    assert len(own(root, READING)) == len(stored(path)) == held + 1


def test_line_and_column_of_the_fault_are_given(tmp_path: Path) -> None:
    _broken(tmp_path, b'{\n  "annotations": {\n    "1": {"quote": "He said\n')
    (problem,) = fresh(tmp_path, READING).problems
    assert (problem.line, problem.column, problem.kind) == (3, 28, "broken")
    assert problem.message.endswith("line 3, column 28: invalid control character")
    _broken(tmp_path, b'{"annotations": {"1": "un')
    assert fresh(tmp_path, READING).problems[0].message.endswith("column 23: unterminated string")
    _broken(tmp_path, b'{\n  "a": "caf\xe9"}')
    (problem,) = fresh(tmp_path, READING).problems
    assert (problem.line, problem.column) == (2, 12)


def test_the_post_still_opens(tmp_path: Path) -> None:
    (tmp_path / POST).write_text(STORY, encoding="utf-8")
    _broken(tmp_path, b"{")
    post = Collection.open(tmp_path).get(POST)
    assert post.reading.text == READING.text
    assert Store(tmp_path, "ann").marks(post.id, post.reading).refused is not None


def test_set_aside_keeps_the_file_under_another_name(tmp_path: Path) -> None:
    clock = datetime.datetime(2024, 5, 6, 7, 8, 9, tzinfo=datetime.UTC)
    store = Store(tmp_path, "ann", clock=lambda: clock)
    names = []
    for content in (b"{", b"[", b"}"):
        path = _broken(tmp_path, content)
        refused = store.marks(POST, READING).refused_path
        assert refused == path
        aside = store.set_aside(refused)
        assert aside.read_bytes() == content
        assert not path.exists()
        names.append(aside.name)
        assert store.marks(POST, READING).refused is None
    assert len(set(names)) == 3
    assert all(
        re.fullmatch(rf"{re.escape(POST)}\.json\.broken-20240506T070809Z.*", n) for n in names
    )
    mark(store, READING, "refund", "a")
    assert len(own(tmp_path, READING)) == 1
    assert store.overview().problems == ()
    assert store.overview().post(POST).annotations == 1


def test_what_can_be_read_is_not_set_aside(tmp_path: Path) -> None:
    store = Store(tmp_path, "ann")
    mark(store, READING, "refund", "a")
    path = tmp_path / "annotations" / "ann" / f"{POST}.json"
    content = path.read_bytes()
    theirs = tmp_path / "posts.md"
    theirs.write_text("{", encoding="utf-8")
    for wrong in (path, tmp_path / "annotations" / "ann" / "none.json", theirs):
        with pytest.raises(StoreError):
            store.set_aside(wrong)
    assert path.read_bytes() == content
    assert theirs.read_text(encoding="utf-8") == "{"


def test_a_broken_codebook_can_be_set_aside(tmp_path: Path) -> None:
    store = Store(tmp_path, "ann")
    store.add_tag("a")
    path = tmp_path / "annotations" / "codebook.json"
    path.write_bytes(b"{")
    aside = store.set_aside(path)
    assert aside.read_bytes() == b"{"
    store.add_tag("b")
    assert [tag.name for tag in store.codebook().tags] == ["b"]


def test_a_newer_file_is_neither_changed_nor_set_aside(tmp_path: Path) -> None:
    path = _broken(tmp_path, GOOD.replace('"format": 1', '"format": 2').encode())
    content = path.read_bytes()
    store = Store(tmp_path, "ann")
    marks = store.marks(POST, READING)
    assert marks.refused is not None
    assert "updated" in marks.refused
    assert marks.refused_path is None
    for change in [*_changes(store), lambda: store.set_aside(path)]:
        with pytest.raises(StoreError, match="newer"):
            change()
    assert path.read_bytes() == content


def test_a_file_of_another_post_is_not_taken_for_this_ones(tmp_path: Path) -> None:
    store = Store(tmp_path, "ann")
    mark(store, READING, "refund", "a", post="first.md")
    source = tmp_path / "annotations" / "ann" / "first.md.json"
    copy = source.with_name(f"{POST}.json")
    copy.write_bytes(source.read_bytes())
    marks = store.marks(POST, READING)
    assert (marks.own, marks.refused_path) == ((), None)
    assert marks.refused is not None
    assert "first.md" in marks.refused
    with pytest.raises(StoreError, match=r"first\.md"):
        mark(store, READING, "sorry", "a")
    assert copy.read_bytes() == source.read_bytes()
    assert [problem.path for problem in store.overview().problems] == [copy]


def test_what_csreader_does_not_know_is_kept(tmp_path: Path) -> None:
    tables = json.loads(GOOD)
    tables["annotations"]["1"]["mood"] = {"sad": True}
    tables["theirs"] = {"5": {"x": 1}}
    path = _broken(tmp_path, json.dumps(tables).encode())
    store = Store(tmp_path, "ann")
    mark(store, READING, "refund", "b")
    store.update(POST, READING, "7", note="changed")
    after = json.loads(path.read_text(encoding="utf-8"))
    assert after["theirs"] == {"5": {"x": 1}}
    row = after["annotations"]["1"]
    assert (row["mood"], row["note"], row["id"]) == ({"sad": True}, "changed", "7")


def test_stray_files_are_no_annotations(tmp_path: Path) -> None:
    store = Store(tmp_path, "ann")
    mark(store, READING, "refund", "a")
    folder = tmp_path / "annotations"
    (folder / "README.md").write_text("about these", encoding="utf-8")
    (folder / "ann" / "notes.txt").write_text("{", encoding="utf-8")
    (folder / "ann" / ".kettle.md.json.csreader-tmp").write_text("{", encoding="utf-8")
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "a.md.json").write_text("{", encoding="utf-8")
    overview = Store(tmp_path, "bob").overview()
    assert (overview.problems, list(overview.posts)) == ((), [POST])
