"""Broken files repaired (case 54 and its kin): what can be read comes back, the rest is told."""

from __future__ import annotations

import datetime
import json
import os
import random
import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from annotating import POST, STORY, contents, fresh, mark, markdown, own, stored
from support import shared_case

from csreader.annotations import Status, Store, StoreError
from csreader.annotations.repair.repairing import Repaired

READING = markdown(STORY)
WORDS = ("kettle", "refund", "sorry", "parts", "within the hour")
CLOCK = datetime.datetime(2024, 5, 6, 7, 8, 9, tzinfo=datetime.UTC)


def _file(root: Path, coder: str = "ann") -> Path:
    return root / "annotations" / coder / f"{POST}.json"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file of five marks, each with a tag and a note."""
    store = Store(tmp_path, "ann")
    for words in WORDS:
        mark(store, READING, words, f"tag {words}", note=f"on {words}")
    return _file(tmp_path)


def _repair(path: Path) -> Repaired:
    root = next(one for one in path.parents if (one / "annotations").is_dir())
    broken = path.read_bytes()
    store = Store(root, "ann", clock=lambda: CLOCK)
    repaired = store.repair(path)
    assert repaired.path == path
    assert repaired.kept.name == f"{path.name}.broken-20240506T070809Z"
    assert repaired.kept.read_bytes() == broken
    assert store.set_aside_files() == [repaired.kept]
    assert Store(root, "ann").overview().problems == ()
    if path.name != "codebook.json":
        marks = fresh(root, READING)
        assert (marks.refused, len(marks.own)) == (None, repaired.rows)
    return repaired


def _quotes(path: Path) -> set[str]:
    return {one.annotation.quote for one in own(path.parents[2], READING)}


def _sentences(repaired: Repaired) -> list[str]:
    return [f"{one.line}:{one.column} {one.message}" for one in repaired.lost]


def test_a_file_cut_at_each_byte_gives_back_every_whole_row(path: Path) -> None:
    whole = path.read_bytes()
    rows = stored(path)
    ends = [whole.index(json.dumps(row["note"]).encode()) + len(row["note"]) + 2 for row in rows]
    rng = random.Random(54)
    for cut in sorted(rng.sample(range(len(whole) - 3), 60)):
        for left in path.parent.glob("*.broken-*"):
            left.unlink()
        path.write_bytes(whole[:cut])
        if not whole[:cut].strip():
            continue
        repaired = _repair(path)
        assert repaired.rows >= sum(end <= cut for end in ends)
        assert any("breaks off here" in one.message for one in repaired.lost)
        by_id = {row["id"]: row for row in rows}
        for row in stored(path) if repaired.rows else []:
            # Never half a value: each field is as it was, or it is missing and stands empty.
            for name, value in by_id[row["id"]].items():
                assert row[name] in (value, "", [], 1)
            assert row["quote"] == by_id[row["id"]]["quote"]


DAMAGES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "garbage behind": (lambda data: data + b": 0}]}\n", "not readable: 0}]}"),
    "NULs behind": (lambda data: data + b"\0" * 100, "not readable: 100 NUL characters"),
    "a second file behind": (lambda data: data + data, ""),
    "a comma too many": (lambda data: data.replace(b'"note"', b', "note"', 1), ""),
    "a comma too few": (lambda data: data.replace(b',\n      "end"', b'\n      "end"', 1), ""),
    "a line end within a note": (lambda data: data.replace(b"on sorry", b"on\nsorry", 1), ""),
    "not UTF-8": (lambda data: data.replace(b"on sorry", b"caf\xe9", 1), ""),
    "UTF-16": (lambda data: data.decode().encode("utf-16"), ""),
    "no number for a row": (lambda data: re.sub(rb'"\d{6,}": {', b'"a.b": {', data, count=1), ""),
    "NaN for a line": (
        lambda data: data.replace(b'"line": 1', b'"line": NaN', 1),
        'not readable: "line": NaN,',
    ),
    "a line that is a text": (
        lambda data: data.replace(b'"line": 1', b'"line": "one"', 1),
        'line is not what it should be: "line": "one"',
    ),
    "no time": (
        lambda data: re.sub(rb'"created": "[^"]*"', b'"created": 5', data, count=1),
        'created is not what it should be: "created": 5',
    ),
    "no closing brackets": (lambda data: data.rstrip(b" \n}"), "the file breaks off here"),
    "no head": (lambda data: data[data.index(b'"annotations"') :], ""),
    "no id": (lambda data: re.sub(rb'"id": "[^"]*"', b'"id": ""', data, count=1), ""),
}


@pytest.mark.parametrize(("damage", "lost"), DAMAGES.values(), ids=DAMAGES)
def test_what_takes_no_mark_away_loses_none(
    path: Path, damage: Callable[[bytes], bytes], lost: str
) -> None:
    path.write_bytes(damage(path.read_bytes()))
    repaired = _repair(path)
    assert repaired.rows == len(WORDS)
    assert _quotes(path) == set(WORDS)
    told = _sentences(repaired)
    assert len(told) == (1 if lost else 0), told
    assert not lost or lost in told[0]


def test_one_bad_row_takes_no_other_with_it_and_is_told_with_its_place(path: Path) -> None:
    text = path.read_text("utf-8")
    bad = text.replace('"quote": "refund"', '"quote": "refu', 1)
    path.write_text(bad, "utf-8")
    line = bad[: bad.rindex(": {", 0, bad.index('"quote": "refu'))].count("\n") + 1
    repaired = _repair(path)
    assert _quotes(path) == set(WORDS) - {"refund"}
    (told,) = repaired.lost
    assert told.line == line
    assert told.message.startswith('has no passage: { "id": "')
    assert "4 annotations brought back" in repaired.message


@pytest.mark.parametrize("name", ["trunc", "tail", "nul", "shape", "intkey"])
def test_case_54_is_repaired_and_told(tmp_path: Path, name: str) -> None:
    path = _file(tmp_path)
    path.parent.mkdir(parents=True)
    path.write_bytes((shared_case("54-corrupt-sidecar") / f"{name}.json").read_bytes())
    repaired = _repair(path)
    assert repaired.rows == 0
    assert bool(repaired.lost) == (name != "shape")
    mark(Store(tmp_path, "ann"), READING, "refund", "a")
    assert len(own(tmp_path, READING)) == 1


@pytest.mark.parametrize("name", ["empty", "bom"])
def test_case_54_what_is_no_fault_is_not_repaired(tmp_path: Path, name: str) -> None:
    path = _file(tmp_path)
    path.parent.mkdir(parents=True)
    path.write_bytes((shared_case("54-corrupt-sidecar") / f"{name}.json").read_bytes())
    before = contents(tmp_path)
    with pytest.raises(StoreError, match="can be read"):
        Store(tmp_path, "ann").repair(path)
    assert contents(tmp_path) == before


def _conflict(path: Path, ours: str, theirs: str, *, base: str | None = None) -> None:
    """Leaves the file as git leaves a merge of two versions of it (merge.conflictStyle)."""
    old, new = ours.splitlines(True), theirs.splitlines(True)
    first = next(at for at, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1])
    last = 1
    while old[-last] == new[-last]:
        last += 1
    last -= 1
    middle = "" if base is None else f"||||||| merged common ancestors\n{base}"
    text = "".join(
        [
            *old[:first],
            "<<<<<<< HEAD\n",
            *old[first : len(old) - last],
            middle,
            "=======\n",
            *new[first : len(new) - last],
            ">>>>>>> theirs\n",
            *old[len(old) - last :],
        ]
    )
    path.write_text(text, "utf-8")


@pytest.mark.parametrize("base", [None, '      "note": "as it was",\n'])
def test_both_sides_of_a_merge_left_open_come_back(path: Path, base: str | None) -> None:
    text = path.read_text("utf-8")
    theirs = text.replace('"note": "on sorry"', '"note": "seen by them"').replace(
        '["tag refund"]', '["tag refund", "late"]'
    )
    _conflict(path, text, theirs, base=base)
    problem = Store(path.parents[2], "ann").overview().problems[0]
    assert problem.message.endswith("a merge was left open here")
    assert path.read_text("utf-8").splitlines()[(problem.line or 0) - 1] == "<<<<<<< HEAD"
    repaired = _repair(path)
    assert repaired.lost == ()
    found = {one.annotation.quote: one.annotation for one in own(path.parents[2], READING)}
    assert set(found) == set(WORDS)
    assert set(found["sorry"].note.split("\n\n")) == {"on sorry", "seen by them"}
    assert found["refund"].tags == ("tag refund", "late")


def test_marks_that_only_one_side_has_come_back(path: Path) -> None:
    root = path.parents[2]
    before = path.read_text("utf-8")
    mark(Store(root, "ann"), READING, "shop", "ours")
    ours = path.read_text("utf-8")
    path.write_text(before, "utf-8")
    mark(Store(root, "ann"), READING, "next day", "theirs")
    _conflict(path, ours, path.read_text("utf-8"))
    repaired = _repair(path)
    assert repaired.lost == ()
    assert _quotes(path) == {*WORDS, "shop", "next day"}


def test_one_id_on_two_passages_becomes_two_marks(path: Path) -> None:
    rows = stored(path)
    text = path.read_text("utf-8").replace(rows[1]["id"], rows[0]["id"])
    path.write_text(text, "utf-8")
    problem = Store(path.parents[2], "ann").overview().problems[0]
    assert "stands twice" in problem.message
    assert text.splitlines()[(problem.line or 0)].strip().startswith(f'"id": "{rows[0]["id"]}')
    repaired = _repair(path)
    assert (repaired.rows, repaired.lost) == (5, ())
    assert _quotes(path) == set(WORDS)
    assert len({row["id"] for row in stored(path)}) == 5


def test_one_mark_in_two_forms_becomes_one_with_all_that_both_had(path: Path) -> None:
    text = path.read_text("utf-8")
    (row,) = (one for one in stored(path) if one["quote"] == "sorry")
    twin = json.dumps({**row, "tags": ["b"], "note": "another"})
    path.write_text(text.replace('"annotations": {', f'"annotations": {{"5": {twin},'), "utf-8")
    repaired = _repair(path)
    assert (repaired.rows, repaired.lost) == (5, ())
    assert "two forms of the annotation" in repaired.message
    (found,) = (one for one in stored(path) if one["quote"] == "sorry")
    assert set(found["tags"]) == {"tag sorry", "b"}
    assert set(found["note"].split("\n\n")) == {"on sorry", "another"}


def test_lone_surrogates_are_no_fault_and_are_not_written_again(path: Path) -> None:
    text = path.read_text("utf-8").replace(
        '"note": "on sorry"', '"mood": "\\ud800", "note": "x\\udfff"'
    )
    path.write_text(text, "utf-8")
    root = path.parents[2]
    assert "x\ufffd" in {one.annotation.note for one in own(root, READING)}
    mark(Store(root, "ann"), READING, "shop", "a")
    assert b"\\ud" not in path.read_bytes()


def test_unknown_fields_and_tables_come_back(path: Path) -> None:
    text = path.read_text("utf-8")
    text = text.replace('"note": "on sorry"', '"mood": {"sad": true}, "note": "on sorry"')
    text = text.rstrip()[:-1] + ', "theirs": {"5": {"x": 1}}}]'
    path.write_text(text, "utf-8")
    repaired = _repair(path)
    assert repaired.lost == ()
    tables = json.loads(path.read_bytes())
    assert tables["theirs"] == {"5": {"x": 1}}
    assert {"sad": True} in [row.get("mood") for row in tables["annotations"].values()]


def test_done_is_kept(path: Path) -> None:
    root = path.parents[2]
    Store(root, "ann").set_done(POST, READING, True)
    path.write_bytes(path.read_bytes() + b"}")
    _repair(path)
    assert fresh(root, READING).status is Status.DONE


def test_a_codebook_is_repaired_with_order_colours_and_former_names(path: Path) -> None:
    root = path.parents[2]
    store = Store(root, "ann")
    store.rename_tag("tag sorry", "apology")
    before = store.codebook()
    book = root / "annotations" / "codebook.json"
    book.write_bytes(book.read_bytes() + b"\0\0\0")
    repaired = _repair(book)
    assert (repaired.rows, repaired.word) == (5, "tag")
    assert Store(root, "ann").codebook() == before


def test_both_sides_of_a_codebook_come_back(path: Path) -> None:
    root = path.parents[2]
    book = root / "annotations" / "codebook.json"
    before = book.read_text("utf-8")
    Store(root, "ann").add_tag("ours")
    Store(root, "ann").add_tag("same")
    ours = book.read_text("utf-8")
    book.write_text(before, "utf-8")
    Store(root, "ann").add_tag("theirs")
    Store(root, "ann").add_tag("same")
    _conflict(book, ours, book.read_text("utf-8"))
    repaired = _repair(book)
    assert repaired.lost == ()
    names = [tag.name for tag in Store(root, "ann").codebook().tags]
    assert names == [*(f"tag {words}" for words in WORDS), "ours", "same", "theirs"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data,
        lambda data: data + b"\0",
        lambda data: data[: len(data) // 2],
        lambda data: data[:150],
    ],
    ids=["whole", "NUL behind", "half", "only the head"],
)
def test_a_newer_file_is_never_repaired(path: Path, damage: Callable[[bytes], bytes]) -> None:
    newer = path.read_bytes().replace(b'"format": 1', b'"format": 2')
    path.write_bytes(damage(newer))
    before = contents(path.parents[2])
    with pytest.raises(StoreError, match="newer csreader"):
        Store(path.parents[2], "ann").repair(path)
    assert contents(path.parents[2]) == before


def test_a_file_that_does_not_say_whose_it_is_is_left_alone(tmp_path: Path) -> None:
    post = f"{'long' * 60}.md"  # its file's name is shortened, and cannot be read back
    mark(Store(tmp_path, "ann"), READING, "refund", "a", post=post)
    (path,) = (tmp_path / "annotations" / "ann").iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole[whole.index(b'"annotations"') :])
    before = contents(tmp_path)
    with pytest.raises(StoreError, match="was not repaired"):
        Store(tmp_path, "ann").repair(path)
    assert contents(tmp_path) == before
    path.write_bytes(whole + b"}")
    assert Store(tmp_path, "ann").repair(path).rows == 1


def test_a_repair_that_cannot_be_saved_leaves_the_broken_file(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(path.read_bytes() + b"}")
    root = path.parents[2]
    before = contents(root)
    real, calls = os.fsync, list[int]()
    for failing in (1, 3):  # the copy's, then the mended file's; a folder's is in between

        def failed(descriptor: int, failing: int = failing) -> None:
            calls.append(descriptor)
            if len(calls) == failing:
                raise OSError(28, os.strerror(28))
            real(descriptor)

        calls.clear()
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", failed)
            with pytest.raises(StoreError, match="disk is full"):
                Store(root, "ann").repair(path)
        assert contents(root).items() >= before.items()
        assert not [name for name in contents(root) if name.endswith("-tmp")]
    assert Store(root, "ann").repair(path).rows == len(WORDS)


def test_any_bytes_at_all_are_repaired_or_refused(path: Path) -> None:
    whole = path.read_bytes()
    rng = random.Random(7)
    root = path.parents[2]
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(rng.randrange(1, 6)):
            at = rng.randrange(len(data))
            kind = rng.randrange(4)
            if kind == 0:
                data[at] = rng.randrange(256)
            elif kind == 1:
                del data[at : at + rng.randrange(1, 200)]
            elif kind == 2:
                data[at:at] = data[: rng.randrange(1, 300)]
            else:
                data[at : at + 5] = rng.choice([b'"', b"{", b"}", b"]", b"\\", b"\0\0", b"\n"])
        path.write_bytes(data)
        store = Store(root, "ann")
        if store.marks(POST, READING).refused_path is None:
            continue
        try:
            repaired = store.repair(path)
        except StoreError as error:
            assert path.read_bytes() == data
            assert "\n" not in error.message  # noqa: PT017
            continue
        assert repaired.kept.read_bytes() == data
        assert len(fresh(root, READING).own) == repaired.rows


def test_a_row_of_any_length_comes_back(path: Path) -> None:
    long = "a very long note " * 20_000
    mark(Store(path.parents[2], "ann"), READING, "shop", "a", note=long)
    path.write_bytes(path.read_bytes() + b"}")
    repaired = _repair(path)
    assert (repaired.rows, repaired.lost) == (len(WORDS) + 1, ())
    assert long.strip() in {row["note"] for row in stored(path)}


def test_permissions_and_links_stay(path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("synced") / "kettle.json"
    path.write_bytes(path.read_bytes() + b"}")
    path.chmod(0o600)
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    repaired = _repair(path)
    assert repaired.rows == len(WORDS)
    assert path.is_symlink()
    assert [one.name for one in elsewhere.parent.iterdir()] == ["kettle.json"]
    for each in (elsewhere, repaired.kept):
        assert stat.S_IMODE(each.stat().st_mode) == 0o600


def test_a_torn_row_is_not_taken_for_the_files_description(path: Path) -> None:
    text = path.read_text("utf-8")
    head = text[text.index('"text_sha256"') : text.index('"done"')]
    text = text.replace('"quote": "sorry"', f'{head}"quote": "sor')
    path.write_text(text[text.index('"annotations"') :], "utf-8")
    repaired = _repair(path)
    assert _quotes(path) == set(WORDS) - {"sorry"}
    assert json.loads(path.read_bytes())["meta"]["1"]["text_sha256"] == ""
    assert len(repaired.lost) == 1
