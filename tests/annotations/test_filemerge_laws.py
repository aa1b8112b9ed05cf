"""The laws of the three-way merge, over files such as a store writes."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from csreader.annotations import Codebook, Tag
from csreader.annotations.disk.jsonfile import Tables, dumped
from csreader.annotations.disk.rows import row_number
from csreader.annotations.errors import TagNameError
from csreader.annotations.merge.filemerge import merge_files
from csreader.annotations.tags import codebook_edits
from csreader.annotations.tags.codebook import tag_row

IDS = [f"{number}0000000-0000-4000-8000-000000000000" for number in range(5)]
TEXTS = {"a" * 64: 40, "b" * 64: 50}
times = st.integers(0, 4).map(lambda second: f"2024-05-06T07:08:0{second}Z")


@st.composite
def rows(draw: st.DrawFn, identity: str, sha256: str) -> dict[str, Any]:
    start = draw(st.integers(0, 3))
    tags = draw(st.lists(st.sampled_from("xyz"), unique=True, max_size=2))
    note = draw(st.sampled_from(["", "one", "two"]))
    row: dict[str, Any] = {
        "id": identity,
        "start": start,
        "end": start + 2,
        "quote": f"{start} in {sha256[0]}",
        "prefix": "",
        "suffix": "",
        "line": 1,
        "tags": tags if tags or note else ["x"],
        "note": note,
        "created": "2024-05-06T07:08:00Z",
        "modified": draw(times),
    }
    if draw(st.booleans()):
        row["mood"] = draw(st.sampled_from(["calm", 1, True, None]))
    return row


@st.composite
def sheets(draw: st.DrawFn) -> Tables:
    sha256 = draw(st.sampled_from(sorted(TEXTS)))
    there = draw(st.lists(st.sampled_from(IDS), unique=True, max_size=4))
    meta = {
        "format": 1,
        "coder": "ann",
        "post": "kettle.md",
        "text_sha256": sha256,
        "text_rules": 2,
        "text_length": TEXTS[sha256],
        "done": draw(st.booleans()),
    }
    annotations, tagged = [], set()
    for row in (draw(rows(one, sha256)) for one in there):
        row["tags"] = [tag for tag in row["tags"] if (row["start"], tag) not in tagged]
        tagged |= {(row["start"], tag) for tag in row["tags"]}
        if row["tags"] or row["note"]:
            annotations.append(row)
    annotations.sort(key=lambda row: (row["start"], row["end"], row["id"]))
    tables: Tables = {
        "meta": {"1": meta},
        "annotations": {str(row_number(row["id"])): row for row in annotations},
    }
    if draw(st.booleans()):
        tables["later"] = {"1": {"what": draw(st.sampled_from(["this", "that"]))}}
    return tables


@st.composite
def sheet_branches(draw: st.DrawFn) -> tuple[Tables, Tables, Tables]:
    """A file and what became of it on two branches: what was changed was changed later."""
    base, ours, theirs = draw(sheets()), draw(sheets()), draw(sheets())
    for side in (ours, theirs):
        for number, row in side["annotations"].items():
            if json.dumps(row) != json.dumps(base["annotations"].get(number)):
                row["modified"] = row["modified"].replace("T07", "T08")
    return base, ours, theirs


NAMES = ["late", "rude", "fast", "kind"]


@st.composite
def books(draw: st.DrawFn) -> Tables:
    there = draw(st.lists(st.sampled_from(IDS), unique=True, max_size=4))
    names = draw(st.permutations(NAMES))
    keys = draw(st.permutations(["", "", "1", "2"]))
    tags = {}
    for identity, name, key in zip(there, names, keys, strict=False):
        was = draw(st.lists(st.sampled_from(["old", "older"]), unique=True, max_size=1))
        tags[str(row_number(identity))] = {
            "id": identity,
            "name": name,
            "color": draw(st.sampled_from(["#111111", "#222222"])),
            "description": draw(st.sampled_from(["", "d", "e"])),
            "shortcut": key,
            "was": was,
        }
    return {"meta": {"1": {"format": 1}}, "tags": tags}


def as_tables(book: Codebook) -> Tables:
    rows = {str(row_number(tag.id)): tag_row(tag) for tag in book.tags}
    return {"meta": {"1": {"format": 1}}, "tags": rows}


@st.composite
def edited(draw: st.DrawFn, book: Codebook) -> Codebook:
    """A codebook after some commands of a reader."""
    new_ids = iter(draw(st.lists(st.uuids(), min_size=4, max_size=4, unique=True)))
    for kind in draw(
        st.lists(st.sampled_from(["name", "merge", "add", "key", "drop"]), max_size=3)
    ):
        names = [tag.name for tag in book.tags]
        new = draw(st.sampled_from([*NAMES, "calm", "dear"]))
        one = draw(st.sampled_from(names)) if names else ""
        try:
            if kind == "add" and book.get(new) is None:
                book = Codebook((*book.tags, Tag(str(next(new_ids)), new, "#111111")))
            elif kind == "name" and one:
                book = codebook_edits.rename(book, one, new, str)
            elif kind == "merge" and one:
                book = codebook_edits.merge(book, one, draw(st.sampled_from(names)), str)
            elif kind == "key" and one:
                book = codebook_edits.with_shortcut(book, one, draw(st.sampled_from("12")), str)
            elif kind == "drop" and one:
                book = Codebook(tuple(tag for tag in book.tags if tag.name != one))
        except TagNameError:
            continue
    return book


@st.composite
def book_branches(draw: st.DrawFn) -> tuple[Tables, Tables, Tables]:
    there = draw(st.lists(st.sampled_from(IDS), unique=True, max_size=3))
    base = Codebook(
        tuple(Tag(one, name, "#222222") for one, name in zip(there, NAMES, strict=False))
    )
    return as_tables(base), as_tables(draw(edited(base))), as_tables(draw(edited(base)))


def copy(tables: Tables) -> Tables:
    return json.loads(json.dumps(tables))  # type: ignore[no-any-return]


def merged(base: Tables | None, ours: Tables, theirs: Tables) -> Tables:
    given = [copy(one) if one else None for one in (base, ours, theirs)]
    result = merge_files(base, ours, theirs).tables
    assert given == [base, ours, theirs]
    return result


def passages(tables: Tables) -> set[tuple[Any, ...]]:
    """Each tag and each paragraph of a note, with the passage and text it is on."""
    meta = tables["meta"]["1"]
    found = set()
    for row in tables["annotations"].values():
        text = row.get("text_sha256", meta["text_sha256"])
        place = row["start"], row["end"], row["quote"], text
        found |= {(*place, "tag", tag) for tag in row["tags"]}
        found |= {(*place, "note", part) for part in row["note"].split("\n\n") if part}
    return found


either = st.one_of(st.tuples(sheets(), sheets(), sheets()), st.tuples(books(), books(), books()))


@settings(deadline=None, max_examples=200)
@given(either, st.booleans())
def test_both_sides_get_the_same_bytes(sides: tuple[Tables, Tables, Tables], new: bool) -> None:
    base, ours, theirs = sides
    start = None if new else base
    one, other = merged(start, ours, theirs), merged(start, theirs, ours)
    assert dumped(one) == dumped(other)
    assert merge_files(start, ours, theirs).kept == merge_files(start, theirs, ours).kept


@settings(deadline=None, max_examples=200)
@given(either)
def test_who_changed_nothing_changes_nothing(sides: tuple[Tables, Tables, Tables]) -> None:
    base, ours, _ = sides
    for result in (
        merged(base, ours, base),
        merged(base, base, ours),
        merged(base, ours, ours),
        merged(None, ours, ours),
    ):
        assert dumped(result) == dumped(ours)


@settings(deadline=None, max_examples=200)
@given(st.one_of(sheet_branches(), book_branches()))
def test_the_same_merge_again_changes_nothing(sides: tuple[Tables, Tables, Tables]) -> None:
    base, ours, theirs = sides
    once = merged(base, ours, theirs)
    if "annotations" in base:
        # Where each side took away what the other left, or both came to mark one passage,
        # the next merge cannot know: a mark may come back then, and none goes.
        before, left, right = (by_id(side) for side in sides)
        both = [one for one in before if one in left and one in right]
        assume(all(wanted_tags(before[one], left[one], right[one]) for one in both))
        assume({*left, *right} - (before.keys() - (left.keys() & right.keys())) <= {*by_id(once)})
    for side in (ours, theirs):
        assert dumped(merged(side, once, side)) == dumped(once)
        assert dumped(merged(base, once, side)) == dumped(once)


@settings(deadline=None, max_examples=300)
@given(st.tuples(sheets(), sheets(), sheets()))
def test_what_neither_took_away_is_there(sides: tuple[Tables, Tables, Tables]) -> None:
    base, ours, theirs = sides
    result = merged(base, ours, theirs)
    ids = [row["id"] for row in result["annotations"].values()]
    assert len(ids) == len(set(ids))
    order = [(row["start"], row["end"], row["id"]) for row in result["annotations"].values()]
    assert order == sorted(order)
    assert all(row["tags"] or row["note"] for row in result["annotations"].values())
    before, left, right = (by_id(side) for side in sides)
    for one in {*left, *right}:
        if one in left and one in right:
            wanted = wanted_tags(before.get(one, {}), left[one], right[one])
            assert one in ids or wanted <= all_tags(result)
        elif one not in before:
            assert one in ids or {*(left.get(one) or right[one])["tags"]} <= all_tags(result)
        elif json.dumps(before[one]) == json.dumps(left.get(one) or right.get(one)):
            assert one not in ids


def by_id(tables: Tables) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in tables["annotations"].values()}


def wanted_tags(*versions: dict[str, Any]) -> set[str]:
    """What either side added, and what neither took away."""
    base, left, right = (set(row.get("tags", [])) for row in versions)
    return (left & right) | (left - base) | (right - base)


def all_tags(tables: Tables) -> set[str]:
    return {tag for row in by_id(tables).values() for tag in row["tags"]}


@settings(deadline=None, max_examples=200)
@given(sheets(), sheets())
def test_what_both_began_holds_all_of_both(ours: Tables, theirs: Tables) -> None:
    if ours["meta"]["1"]["text_sha256"] != theirs["meta"]["1"]["text_sha256"]:
        theirs = copy(theirs)
        theirs["meta"]["1"] |= {"text_sha256": "a" * 64, "text_length": 40}
        ours = copy(ours)
        ours["meta"]["1"] |= {"text_sha256": "a" * 64, "text_length": 40}
    result = passages(merged(None, ours, theirs))
    assert passages(ours) | passages(theirs) <= result


@settings(deadline=None, max_examples=200)
@given(st.tuples(books(), books(), books()))
def test_no_name_loses_its_meaning(sides: tuple[Tables, Tables, Tables]) -> None:
    base, ours, theirs = sides
    result = merged(base, ours, theirs)

    def names(tables: Tables) -> list[str]:
        return [row["name"] for row in tables["tags"].values()]

    def called(tables: Tables) -> set[str]:
        return {*names(tables), *(one for row in tables["tags"].values() for one in row["was"])}

    assert len(names(result)) == len(set(names(result)))
    assert set(names(ours)) & set(names(theirs)) <= called(result)
    new = (set(names(ours)) | set(names(theirs))) - called(base)
    assert new <= called(result)
    keys = [row["shortcut"] for row in result["tags"].values() if row["shortcut"]]
    assert len(keys) == len(set(keys))
