"""The file format: what is written is what the schema says; older versions, newer versions."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from annotating import POST, STORY, contents, mark, markdown, own, stored
from commands import run_apart

from csreader.annotations import Store, StoreError
from csreader.annotations.disk.files import AnnotationFiles
from csreader.annotations.disk.formats import MIGRATIONS, schema, upgraded
from csreader.annotations.disk.jsonfile import Tables
from csreader.annotations.disk.rows import NewerFormatError, ShapeError
from csreader.annotations.disk.sheet import FORMAT, Sheet
from csreader.annotations.disk.storage import AnnotationsFolder

READING = markdown(STORY)
PAGE = Path(__file__).resolve().parents[2] / "docs" / "annotations-format.md"


def _valid(path: Path, kind: Any) -> dict[str, Any]:
    text = path.read_bytes().decode("utf-8")
    tables: dict[str, Any] = json.loads(text)
    jsonschema.Draft202012Validator(schema(kind)).validate(tables)
    assert text.endswith("}\n")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]|\\\\ud[89a-f]", text)
    return tables


@pytest.mark.parametrize("post", [POST, "a/ü%/c.md", "bad \udcff name.md", "long" * 100])
def test_what_is_written_is_what_the_schema_says(tmp_path: Path, post: str) -> None:
    store = Store(tmp_path, "Ann 😀\udcff")
    made = mark(store, READING, "refund", "a/b", "ü", note="two\r\nlines \ud800 \x1b", post=post)
    mark(store, READING, "sorry", "a", post=post)
    store.update(post, READING, made.id, tags=[])
    store.rename_tag("ü", "o")
    store.set_shortcut("o", "x")
    store.set_done(post, READING, True)
    store.set_done("only done.md", READING, True)
    store.remove(post, READING, made.id)
    annotated = [*(tmp_path / "annotations").rglob("*.json")]
    assert len(annotated) == 3
    for path in annotated:
        _valid(path, "codebook" if path.name == "codebook.json" else "annotations")


def test_the_locale_makes_no_difference(tmp_path: Path) -> None:
    for locale in ("C", "C.UTF-8"):
        root = tmp_path / locale
        root.mkdir()
        (root / "a.md").write_text("Der Wasserkocher fiel auseinander — ‘ach’ 😀.", "utf-8")
        environment = {
            "LC_ALL": locale,
            "LANG": locale,
            "PYTHONUTF8": "0",
            "PYTHONCOERCECLOCALE": "0",
        }
        done = run_apart(
            "tag", "a.md", "--tag", "x", "--coder", "ann", "--start", "0", "--end", "44",
            cwd=root, env=environment,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        (row,) = stored(root / "annotations" / "ann" / "a.md.json")
        assert row["quote"] == "Der Wasserkocher fiel auseinander — ‘ach’ 😀."


def _older(tables: Tables) -> Tables:
    """An older format, as it might have been: one tag in a field of its own."""
    for row in tables["annotations"].values():
        row["tags"] = [row.pop("tag")]
    return tables


OLDER = {
    "meta": {"1": {"format": 0, "coder": "ann", "post": POST, "theirs": 1}},
    "annotations": {
        "5": {"id": "7", "start": 4, "end": 10, "quote": "kettle", "tag": "a", "mood": "sad"}
    },
}


def test_an_older_file_is_read_as_todays_and_written_so_with_the_next_change(
    tmp_path: Path,
) -> None:
    path = tmp_path / "annotations" / "ann" / f"{POST}.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(OLDER), "utf-8")
    before = contents(tmp_path)
    files = AnnotationFiles(AnnotationsFolder(tmp_path), {0: _older})
    sheet = files.read(path, "ann", POST)
    assert [one.tags for one in sheet.annotations] == [("a",)]
    assert files.read_any(path) == sheet
    assert contents(tmp_path) == before  # reading writes nothing

    def finish(sheet: Sheet) -> Sheet:
        return Sheet(sheet.coder, sheet.post, sheet.text, True, sheet.annotations)

    files.edit(path, "ann", POST, finish)
    tables = _valid(path, "annotations")
    assert tables["meta"]["1"]["format"] == FORMAT
    assert tables["meta"]["1"]["theirs"] == 1
    row = tables["annotations"]["5"]
    assert (row["tags"], row["mood"]) == (["a"], "sad")
    assert "tag" not in row


def test_each_step_leads_to_the_next_version() -> None:
    steps: list[str] = []

    def step(name: str, tables: Tables) -> Tables:
        steps.append(f"{name} from {tables['meta']['1']['format']}")
        return tables

    tables = {"meta": {"1": {"format": FORMAT - 2}}}
    # No version is below 0, so the numbers are shifted for this.
    if FORMAT < 2:
        with pytest.raises(ShapeError):
            upgraded(tables, {})
        tables["meta"]["1"]["format"] = FORMAT - 1
    done = upgraded(
        tables,
        {version: lambda t, v=version: step(str(v), t) for version in range(FORMAT)},
    )
    assert done["meta"]["1"]["format"] == FORMAT
    assert steps == [f"{version} from {version}" for version in range(max(FORMAT - 2, 0), FORMAT)]
    assert tables["meta"]["1"]["format"] < FORMAT  # what was given is left as it was


def test_every_version_before_todays_has_its_step() -> None:
    assert set(MIGRATIONS) == set(range(1, FORMAT))


@pytest.mark.parametrize("meta", [{}, {"1": {}}, {"1": {"coder": "ann"}}])
def test_a_file_without_a_version_is_of_the_first(tmp_path: Path, meta: dict[str, Any]) -> None:
    path = tmp_path / "annotations" / "ann" / f"{POST}.json"
    path.parent.mkdir(parents=True)
    row = {"id": "7", "start": 4, "end": 10, "quote": "kettle", "tags": ["a"]}
    path.write_text(json.dumps({"meta": meta, "annotations": {"5": row}}), "utf-8")
    assert [one.annotation.id for one in own(tmp_path, READING)] == ["7"]
    mark(Store(tmp_path, "ann"), READING, "refund", "b")
    assert _valid(path, "annotations")["meta"]["1"]["format"] == FORMAT


def test_a_version_that_never_was_is_refused() -> None:
    with pytest.raises(ShapeError, match="format 0"):
        upgraded({"meta": {"1": {"format": 0}}})
    with pytest.raises(NewerFormatError):
        upgraded({"meta": {"1": {"format": FORMAT + 1}}})


def test_a_newer_file_is_refused_by_every_change(tmp_path: Path) -> None:
    store = Store(tmp_path, "ann")
    made = mark(store, READING, "refund", "a", note="kept")
    mark(store, READING, "sorry", "a", "b", post="other.md")
    path = tmp_path / "annotations" / "ann" / f"{POST}.json"
    newer = path.read_bytes().replace(b'"format": 1', b'"format": 2')
    newer = newer.replace(b'"note": "kept"', b'"remarks": [{"by": "x", "text": "kept"}]')
    path.write_bytes(newer)
    for change in (
        lambda: mark(store, READING, "shop", "a"),
        lambda: store.update(POST, READING, made.id, note="x"),
        lambda: store.remove(POST, READING, made.id),
        lambda: store.set_done(POST, READING, True),
        lambda: store.repair(path),
        lambda: store.set_aside(path),
    ):
        with pytest.raises(StoreError, match="newer csreader"):
            change()
    # What goes through all files leaves it out, and says nothing of it that is not so.
    store.rename_tag("a", "c")
    store.merge_tags("b", "c")
    store.delete_tag("c")
    assert path.read_bytes() == newer
    assert [one.kind for one in store.overview().problems] == ["newer"]


@pytest.mark.parametrize(
    "shape",
    [
        b'{"meta": {"1": {"format": 2}}, "annotations": [{"id": "7"}]}',
        b'{"meta": {"a": {"format": 2}}, "annotations": {}}',
        b'{"meta": {"1": {"format": 2}}, "annotations": {"1": {"star',
    ],
)
def test_a_newer_file_of_another_shape_is_not_taken_for_a_broken_one(
    tmp_path: Path, shape: bytes
) -> None:
    path = tmp_path / "annotations" / "ann" / f"{POST}.json"
    path.parent.mkdir(parents=True)
    path.write_bytes(shape)
    store = Store(tmp_path, "ann")
    assert store.marks(POST, READING).refused_path is None
    for change in (store.repair, store.set_aside):
        with pytest.raises(StoreError, match="newer csreader"):
            change(path)
    assert path.read_bytes() == shape
    assert [one.kind for one in store.overview().problems] == ["newer"]


def test_a_newer_codebook_is_refused_by_every_change(tmp_path: Path) -> None:
    store = Store(tmp_path, "ann")
    mark(store, READING, "refund", "a")
    path = tmp_path / "annotations" / "codebook.json"
    newer = path.read_bytes().replace(b'"format": 1', b'"format": 2')
    path.write_bytes(newer)
    for change in (
        lambda: store.add_tag("b"),
        lambda: store.rename_tag("a", "b"),
        lambda: store.delete_tag("a"),
        lambda: store.repair(path),
        lambda: store.set_aside(path),
    ):
        with pytest.raises(StoreError):
            change()
    assert path.read_bytes() == newer


def test_the_page_tells_of_every_field() -> None:
    text = PAGE.read_text("utf-8")
    for kind in ("annotations", "codebook"):
        found = schema(kind)
        names = {
            *found["properties"],
            *found["$defs"]["tag" if kind == "codebook" else "meta"]["properties"],
        }
        if kind == "annotations":
            names |= set(found["$defs"]["annotation"]["properties"])
        assert {name for name in names if f"`{name}`" not in text} == set()


def test_the_pages_example_is_what_it_says() -> None:
    (annotations, codebook) = re.findall("```json\n(.*?)\n```", PAGE.read_text("utf-8"), re.DOTALL)
    jsonschema.Draft202012Validator(schema("annotations")).validate(json.loads(annotations))
    jsonschema.Draft202012Validator(schema("codebook")).validate(json.loads(codebook))
