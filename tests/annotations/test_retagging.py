"""Tags renamed, merged and deleted, through the coder's own files; and the way back."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from annotating import POST, STORY, contents, fresh, mark, markdown, own, stored

from csreader.annotations import Change, History, Store, StoreError
from csreader.annotations.errors import UnfinishedError
from csreader.annotations.model import ChangeKind

READING = markdown(STORY)
POSTS = ("a.md", "b.md", "c.md")


class Desk:
    """Three posts, two coders, and what was done."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.reading = READING
        self.store = Store(root, "ann")
        self.history = History(self.store, lambda _: self.reading)
        for name in ("refund", "apology", "apology/in person", "speed"):
            self.store.add_tag(name)
        for post in POSTS:
            mark(self.store, READING, "said sorry", "speed", "apology", post=post)
            mark(self.store, READING, "refund", "refund", "speed", note="asked", post=post)
        mark(self.store, READING, "within the hour", "apology/in person", post="b.md")
        mark(Store(root, "bob"), READING, "We are sorry", "apology", post="a.md")
        mark(Store(root, "bob"), READING, "the shop", "speed", post="a.md")

    def do(self, change: Change) -> Change:
        self.history.record(change)
        return change

    def names(self) -> list[str]:
        return [tag.name for tag in Store(self.root, "ann").codebook().tags]

    def tags(self, post: str, coder: str = "ann") -> dict[str, tuple[str, ...]]:
        found = fresh(self.root, READING, post, coder).own
        return {one.quote: one.annotation.tags for one in found}

    def rows(self, coder: str, post: str) -> list[list[str]]:
        path = self.root / "annotations" / coder / f"{post}.json"
        return [row["tags"] for row in stored(path)]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def _break_writing(monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """The disk is full after so many files."""
    from csreader.annotations.disk import storage

    real, written = storage.replace_file, 0

    def replace_file(path: Path, data: bytes, *, like: Path | None = None) -> None:
        nonlocal written
        written += 1
        if written > after:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(path, data, like=like)

    monkeypatch.setattr(storage, "replace_file", replace_file)


# Renaming


def test_a_new_name_is_written_to_the_codebook_and_the_own_files(desk: Desk) -> None:
    theirs = contents(desk.root)["annotations/bob/a.md.json"]
    before = desk.store.codebook().get("refund")
    told: list[tuple[int, int]] = []
    change = desk.do(desk.store.rename_tag("refund", "money back", lambda *at: told.append(at)))
    assert change.message == '"refund" renamed "money back"'
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]
    tag = desk.store.codebook().get("money back")
    assert tag is not None
    assert before is not None
    assert (tag.id, tag.color, tag.was) == (before.id, before.color, ("refund",))
    for post in POSTS:
        assert desk.rows("ann", post)[-1] == ["money back", "speed"]
    assert contents(desk.root)["annotations/bob/a.md.json"] == theirs


def test_what_is_below_a_tag_follows_it(desk: Desk) -> None:
    desk.store.rename_tag("apology", "tone/sorry")
    assert desk.names() == ["refund", "tone/sorry", "tone/sorry/in person", "speed"]
    assert desk.tags("b.md")["within the hour"] == ("tone/sorry/in person",)
    assert desk.tags("b.md")["said sorry"] == ("speed", "tone/sorry")
    # Another coder's file keeps the old name, is read by it, and put right when they save.
    assert desk.rows("bob", "a.md") == [["speed"], ["apology"]]
    assert desk.tags("a.md", "bob")["We are sorry"] == ("tone/sorry",)
    assert desk.store.overview().tags["tone/sorry"] == 4
    mark(Store(desk.root, "bob"), READING, "refund", "speed", post="a.md")
    assert ["tone/sorry"] in desk.rows("bob", "a.md")


@pytest.mark.parametrize(
    ("new", "why"),
    [
        ("speed", "merge"),
        ("SPEED", "merge"),
        ("", "needs a name"),
        ("a//b", "empty level"),
    ],
)
def test_a_name_that_is_no_good_changes_nothing(desk: Desk, new: str, why: str) -> None:
    before = contents(desk.root)
    with pytest.raises(StoreError, match=why):
        desk.store.rename_tag("refund", new)
    assert contents(desk.root) == before


def test_a_former_name_is_not_given_again_but_to_its_own_tag(desk: Desk) -> None:
    desk.store.rename_tag("refund", "money back")
    with pytest.raises(StoreError, match="former name"):
        desk.store.rename_tag("speed", "refund")
    assert desk.store.add_tag("refund").kind is ChangeKind.NOTHING
    desk.store.rename_tag("money back", "Money back")
    desk.store.rename_tag("Money back", "refund")
    tag = desk.store.codebook().get("refund")
    assert tag is not None
    assert tag.was == ("money back", "Money back")


def test_a_tag_that_follows_must_find_its_place_free(desk: Desk) -> None:
    desk.store.add_tag("tone/in person")
    before = contents(desk.root)
    with pytest.raises(StoreError, match="tone/in person"):
        desk.store.rename_tag("apology", "tone")
    assert contents(desk.root) == before


def test_a_tag_in_use_that_no_codebook_lists_can_be_renamed(desk: Desk) -> None:
    (desk.root / "annotations" / "codebook.json").unlink()
    desk.store.rename_tag("speed", "fast")
    assert desk.names() == ["fast"]
    assert desk.tags("a.md", "bob")["the shop"] == ("fast",)
    assert desk.tags("a.md")["said sorry"] == ("fast", "apology")


def test_renaming_moves_no_passage_and_keeps_the_times(desk: Desk) -> None:
    before = own(desk.root, READING, "a.md")
    desk.store.rename_tag("speed", "fast")
    after = own(desk.root, READING, "a.md")
    for old, new in zip(before, after, strict=True):
        assert (old.start, old.end, old.annotation.modified) == (
            new.start,
            new.end,
            new.annotation.modified,
        )


# Merging


def test_two_tags_become_one(desk: Desk) -> None:
    desk.do(desk.store.merge_tags("speed", "apology"))
    assert desk.names() == ["refund", "apology", "apology/in person"]
    assert desk.rows("ann", "a.md") == [["apology"], ["refund", "apology"]]
    assert desk.tags("a.md", "bob") == {"We are sorry": ("apology",), "the shop": ("apology",)}
    assert desk.rows("bob", "a.md") == [["speed"], ["apology"]]


def test_what_is_below_a_merged_tag_goes_below_the_other_and_joins_its_like(desk: Desk) -> None:
    desk.store.add_tag("speed/in person")
    desk.store.add_tag("apology/by letter")
    desk.store.merge_tags("apology", "speed")
    assert desk.names() == ["refund", "speed", "speed/in person", "speed/by letter"]
    assert desk.tags("b.md")["within the hour"] == ("speed/in person",)


def test_a_tag_can_be_merged_into_one_below_it_but_not_with_itself(desk: Desk) -> None:
    with pytest.raises(StoreError, match="itself"):
        desk.store.merge_tags("apology", "apology")
    desk.store.merge_tags("apology", "apology/in person")
    assert desk.names() == ["refund", "apology/in person", "speed"]
    assert desk.tags("a.md")["said sorry"] == ("speed", "apology/in person")


def test_the_same_tag_on_the_same_passage_is_one(desk: Desk) -> None:
    # A second annotation of one passage, as one with another note is.
    mark(desk.store, READING, "refund", "apology", note="another", post="a.md")
    mark(desk.store, READING, "refund", "apology/in person", note="third", post="a.md")
    desk.store.merge_tags("apology/in person", "apology")
    tags = [tag for row in desk.rows("ann", "a.md")[1:] for tag in row]
    assert sorted(tags) == ["apology", "refund", "speed"]
    notes = [one.annotation.note for one in own(desk.root, READING, "a.md")]
    assert sorted(notes) == ["", "another", "asked", "third"]


# Deleting


def test_a_deleted_tag_goes_from_the_own_marks_and_stays_with_others(desk: Desk) -> None:
    reach = desk.store.reach("apology")
    assert (reach.own, reach.others, reach.alone, reach.posts) == (3, 1, 0, 3)
    assert desk.store.reach("apology/in person").alone == 1
    assert desk.store.reach("apology", below=True).all == 5
    desk.do(desk.store.delete_tag("apology/in person"))
    assert "within the hour" not in desk.tags("b.md")
    desk.do(desk.store.delete_tag("apology"))
    assert desk.names() == ["refund", "speed"]
    assert desk.tags("a.md") == {"said sorry": ("speed",), "refund": ("refund", "speed")}
    assert desk.tags("a.md", "bob")["We are sorry"] == ("apology",)
    assert [tag.listed for tag in desk.store.codebook(["apology"]).tags] == [True, True, False]


def test_a_mark_with_a_note_stays_without_the_tag(desk: Desk) -> None:
    desk.store.delete_tag("speed")
    desk.store.delete_tag("refund")
    assert desk.tags("c.md") == {"said sorry": ("apology",), "refund": ()}


def test_a_tag_that_is_gone_is_said(desk: Desk) -> None:
    desk.store.rename_tag("speed", "fast")
    for act in (
        lambda: desk.store.delete_tag("speed"),
        lambda: desk.store.rename_tag("speed", "x"),
        lambda: desk.store.change_tag("speed", color="#000000"),
        lambda: desk.store.merge_tags("refund", "speed"),
    ):
        with pytest.raises(StoreError, match='it is "fast" now'):
            act()


# The codebook alone


def test_colour_description_and_key(desk: Desk) -> None:
    desk.do(desk.store.change_tag("speed", color="#123ABC", description=" soon \r\n"))
    assert desk.do(desk.store.set_shortcut("speed", "1")).message == (
        'key 1 for "speed"; "refund" had it'
    )
    desk.do(desk.store.set_shortcut("refund", "x"))
    assert desk.do(desk.store.set_shortcut("apology", "x")).message == (
        'key x for "apology"; "refund" had it'
    )
    book = desk.store.codebook()
    found = {tag.name: tag.shortcut for tag in book.tags}
    assert found == {"refund": "", "apology": "x", "apology/in person": "", "speed": "1"}
    speed = book.get("speed")
    assert speed is not None
    assert (speed.color, speed.description) == ("#123abc", "soon")
    with pytest.raises(StoreError):
        desk.store.set_shortcut("speed", "0")
    with pytest.raises(StoreError):
        desk.store.change_tag("speed", color="blue")
    for _ in range(4):
        desk.history.undo()
    assert [tag.shortcut for tag in desk.store.codebook().tags] == [""] * 4


def test_moving_takes_what_is_below_along(desk: Desk) -> None:
    desk.do(desk.store.move_tag("apology", -1))
    assert desk.names() == ["apology", "apology/in person", "refund", "speed"]
    assert desk.store.move_tag("apology", -1).kind is ChangeKind.NOTHING
    assert desk.store.move_tag("apology/in person", 1).kind is ChangeKind.NOTHING
    desk.do(desk.store.move_tag("apology", 1))
    desk.do(desk.store.move_tag("apology", 1))
    assert desk.names() == ["refund", "speed", "apology", "apology/in person"]
    for _ in range(3):
        desk.history.undo()
    assert desk.names() == ["refund", "apology", "apology/in person", "speed"]


# The way back

ACTS = {
    "rename": lambda s: s.rename_tag("speed", "fast"),
    "nest": lambda s: s.rename_tag("apology", "tone/sorry"),
    "below itself": lambda s: s.rename_tag("refund", "refund/whole"),
    "merge": lambda s: s.merge_tags("speed", "apology"),
    "merge a tree": lambda s: s.merge_tags("apology", "refund"),
    "delete": lambda s: s.delete_tag("speed"),
    "delete the only tag": lambda s: s.delete_tag("apology/in person"),
    "colour": lambda s: s.change_tag("speed", color="#000000"),
    "description": lambda s: s.change_tag("speed", description="x"),
    "key": lambda s: s.set_shortcut("speed", "1"),
    "move": lambda s: s.move_tag("speed", -1),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_undo_brings_back_all_files_to_the_byte_and_redo_does_it_again(
    desk: Desk, act: object
) -> None:
    before = contents(desk.root)
    change = desk.do(act(desk.store))  # type: ignore[operator]
    after = contents(desk.root)
    assert after != before
    for _ in range(2):
        assert desk.history.undo().message == f"undid: {change.message}"
        assert contents(desk.root) == before
        assert desk.history.redo().message == f"did again: {change.message}"
        assert contents(desk.root) == after


def test_steps_are_turned_back_in_order(desk: Desk) -> None:
    states = [contents(desk.root)]
    for act in ("rename", "colour", "nest"):
        if act == "colour":
            desk.do(desk.store.change_tag("fast", color="#000000"))
        else:
            desk.do(ACTS[act](desk.store))
        states.append(contents(desk.root))
    desk.do(desk.store.merge_tags("fast", "tone/sorry"))
    for state in reversed(states):
        desk.history.undo()
        assert contents(desk.root) == state


def test_a_name_given_by_mistake_is_free_again_unless_a_file_has_it(desk: Desk) -> None:
    desk.do(desk.store.rename_tag("speed", "fats"))
    desk.history.undo()
    assert desk.store.codebook().get("fats") is None
    desk.do(desk.store.rename_tag("speed", "fast"))
    mark(Store(desk.root, "bob"), READING, "refund", "fast", post="c.md")
    desk.history.undo()
    assert desk.tags("c.md", "bob")["refund"] == ("speed",)


# Several windows


def test_another_windows_changes_since_stay_and_are_said(desk: Desk) -> None:
    other = Store(desk.root, "ann")
    desk.do(desk.store.rename_tag("speed", "fast"))
    other.change_tag("fast", color="#000000")
    mark(other, READING, "the shop", "fast", post="c.md")
    assert desk.history.undo().message == 'undid: "speed" renamed "fast"'
    tag = desk.store.codebook().get("speed")
    assert tag is not None
    assert tag.color == "#000000"
    assert desk.tags("c.md")["the shop"] == ("speed",)
    desk.do(desk.store.change_tag("speed", color="#111111"))
    other.change_tag("speed", color="#222222")
    assert "changed since" in desk.history.undo().message
    desk.do(desk.store.rename_tag("speed", "fast"))
    other.rename_tag("fast", "soon")
    assert '"soon", given since, stays' in desk.history.undo().message
    assert desk.tags("a.md")["said sorry"] == ("soon", "apology")


def test_a_note_written_since_a_deletion_stays(desk: Desk) -> None:
    desk.do(desk.store.delete_tag("speed"))
    other = Store(desk.root, "ann")
    (one,) = [m for m in own(desk.root, READING, "a.md") if m.quote == "said sorry"]
    other.update("a.md", READING, one.annotation.id, note="by letter")
    desk.history.undo()
    (one,) = [m for m in own(desk.root, READING, "a.md") if m.quote == "said sorry"]
    assert (set(one.annotation.tags), one.annotation.note) == ({"apology", "speed"}, "by letter")


def test_undo_of_a_mark_finds_its_tag_by_the_new_name(desk: Desk) -> None:
    mine = desk.store.add("c.md", READING, 0, 10, ["speed"])
    desk.do(mine)
    Store(desk.root, "ann").rename_tag("speed", "fast")
    desk.history.undo()
    assert "The kettle" not in desk.tags("c.md")
    desk.history.redo()
    assert desk.tags("c.md")["The kettle"] == ("fast",)


def test_a_stale_window_tags_by_the_old_name(desk: Desk) -> None:
    stale = Store(desk.root, "ann")
    assert stale.codebook().get("speed") is not None
    desk.store.rename_tag("speed", "fast")
    mark(stale, READING, "the shop", "speed", post="c.md")
    assert desk.tags("c.md")["the shop"] == ("fast",)
    assert "speed" not in desk.names()


def test_undo_after_the_source_changed_lands_on_the_same_words(desk: Desk) -> None:
    desk.do(desk.store.delete_tag("apology/in person"))
    desk.reading = markdown(f"Before it all.\n\n{STORY}")
    desk.store.add("b.md", desk.reading, 0, 6, ["refund"])
    desk.history.undo()
    found = {one.quote: one for one in own(desk.root, desk.reading, "b.md")}
    one = found["within the hour"]
    assert desk.reading.text[one.start : one.end] == "within the hour"


# Broken off


@pytest.mark.parametrize("after", range(4))
@pytest.mark.parametrize("name", ["rename", "nest", "merge", "delete"])
def test_broken_off_anywhere_it_reads_right_and_can_be_undone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str, after: int
) -> None:
    before = contents(desk.root)
    whole = Desk(desk.root / "whole") if _made(desk.root / "whole") else desk
    ACTS[name](whole.store)
    with monkeypatch.context() as patch:
        _break_writing(patch, after)
        with pytest.raises(StoreError, match="disk is full") as caught:
            ACTS[name](desk.store)
    if after == 0:
        assert _without_whole(desk.root) == before
        return
    assert isinstance(caught.value, UnfinishedError)
    if name != "delete":
        # The codebook is written: every file reads as if all were done.
        for post in POSTS:
            assert desk.tags(post) == whole.tags(post)
            assert desk.tags(post, "bob") == whole.tags(post, "bob")
    desk.do(caught.value.change)
    desk.history.undo()
    assert _without_whole(desk.root) == before


def test_what_was_broken_off_can_be_done_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        _break_writing(patch, 2)
        with pytest.raises(UnfinishedError):
            desk.store.delete_tag("speed")
    desk.store.delete_tag("speed")
    assert "speed" not in desk.names()
    assert all("speed" not in tags for post in POSTS for tags in desk.tags(post).values())


@pytest.mark.parametrize("after", range(4))
@pytest.mark.parametrize("name", ["rename", "merge", "delete"])
def test_an_undo_that_was_broken_off_can_be_tried_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str, after: int
) -> None:
    before = contents(desk.root)
    desk.do(ACTS[name](desk.store))
    with monkeypatch.context() as patch:
        _break_writing(patch, after)
        with pytest.raises(StoreError, match="disk is full"):
            desk.history.undo()
    desk.history.undo()
    assert contents(desk.root) == before


def test_a_broken_file_of_ones_own_is_left_alone(desk: Desk) -> None:
    broken = desk.root / "annotations" / "ann" / "b.md.json"
    broken.write_bytes(b"{")
    desk.do(desk.store.rename_tag("speed", "fast"))
    assert broken.read_bytes() == b"{"
    assert desk.tags("c.md")["said sorry"] == ("fast", "apology")


def test_a_codebook_that_cannot_be_read_is_never_overwritten(desk: Desk) -> None:
    path = desk.root / "annotations" / "codebook.json"
    path.write_bytes(b"{")
    before = contents(desk.root)
    for name in ("rename", "merge", "delete", "colour", "move"):
        with pytest.raises(StoreError, match=r"codebook\.json"):
            ACTS[name](desk.store)
    assert contents(desk.root) == before


def _made(folder: Path) -> bool:
    folder.mkdir()
    return True


def _without_whole(root: Path) -> dict[str, bytes]:
    return {name: data for name, data in contents(root).items() if not name.startswith("whole")}


def test_the_post_of_the_helpers_is_not_touched(desk: Desk) -> None:
    mark(desk.store, READING, "refund", "refund", post=POST)
    before = contents(desk.root)[f"annotations/ann/{POST}.json"]
    desk.store.rename_tag("speed", "fast")
    assert contents(desk.root)[f"annotations/ann/{POST}.json"] == before
