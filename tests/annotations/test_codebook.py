"""The codebook: names, colours, keys, former names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from annotating import POST, STORY, mark, markdown, own

from csreader.annotations import Codebook, Store, StoreError, Tag
from csreader.annotations.model import ChangeKind
from csreader.annotations.tags.codebook import PALETTE, derived_color

READING = markdown(STORY)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path, "ann")


def _write(root: Path, *rows: dict[str, Any]) -> Path:
    path = root / "annotations" / "codebook.json"
    path.parent.mkdir(exist_ok=True)
    tables = {
        "meta": {"1": {"format": 1}},
        "tags": {str(number): row for number, row in enumerate(rows, 1)},
    }
    path.write_text(json.dumps(tables), encoding="utf-8")
    return path


def test_a_new_tag_joins_at_the_end(store: Store) -> None:
    for name in ("fast response", "apology", "exception to policy"):
        assert store.add_tag(name).kind is ChangeKind.TAG
    book = Store(store.root, "bob").codebook()
    assert [tag.name for tag in book.tags] == ["fast response", "apology", "exception to policy"]
    assert len({tag.id for tag in book.tags}) == 3
    assert all(tag.listed for tag in book.tags)


def test_colours_follow_the_palette_and_then_come_round(store: Store) -> None:
    for number in range(len(PALETTE) + 2):
        store.add_tag(f"tag {number}")
    colors = [tag.color for tag in store.codebook().tags]
    assert sorted(colors[: len(PALETTE)]) == sorted(PALETTE)
    assert len(set(colors[len(PALETTE) :])) == 2


def test_a_colour_and_a_description_can_be_given(store: Store) -> None:
    store.add_tag("apology", color="#AB12CD", description="says sorry\r\nin any words")
    tag = store.codebook().get("apology")
    assert tag is not None
    assert (tag.color, tag.description) == ("#ab12cd", "says sorry\nin any words")
    with pytest.raises(StoreError):
        store.add_tag("tone", color="red")
    assert store.codebook().get("tone") is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  fast   response ", "fast response"),
        ("policy / exception", "policy/exception"),
        ("a\tb\nc", "a b c"),
        ("bell\x07", "bell\ufffd"),
        ("Größe – 値 🧵", "Größe – 値 🧵"),
        ("a∕b", "a∕b"),
        ("c:\\d", "c:\\d"),
    ],
)
def test_names_are_cleaned(store: Store, typed: str, kept: str) -> None:
    change = store.add_tag(typed)
    assert change.tag is not None
    assert change.tag.name == kept
    assert [tag.name for tag in store.codebook().tags] == [kept]


@pytest.mark.parametrize("name", ["", " ", "\n", "/", "a//b", "/a", "a/", "a/ /b"])
def test_names_without_a_level_are_refused(store: Store, name: str) -> None:
    with pytest.raises(StoreError) as caught:
        store.add_tag(name)
    assert caught.value.message.endswith(".")
    assert not (store.root / "annotations").exists()


def test_a_name_that_is_there_adds_none(store: Store) -> None:
    store.add_tag("Apology")
    before = store._folder.path.joinpath("codebook.json").read_bytes()
    for name in ("Apology", "apology", "APOLOGY", " apology "):
        change = store.add_tag(name)
        assert change.kind is ChangeKind.NOTHING
        assert "already" in change.message
    assert store._folder.path.joinpath("codebook.json").read_bytes() == before


def test_the_parent_is_derived() -> None:
    assert Tag("1", "policy/exception/twice", "#000000").parent == "policy/exception"
    assert Tag("1", "policy", "#000000").parent == ""


def test_the_first_nine_have_keys() -> None:
    tags = tuple(Tag(str(number), f"tag {number}", "#000000") for number in range(1, 12))
    book = Codebook(tags)
    assert {number: tag.name for number, tag in book.keys.items()} == {
        number: f"tag {number}" for number in range(1, 10)
    }
    assert book.key(1) == tags[0]
    assert book.key(0) is None
    assert book.key(10) is None
    assert Codebook(tags[:2]).key(3) is None


def test_shortcuts_come_before_the_order() -> None:
    def tag(name: str, shortcut: str = "") -> Tag:
        return Tag(name, name, "#000000", shortcut=shortcut)

    book = Codebook(
        (tag("a"), tag("b", "1"), tag("c"), tag("d", "3"), tag("e", "3"), tag("f", "x"))
    )
    assert {number: one.name for number, one in book.keys.items()} == {
        1: "b",
        2: "a",
        3: "d",
        4: "c",
        5: "e",
        6: "f",
    }
    many = Codebook((*(tag(f"t{number}") for number in range(9)), tag("late", "5")))
    assert [many.keys[number].name for number in range(1, 10)] == [
        "t0",
        "t1",
        "t2",
        "t3",
        "late",
        "t4",
        "t5",
        "t6",
        "t7",
    ]


def test_former_names_keep_their_meaning(store: Store) -> None:
    theirs = mark(store, READING, "said sorry", "says sorry", "apology")
    path = _write(
        store.root,
        {"id": "1", "name": "apology", "color": "#009e73", "was": ["says sorry", "sorry"]},
    )
    book = store.codebook()
    assert book.resolve("says sorry") == book.resolve("SORRY") == "apology"
    # In files that hold the old name it reads as the new one.
    (found,) = own(store.root, READING)
    assert found.annotation.tags == ("apology",)
    assert store.overview().tags == {"apology": 1}
    # It is not given again, and the next save puts it right.
    before = path.read_bytes()
    change = store.add(POST, READING, theirs.start, theirs.end, ["sorry", "tone"])
    assert change.after is not None
    assert change.after.tags == ("apology", "tone")
    assert path.read_bytes() != before  # only "tone" came
    assert [tag.name for tag in store.codebook().tags] == ["apology", "tone"]
    assert "says sorry" not in (store.root / "annotations/ann/kettle.md.json").read_text()


def test_a_tag_that_is_called_as_another_was_is_itself(store: Store) -> None:
    _write(store.root, {"id": "1", "name": "a", "was": ["b"]}, {"id": "2", "name": "b"})
    book = store.codebook()
    assert (book.resolve("b"), book.resolve("a")) == ("b", "a")


def test_used_tags_that_nobody_listed_are_shown_last(store: Store) -> None:
    mark(store, READING, "refund", "refund", "no refund")
    store._folder.path.joinpath("codebook.json").unlink()
    book = store.codebook(store.overview().tags)
    assert [(tag.name, tag.listed) for tag in book.tags] == [
        ("no refund", False),
        ("refund", False),
    ]
    assert book.keys == {}
    assert book.tags[0].color == derived_color("no refund")
    assert book.entry("refund").color == derived_color("refund")


def test_tagging_lists_the_tag(store: Store) -> None:
    store.add_tag("apology")
    mark(store, READING, "said sorry", "APOLOGY", "new one")
    (found,) = own(store.root, READING)
    assert found.annotation.tags == ("apology", "new one")
    assert [tag.name for tag in store.codebook().tags] == ["apology", "new one"]


def test_a_hand_written_codebook_is_read_and_its_fields_kept(store: Store) -> None:
    path = _write(
        store.root,
        {"name": "plain"},
        {"id": "2", "name": "odd colour", "color": "mauve", "mine": [1, 2]},
    )
    first, second = store.codebook().tags
    assert first.id
    assert first.color == derived_color("plain")
    assert second.color == derived_color("odd colour")
    store.add_tag("third")
    rows = list(json.loads(path.read_text())["tags"].values())
    assert [row["name"] for row in rows] == ["plain", "odd colour", "third"]
    assert rows[1]["mine"] == [1, 2]


@pytest.mark.parametrize(
    "content",
    [
        b'{"tags": []}',
        b'{"tags": {"1": {"name": 5}}}',
        b'{"tags": {"1": {"name": "a//b"}}}',
        b'{"tags": {"1": {"name": "a", "was": "b"}}}',
        b'{"meta": {"1": {"format": 99}}}',
        b"[",
        b"\xff",
    ],
)
def test_a_broken_codebook_is_never_overwritten(store: Store, content: bytes) -> None:
    path = _write(store.root)
    path.write_bytes(content)
    assert store.codebook() == Codebook()
    (problem,) = store.overview().problems
    assert problem.path == path
    assert problem.message.startswith("annotations/codebook.json")
    with pytest.raises(StoreError) as caught:
        store.add_tag("new")
    assert "codebook.json" in caught.value.message
    # Posts can be tagged all the same.
    made = mark(store, READING, "refund", "new")
    assert [one.annotation for one in own(store.root, READING)] == [made]
    assert path.read_bytes() == content
