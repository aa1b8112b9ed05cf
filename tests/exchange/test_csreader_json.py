"""The JSON format, its schema, and the snapshot it is made of."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csreader.annotations import Store
from csreader.collection import Collection
from csreader.exchange.formats.csreader_json import JSON, document, schema
from csreader.exchange.formats.csreader_lines import JSONL
from csreader.exchange.interface import Options
from csreader.exchange.snapshot import take_snapshot
from csreader.exchange.strict_json import json_parts, write_with_list

_STORY = "# The kettle\n\nIt broke 😀. They said sorry, **twice**, and sorry again.\n\nThe end.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    posts = tmp_path / "posts"
    posts.mkdir()
    (posts / "kettle.md").write_text(_STORY, encoding="utf-8")
    (posts / "2020-02-02-dated.md").write_text("Nothing much.\n", encoding="utf-8")
    return tmp_path


def _export(root: Path, *, text: bool = False, at: str = "2024-05-06T07:08:09Z") -> dict[str, Any]:
    snapshot = take_snapshot(Collection.open(root), Store(root, "ann"), exported=at, with_text=text)
    stream = io.BytesIO()
    JSON.write(snapshot, stream, Options(with_text=text))
    values = json.loads(stream.getvalue().decode("utf-8"))
    jsonschema.validate(values, schema())
    return values


def _tag(root: Path, words: str, *tags: str, coder: str = "ann", note: str = "") -> str:
    post = Collection.open(root).get("kettle.md")
    start = post.reading.text.index(words)
    change = Store(root, coder).add(
        "kettle.md", post.reading, start, start + len(words), tags, note
    )
    assert change.annotation is not None
    return change.annotation.id


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


def test_an_export_tells_everything(root: Path) -> None:
    identity = _tag(root, "sorry, twice", "apology", note="two of them")
    _tag(root, "It broke 😀", "fault", coder="bob")
    values = _export(root, text=True)
    assert {key: values[key] for key in ("format", "version", "exported", "offset_unit")} == {
        "format": "csreader",
        "version": 1,
        "exported": "2024-05-06T07:08:09Z",
        "offset_unit": "codepoint",
    }
    assert [tag["name"] for tag in values["codebook"]] == ["apology", "fault"]
    dated, kettle = values["posts"]
    assert (dated["id"], dated["path"], dated["date"]) == (
        "2020-02-02-dated.md",
        "posts/2020-02-02-dated.md",
        "2020-02-02",
    )
    assert dated["annotations"] == []
    assert kettle["status"] == {"ann": "in-progress", "bob": "in-progress"}
    broke, sorry = kettle["annotations"]
    assert (broke["coder"], broke["quote"]) == ("bob", "It broke 😀")
    assert (sorry["id"], sorry["tags"], sorry["note"]) == (identity, ["apology"], "two of them")
    assert (sorry["state"], sorry["quote_was"], sorry["line"]) == ("anchored", None, 3)
    assert sorry["prefix"].endswith("They said ")
    for one in kettle["annotations"]:
        assert kettle["text"][one["start"] : one["end"]] == one["quote"]


def test_the_acting_coder_makes_no_difference(root: Path) -> None:
    for coder in ("zoe", "ann", "bob"):
        _tag(root, "sorry again", "apology", coder=coder)
    collection = Collection.open(root)
    exports = [
        document(take_snapshot(collection, Store(root, coder), exported="now"))
        for coder in ("zoe", "ann", "nobody")
    ]
    assert exports[0] == exports[1] == exports[2]
    assert [one["coder"] for one in exports[0]["posts"][1]["annotations"]] == ["ann", "bob", "zoe"]


def test_a_moved_mark_is_told_where_it_is_now(root: Path) -> None:
    _tag(root, "sorry again", "apology")
    (root / "posts" / "kettle.md").write_text(f"New on top.\n\n{_STORY}", encoding="utf-8")
    post = _export(root, text=True)["posts"][1]
    one = post["annotations"][0]
    assert (one["state"], one["line"]) == ("moved", 5)
    assert post["text"][one["start"] : one["end"]] == "sorry again" == one["quote"]


def test_an_orphan_keeps_its_quote_and_has_no_place(root: Path) -> None:
    _tag(root, "It broke 😀", "fault")
    (root / "posts" / "kettle.md").write_text("Nothing of it is left.\n", encoding="utf-8")
    one = _export(root)["posts"][1]["annotations"][0]
    assert one["state"] == "orphan"
    assert (one["start"], one["end"], one["line"]) == (None, None, None)
    assert one["quote"] == "It broke 😀"


def test_a_broken_file_is_told_and_the_rest_exported(root: Path) -> None:
    _tag(root, "sorry again", "apology")
    _tag(root, "sorry again", "apology", coder="bob")
    (root / "annotations" / "bob" / "kettle.md.json").write_text("{", encoding="utf-8")
    snapshot = take_snapshot(Collection.open(root), Store(root, "ann"), exported="now")
    _, kettle = snapshot.posts
    assert [mark.coder for mark in kettle.marks] == ["ann"]
    assert [problem.path.parent.name for problem in snapshot.problems] == ["bob"]


def test_marks_of_a_post_that_is_gone_are_told(root: Path) -> None:
    _tag(root, "sorry again", "apology")
    (root / "posts" / "kettle.md").unlink()
    snapshot = take_snapshot(Collection.open(root), Store(root, "ann"), exported="now")
    assert list(snapshot.left_out) == []
    assert [post.marks for post in snapshot.posts] == [()]
    assert list(snapshot.left_out) == ["kettle.md"]


def test_the_schema_refuses_what_is_no_export(root: Path) -> None:
    _tag(root, "sorry again", "apology")
    values = _export(root)
    one = values["posts"][1]["annotations"][0]
    for field, wrong in (("start", None), ("state", "lost"), ("quote_was", "x"), ("more", 1)):
        broken = json.loads(json.dumps(values))
        broken["posts"][1]["annotations"][0] = {**one, field: wrong}
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(broken, schema())


def test_json_is_strict_and_safe_for_terminals() -> None:
    text = "a\x7f\x85\x9b\udce9\x1b é 😀"
    data = b"".join(json_parts({"text": text}))
    assert data == (
        b'{\n  "text": "a\\u007f\\u0085\\u009b\\udce9\\u001b \xc3\xa9 \xf0\x9f\x98\x80"\n}\n'
    )
    assert json.loads(data)["text"] == text
    with pytest.raises(ValueError, match="JSON"):
        b"".join(json_parts([float("nan")]))


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(st.dictionaries(st.text(), _VALUES, min_size=1, max_size=3), st.lists(_VALUES, max_size=3))
def test_json_in_parts_is_the_json_of_the_whole(head: dict[str, Any], items: list[Any]) -> None:
    head.pop("items", None)
    head = head or {"format": "x"}
    stream = io.BytesIO()
    write_with_list(head, "items", iter(items), stream)
    assert stream.getvalue() == b"".join(json_parts({**head, "items": items}))


def test_posts_are_read_while_they_are_written(root: Path) -> None:
    _tag(root, "sorry again", "apology")
    snapshot = take_snapshot(Collection.open(root), Store(root, "ann"), exported="now")
    posts = iter(snapshot.posts)
    next(posts)
    # What the next post has is not read yet.
    _tag(root, "It broke", "fault")
    assert [mark.tags for mark in next(posts).marks] == [("fault",), ("apology",)]


def test_only_marks_that_are_wanted(root: Path) -> None:
    _tag(root, "sorry again", "apology")
    _tag(root, "It broke", "fault")
    snapshot = take_snapshot(
        Collection.open(root),
        Store(root, "ann"),
        exported="now",
        chosen=lambda mark: "fault" in mark.annotation.tags,
    )
    assert [[mark.quote for mark in post.marks] for post in snapshot.posts] == [[], ["It broke"]]


@pytest.mark.parametrize("text", [False, True])
def test_json_lines_hold_what_json_holds(root: Path, text: bool) -> None:
    _tag(root, "It broke 😀", "fault", note="two\nlines\u2028\x85")
    whole = _export(root, text=text)
    snapshot = take_snapshot(
        Collection.open(root), Store(root, "ann"), exported=whole["exported"], with_text=text
    )
    stream = io.BytesIO()
    JSONL.write(snapshot, stream, Options(with_text=text))
    header, *posts = map(
        json.loads, stream.getvalue().decode("utf-8").removesuffix("\n").split("\n")
    )
    assert posts == whole.pop("posts")
    assert header == {**whole, "format": "csreader-lines"}
    shapes = schema()["$defs"]
    jsonschema.validate(header, {"$ref": "#/$defs/header", "$defs": shapes})
    for post in posts:
        jsonschema.validate(post, {"$ref": "#/$defs/post", "$defs": shapes})
