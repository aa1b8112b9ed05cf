"""Branches merged by real git with csreader's merge driver."""

from __future__ import annotations

import itertools
import os
import random
import shutil
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from annotating import contents, stored
from histories import DRIVER, POSTS, Coder, Seen, git, reading_of, seen, story

from csreader.annotations import Codebook, Store
from csreader.annotations.relinking import relink

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not there")

PAIRS = int(os.environ.get("CSREADER_MERGE_PAIRS", "6"))

Everything = Mapping[str, Mapping[str, Seen]]


def new_repository(root: Path, seed: int) -> None:
    (root / "posts").mkdir(parents=True)
    for post in POSTS:
        (root / "posts" / post).write_text(story(range(10, 30)), encoding="utf-8")
    Coder(root, f"base {seed}").work(random.Random(seed).choice([0, 3, 12]))
    (root / ".gitattributes").write_text("/annotations/**/*.json merge=csreader\n")
    git(root, "init", "-q", "-b", "base")
    commit(root)
    git(root, "config", "merge.csreader.driver", DRIVER)


def commit(root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", "work")


def edit_source(root: Path, side: str, chance: random.Random) -> None:
    """Another beginning on one branch, another end on the other: git merges the two."""
    for post in POSTS:
        path = root / "posts" / post
        text = path.read_text(encoding="utf-8")
        new = story(range(40, 40 + chance.randint(1, 3)))
        if chance.random() < 0.3:
            path.write_text(f"{new}\n\n{text}" if side == "left" else f"{text}\n\n{new}\n")


def everything(root: Path) -> tuple[Everything, Codebook]:
    store = Store(root, "ann")
    assert store.overview().problems == ()
    return {post: seen(root, post, store) for post in POSTS}, store.codebook()


@pytest.mark.parametrize("seed", range(PAIRS))
def test_two_branches_keep_all_of_both(tmp_path: Path, seed: int) -> None:
    root, clone = tmp_path / "one", tmp_path / "other"
    new_repository(root, seed)
    states = {"base": everything(root)}
    for side in ("left", "right"):
        chance = random.Random(f"{side} {seed}")
        git(root, "checkout", "-q", "-b", side, "base")
        for _ in range(2):
            Coder(root, f"{side} {seed} {_}").work(chance.choice([1, 4, 9]))
            edit_source(root, side, chance)
        commit(root)
        states[side] = everything(root)
    git(tmp_path, "clone", "-q", str(root), str(clone))
    git(clone, "config", "merge.csreader.driver", DRIVER)
    git(clone, "checkout", "-q", "right")
    git(root, "checkout", "-q", "left")
    git(root, "merge", "-q", "--no-edit", "right")
    git(clone, "merge", "-q", "--no-edit", "origin/left")
    assert contents(root / "annotations") == contents(clone / "annotations")
    merged, book = everything(root)
    for post in POSTS:
        now = merged[post]
        tagged = [(one.where, one.quote, tag) for one in now.values() for tag in one.tags]
        assert len(tagged) == len(set(tagged))
        versions = [states[name][0][post] for name in ("base", "left", "right")]
        for identity in {*versions[1], *versions[2]}:
            check_kept(identity, now, book, [one.get(identity) for one in versions])
    for path in (root / "annotations" / "ann").glob("*.json"):
        rows = stored(path)
        order = [(row["start"], row["end"], row["id"]) for row in rows]
        assert order == sorted(order)
        assert len({row["id"] for row in rows}) == len(rows)
        assert all(row["tags"] or row["note"] for row in rows)
    check_codebook(book, [states[name][1] for name in ("left", "right")])
    # What is merged can be worked on, and puts all rows into one text.
    Coder(root, f"after {seed}").work(5)
    everything(root)


def check_kept(
    identity: str, now: Mapping[str, Seen], book: Codebook, versions: list[Seen | None]
) -> None:
    base, left, right = versions
    there = [one for one in (left, right) if one is not None]
    if base is not None and len(there) == 1:
        if there[0] == base:
            assert identity not in now
        else:
            assert identity in now or there[0].tags != base.tags
        return
    wanted = wanted_tags(book, base, left, right)
    places = {one.where for one in there}
    assert places == {there[0].where} or any(
        now.get(identity) and now[identity].where == place for place in places
    )
    # Where both branches tagged one passage, the older annotation has the tag.
    found = {tag for one in now.values() if one.where in places for tag in one.tags}
    assert wanted <= found
    notes = {one.note for one in there if base is None or one.note != base.note} - {""}
    said = " ".join(one.note for one in now.values() if one.where in places)
    assert all(note in said for note in notes)
    if identity in now:
        assert now[identity].where in places
    if base is not None:
        moved = {one.where for one in there if one.where != base.where}
        assert moved <= {one.where for one in now.values()}


def wanted_tags(book: Codebook, *versions: Seen | None) -> set[str]:
    base, left, right = (set(book.resolved(sorted(one.tags))) if one else set() for one in versions)
    return (left & right) | (left - base) | (right - base)


def check_codebook(book: Codebook, sides: list[Codebook]) -> None:
    names = Counter(tag.name for tag in book.tags)
    assert set(names.values()) <= {1}
    keys = Counter(tag.shortcut for tag in book.tags if tag.shortcut)
    assert set(keys.values()) <= {1}
    for side, tag in itertools.chain.from_iterable(((s, t) for t in s.tags) for s in sides):
        assert book.get(tag.name) is not None or all(
            tag.id not in {one.id for one in other.tags} for other in sides if other is not side
        )


def test_marks_follow_a_post_renamed_on_the_other_branch(tmp_path: Path) -> None:
    root = tmp_path / "one"
    new_repository(root, 1)
    Coder(root, "more").work(12)
    commit(root)
    before = everything(root)[0]["kettle.md"]
    git(root, "checkout", "-q", "-b", "left", "base")
    (root / "posts" / "kettle.md").rename(root / "posts" / "new.md")
    relink(root, "ann", "kettle.md", "new.md")
    commit(root)
    git(root, "checkout", "-q", "-b", "right", "base")
    reading = reading_of(root, "kettle.md")
    start = reading.text.index("they answered")
    made = Store(root, "ann").add("kettle.md", reading, start, start + 13, ["late"]).after
    assert made is not None
    commit(root)
    git(root, "merge", "-q", "--no-edit", "left")
    store = Store(root, "ann")
    assert set(seen(root, "new.md", store)) == {*before, made.id}
    assert not (root / "annotations" / "ann" / "kettle.md.json").exists()
