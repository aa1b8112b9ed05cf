"""Marks through the store: what each command does to what is on disk."""

from __future__ import annotations

import datetime
import json
from itertools import count
from pathlib import Path

import pytest
from annotating import POST, STORY, contents, fresh, mark, markdown, own, passage, stored

from csreader.annotations import State, Status, Store, StoreError
from csreader.annotations.model import ChangeKind

READING = markdown(STORY)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path, "ann")


def test_a_mark_is_on_disk_when_add_returns(store: Store) -> None:
    made = mark(store, READING, "within the hour", "fast response", note="one hour!")
    found = own(store.root, READING)
    assert [one.annotation for one in found] == [made]
    assert found[0].state is State.ANCHORED
    assert READING.text[found[0].start : found[0].end] == found[0].quote == "within the hour"
    assert (found[0].line, found[0].coder) == (3, "ann")
    assert (made.tags, made.note) == (("fast response",), "one hour!")


def test_context_is_up_to_32_code_points_in_whole_words(store: Store) -> None:
    made = mark(store, READING, "within the hour", "a")
    assert len(made.prefix) <= 32
    assert len(made.suffix) <= 32
    assert READING.text[made.start - len(made.prefix) : made.start] == made.prefix
    assert READING.text[made.end :].startswith(made.suffix)
    assert made.prefix == "to the shop.\n\nThey wrote back "
    assert made.suffix == " and said sorry. A new kettle"


def test_times_are_utc_and_modified_moves_on(tmp_path: Path) -> None:
    east = datetime.timezone(datetime.timedelta(hours=2))
    hours = count(9)
    store = Store(
        tmp_path, "ann", clock=lambda: datetime.datetime(2024, 5, 6, next(hours), tzinfo=east)
    )
    made = mark(store, READING, "refund", "a")
    assert (made.created, made.modified) == ("2024-05-06T07:00:00Z",) * 2
    change = store.update(POST, READING, made.id, note="asked for none")
    assert change.after is not None
    assert (change.after.created, change.after.modified) == (
        "2024-05-06T07:00:00Z",
        "2024-05-06T08:00:00Z",
    )


def test_the_file_is_what_the_design_says(store: Store) -> None:
    made = mark(store, READING, "said sorry", "apology/in writing", note="zwei\nZeilen ✓")
    path = store.root / "annotations" / "ann" / "kettle.md.json"
    text = path.read_text(encoding="utf-8")
    assert text.endswith("}\n")
    assert "✓" in text
    tables = json.loads(text)
    assert list(tables) == ["meta", "annotations"]
    (meta,) = tables["meta"].values()
    assert meta["format"] == 1
    assert (meta["coder"], meta["post"], meta["done"]) == ("ann", POST, False)
    assert (meta["text_sha256"], meta["text_rules"]) == (READING.sha256, READING.rules)
    assert stored(path) == [
        {
            "id": made.id,
            "start": made.start,
            "end": made.end,
            "quote": "said sorry",
            "prefix": made.prefix,
            "suffix": made.suffix,
            "line": 3,
            "tags": ["apology/in writing"],
            "note": "zwei\nZeilen ✓",
            "created": made.created,
            "modified": made.modified,
        }
    ]


def test_rows_stand_in_the_order_of_the_text(store: Store) -> None:
    for words in ("refund", "kettle broke", "said sorry"):
        mark(store, READING, words, "a")
    path = store.root / "annotations" / "ann" / "kettle.md.json"
    assert [row["quote"] for row in stored(path)] == ["kettle broke", "said sorry", "refund"]
    assert [one.quote for one in own(store.root, READING)] == [
        "kettle broke",
        "said sorry",
        "refund",
    ]


def test_the_same_tag_twice_is_one(store: Store) -> None:
    made = mark(store, READING, "said sorry", "apology")
    before = contents(store.root)
    again = store.add(POST, READING, made.start, made.end, ["apology"])
    assert again.kind is ChangeKind.NOTHING
    assert "already" in again.message
    assert contents(store.root) == before
    # Whatever the case, too.
    assert store.add(POST, READING, made.start, made.end, ["Apology"]).kind is ChangeKind.NOTHING
    assert [one.annotation.tags for one in own(store.root, READING)] == [("apology",)]


def test_another_tag_joins_the_annotation_of_the_same_passage(store: Store) -> None:
    first = mark(store, READING, "said sorry", "apology")
    second = mark(store, READING, "said sorry", "tone", "apology")
    assert second.id == first.id
    assert second.tags == ("apology", "tone")


def test_blanks_around_a_passage_are_left_out(store: Store) -> None:
    start, end = passage(READING, "I wrote to the shop.")
    change = store.add(POST, READING, start - 1, end + 2, ["a"])
    assert change.after is not None
    assert (change.after.start, change.after.end) == (start, end)


@pytest.mark.parametrize(
    ("start", "end"),
    [(5, 5), (0, 0), (-1, 4), (4, 2), (0, 10_000), (10_000, 10_001)],
)
def test_no_passage_is_no_annotation(store: Store, start: int, end: int) -> None:
    for act in (
        lambda: store.add(POST, READING, start, end, ["a"]),
        lambda: store.toggle(POST, READING, start, end, "a"),
    ):
        with pytest.raises(StoreError) as caught:
            act()
        assert caught.value.message.endswith(".")
    assert not (store.root / "annotations").exists()


def test_blanks_only_are_no_passage(store: Store) -> None:
    gap = READING.text.index("\n\n")
    with pytest.raises(StoreError, match="no words"):
        store.add(POST, READING, gap, gap + 2, ["a"])


def test_the_last_character_of_the_text_can_be_marked(store: Store) -> None:
    length = len(READING.text)
    made = store.add(POST, READING, length - 1, length, ["a"]).after
    assert made is not None
    assert (made.quote, made.suffix) == (".", "")
    with pytest.raises(StoreError):
        store.add(POST, READING, length, length + 1, ["a"])


def test_neither_tag_nor_note_is_no_annotation(store: Store) -> None:
    with pytest.raises(StoreError, match="tag or a note"):
        store.add(POST, READING, 0, 3, [], "  \n")
    assert mark(store, READING, "kettle", note="only a note").tags == ()


@pytest.mark.parametrize("name", ["", "   ", "a//b", "/a", "a/", "\n"])
def test_a_bad_tag_name_saves_nothing(store: Store, name: str) -> None:
    with pytest.raises(StoreError):
        store.add(POST, READING, 0, 3, ["good", name])
    assert not (store.root / "annotations").exists()


def test_toggle_puts_on_and_takes_off(store: Store) -> None:
    at = passage(READING, "said sorry")
    store.toggle(POST, READING, *at, "apology")
    store.toggle(POST, READING, *at, "tone")
    assert [one.annotation.tags for one in own(store.root, READING)] == [("apology", "tone")]
    store.toggle(POST, READING, *at, "apology")
    assert [one.annotation.tags for one in own(store.root, READING)] == [("tone",)]
    store.toggle(POST, READING, *at, "tone")
    assert own(store.root, READING) == []


def test_the_last_tag_off_keeps_a_mark_with_a_note(store: Store) -> None:
    made = mark(store, READING, "said sorry", "apology", note="by name")
    store.toggle(POST, READING, made.start, made.end, "apology")
    (left,) = own(store.root, READING)
    assert (left.annotation.id, left.annotation.tags, left.annotation.note) == (
        made.id,
        (),
        "by name",
    )
    change = store.update(POST, READING, made.id, note="")
    assert change.kind is ChangeKind.REMOVE
    assert own(store.root, READING) == []


def test_update_changes_what_it_is_told_and_nothing_else(store: Store) -> None:
    made = mark(store, READING, "said sorry", "apology", note="by name")
    store.update(POST, READING, made.id, tags=["tone", "apology"])
    store.update(POST, READING, made.id, note="by  hand\r\n")
    start, end = passage(READING, "wrote back within the hour")
    store.update(POST, READING, made.id, start=start, end=end)
    (found,) = own(store.root, READING)
    one = found.annotation
    assert (one.id, one.note, set(one.tags)) == (made.id, "by  hand", {"apology", "tone"})
    assert (one.start, one.end, one.quote) == (start, end, "wrote back within the hour")
    assert READING.text[: one.start].endswith(one.prefix)


def test_an_update_to_the_same_writes_nothing(store: Store) -> None:
    made = mark(store, READING, "said sorry", "apology", note="by name")
    before = contents(store.root)
    change = store.update(POST, READING, made.id, tags=["apology"], note="by name")
    assert change.kind is ChangeKind.NOTHING
    assert contents(store.root) == before


def test_remove_takes_one_and_only_one(store: Store) -> None:
    gone, left = mark(store, READING, "refund", "a"), mark(store, READING, "sorry", "a")
    change = store.remove(POST, READING, gone.id)
    assert (change.kind, change.before, change.after) == (ChangeKind.REMOVE, gone, None)
    assert [one.annotation for one in own(store.root, READING)] == [left]
    with pytest.raises(StoreError, match="no annotation"):
        store.remove(POST, READING, gone.id)
    with pytest.raises(StoreError, match="no annotation"):
        store.update(POST, READING, "nonsense", note="x")


def test_done_in_progress_unread(store: Store) -> None:
    def status() -> Status:
        return fresh(store.root, READING).status

    assert status() is Status.UNREAD
    made = mark(store, READING, "refund", "a")
    assert status() is Status.IN_PROGRESS
    assert store.set_done(POST, READING, True).kind is ChangeKind.DONE
    assert status() is Status.DONE
    assert store.set_done(POST, READING, True).kind is ChangeKind.NOTHING
    mark(store, READING, "sorry", "b")
    assert status() is Status.DONE
    store.set_done(POST, READING, False)
    assert status() is Status.IN_PROGRESS
    for one in own(store.root, READING):
        store.remove(POST, READING, one.annotation.id)
    assert status() is Status.UNREAD
    assert made.id


def test_a_post_can_be_done_without_a_mark(store: Store) -> None:
    store.set_done(POST, READING, True)
    overview = Store(store.root, "bob").overview()
    assert overview.post(POST).statuses == {"ann": Status.DONE}
    assert overview.post(POST).annotations == 0


def test_other_coders_are_shown_and_read_only(store: Store) -> None:
    theirs = mark(store, READING, "said sorry", "apology", note="hers")
    bob = Store(store.root, "bob")
    mine = mark(bob, READING, "said sorry", "tone")
    marks = fresh(store.root, READING, coder="bob")
    assert [one.annotation.id for one in marks.own] == [mine.id]
    assert [(one.annotation, one.coder) for one in marks.others] == [(theirs, "ann")]
    path = store.root / "annotations" / "ann" / "kettle.md.json"
    before = path.read_bytes()
    for act in (
        lambda: bob.update(POST, READING, theirs.id, tags=["mine now"]),
        lambda: bob.remove(POST, READING, theirs.id),
    ):
        with pytest.raises(StoreError, match="ann's"):
            act()
    bob.toggle(POST, READING, theirs.start, theirs.end, "apology")
    assert path.read_bytes() == before
    overview = bob.overview()
    assert overview.post(POST).annotations == 2
    assert overview.tags == {"apology": 2, "tone": 1}


def test_counts_are_over_all_coders_and_posts(store: Store) -> None:
    mark(store, READING, "refund", "a", "b")
    mark(store, READING, "sorry", "a")
    mark(Store(store.root, "bob"), READING, "refund", "b")
    mark(store, READING, "shop", "a", post="sub/other.txt")
    overview = store.overview()
    assert dict(overview.post(POST).tags) == {"a": 2, "b": 2}
    assert dict(overview.post("sub/other.txt").tags) == {"a": 1}
    assert dict(overview.tags) == {"a": 3, "b": 2}
    assert overview.post("nowhere.md").annotations == 0
    assert overview.problems == ()


def test_version_tells_of_another_windows_change(store: Store) -> None:
    before = store.version(POST)
    assert store.version(POST) == before
    mark(Store(store.root, "ann"), READING, "refund", "a")
    after = store.version(POST)
    assert after != before
    mark(Store(store.root, "bob"), READING, "refund", "a")
    assert store.version(POST) != after
    other = store.version(POST)
    mark(Store(store.root, "ann"), READING, "refund", "a", post="else.md")
    assert store.version(POST) == other
