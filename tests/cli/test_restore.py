"""restore and history: tags, status, lost passages, and what they leave alone."""

from __future__ import annotations

import datetime
import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest
from annotating import contents, tree
from commands import run, run_json
from faults import refusing

from csreader.annotations import Store
from csreader.annotations.coder import state_folder
from csreader.annotations.journal.files import folder_of
from csreader.collection import open_post


def now() -> str:
    """This moment, as a command line takes it."""
    return datetime.datetime.now(datetime.UTC).isoformat()


def marked(*tags: str, quote: str = "leaked", file: str = "kettle.md") -> str:
    """A new mark's id."""
    options = [part for tag in tags for part in ("--tag", tag)]
    made = run_json("tag", file, *options, "--quote", quote, "--json")
    identity = made["id"]
    assert isinstance(identity, str)
    return identity


def marks(file: str = "kettle.md") -> dict[str, list[str]]:
    """The tags of each mark, by its words."""
    return {one["quote"]: one["tags"] for one in run_json("show", file, "--json")["annotations"]}


def history(*options: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = run_json("history", "--json", *options)
    return found


@pytest.fixture
def two(folder: Path) -> Store:
    """Marks with the tag `leak` in two posts, one of them with another tag; its store."""
    marked("leak", "bad")
    marked("leak", quote="few words", file="plain.txt")
    store = Store(folder, "tester")
    store.change_tag("leak", color="#123456", description="what drips")
    store.set_shortcut("leak", "7")
    return store


def test_a_deleted_tag_comes_back_with_its_use_and_all_it_had(two: Store) -> None:
    listed = two.codebook().tags
    two.delete_tag("leak")
    assert (marks(), marks("plain.txt")) == ({"leaked": ["bad"]}, {})
    told = run("restore", "--tag", "leak", "--dry-run").output
    assert "2 marks in 2 posts" in told
    assert marks("plain.txt") == {}
    told = run("restore", "--tag", "leak").output
    assert told.splitlines()[-1] == "Done."
    assert set(marks()["leaked"]) == {"leak", "bad"}
    assert marks("plain.txt") == {"few words": ["leak"]}
    assert set(two.codebook().tags) == set(listed)
    assert history()[0]["kind"] == "restore"
    before = contents(two.root)
    assert "Nothing to restore" in run("restore", "--tag", "leak").output
    assert contents(two.root) == before


def test_a_merged_tag_comes_back_apart(two: Store) -> None:
    marked("bad", quote="day one")
    at = now()
    two.merge_tags("leak", "bad")
    assert marks()["leaked"] == ["bad"]
    result = run_json("restore", "--tag", "leak", "--at", at, "--json")
    assert (result["restored"], result["annotations"], result["posts"]) == (True, 2, 2)
    assert (result["tag"]["color"], result["tag"]["shortcut"]) == ("#123456", "7")
    assert {quote: set(tags) for quote, tags in marks().items()} == {
        "leaked": {"leak", "bad"},
        "day one": {"bad"},
    }
    assert marks("plain.txt") == {"few words": ["leak"]}


def test_a_renamed_tag_gets_its_name_back(two: Store) -> None:
    two.rename_tag("leak", "drip")
    assert marks("plain.txt") == {"few words": ["drip"]}
    run("restore", "--tag", "drip")
    assert marks("plain.txt") == {"few words": ["leak"]}
    assert two.codebook().get("leak") is not None


def test_what_is_done_to_tags_and_files_is_in_the_journal(two: Store, folder: Path) -> None:
    two.merge_tags("bad", "leak")
    two.add_tag("new")
    two.move_tag("new", -1)
    two.delete_tag("new")
    path = folder / "annotations" / "tester" / "plain.txt.json"
    path.write_text("{oops", encoding="utf-8")
    two.set_aside(path)
    done = history()
    assert [one["kind"] for one in done[:5]] == ["set-aside", "book", "book", "tag", "book"]
    assert "plain.txt.json set aside as" in done[0]["message"]
    assert [one["message"] for one in done[1:5]] == [
        'tag "new" deleted',
        '"new" moved up',
        'new tag "new"',
        '"bad" merged into "leak"',
    ]
    assert done[0]["posts"] == ["plain.txt"]
    assert done[4]["posts"] == ["kettle.md"]


def test_the_marks_of_a_file_that_was_set_aside_come_back(two: Store, folder: Path) -> None:
    at = now()
    path = folder / "annotations" / "tester" / "plain.txt.json"
    path.write_text("{oops", encoding="utf-8")
    two.set_aside(path)
    assert marks("plain.txt") == {}
    run("restore", "plain.txt", "--at", at)
    assert marks("plain.txt") == {"few words": ["leak"]}


def test_whether_a_post_was_done_is_restored(two: Store) -> None:
    post = open_post("kettle.md")[1]
    at = now()
    two.set_done(post.id, post.reading, True)
    told = run("restore", "kettle.md", "--at", at).output
    assert "no longer done" in told
    status = {one["id"]: one["status"] for one in run_json("list", "--json")}
    assert status["kettle.md"] == "in-progress"
    run("restore", "kettle.md", "--at", now())
    assert "all is as it was" in run("restore", "kettle.md", "--at", now()).output


def test_a_mark_whose_words_are_gone_comes_back_without_a_place(folder: Path) -> None:
    identity = marked("leak", quote="within the hour")
    run("untag", "kettle.md", identity)
    path = folder / "posts" / "kettle.md"
    words = "They answered within the hour, said *sorry*, and sent another."
    path.write_text(path.read_text("utf-8").replace(words, "Nothing came."), encoding="utf-8")
    result = run_json("restore", "kettle.md", identity[:8], "--json")
    assert result["orphans"] == [identity]
    (one,) = run_json("show", "kettle.md", "--json")["annotations"]
    assert (one["state"], one["start"], one["quote"]) == ("orphan", None, "within the hour")
    # And it gets its place back with its words.
    path.write_text(path.read_text("utf-8").replace("Nothing came.", words), encoding="utf-8")
    (one,) = run_json("show", "kettle.md", "--json")["annotations"]
    assert (one["state"] != "orphan", one["tags"]) == (True, ["leak"])


def test_two_thousand_marks_of_a_post_come_back(folder: Path) -> None:
    words = " ".join(f"w{number:04}" for number in range(2000))
    (folder / "posts" / "long.txt").write_text(f"{words}\n", encoding="utf-8")
    post = open_post("long.txt")[1]
    store = Store(folder, "tester")
    one = store.add(post.id, post.reading, 0, 5, ["leak"]).after
    assert one is not None
    # The other 1,999 are written as a program would: the file is the interface.
    path = folder / "annotations" / "tester" / "long.txt.json"
    tables = json.loads(path.read_text("utf-8"))
    (row,) = tables["annotations"].values()
    for number in range(1, 2000):
        start = number * 6
        fresh = {**row, "id": f"00000000-0000-4000-8000-{number:012}", "quote": f"w{number:04}"}
        fresh |= {"start": start, "end": start + 5, "prefix": "", "suffix": ""}
        tables["annotations"][str(number + 10)] = fresh
    path.write_text(json.dumps(tables), encoding="utf-8")
    at = now()
    store.delete_tag("leak")
    assert marks("long.txt") == {}
    run("restore", "long.txt", "--at", at)
    back = marks("long.txt")
    assert len(back) == 2000
    assert set(map(tuple, back.values())) == {("leak",)}


@pytest.mark.usefixtures("folder")
def test_history_is_cut_by_time_number_and_post() -> None:
    marked("leak")
    marked("leak", quote="few words", file="plain.txt")
    at = now()
    marked("bad", quote="day one")
    every = history()
    assert history("--since", at) == every[:2]
    assert {one["kind"] for one in every[:2]} == {"add", "tag"}
    assert history("--since", "1h") == every
    assert history("--limit", "1") == every[:1]
    assert [one["posts"] for one in history("--post", "plain.txt")] == [["plain.txt"]]
    assert [one["posts"] for one in history("posts/plain.txt")] == [["plain.txt"]]
    assert history("--post", "kettle.md", "--limit", "1")[0]["message"].startswith('tag "bad"')
    assert history("--post", "nothing.md") == []
    run("history", "--limit", "0", code=2)
    run("history", "--since", "2999-01-01", code=2)


def test_only_the_coders_own_changes_are_listed_and_restored(folder: Path) -> None:
    at = now()
    run("--coder", "bob", "tag", "kettle.md", "--tag", "leak", "--quote", "leaked")
    marked("leak")
    theirs = folder_of(folder, "bob", "state")
    before = tree(theirs)
    file = (folder / "annotations" / "bob" / "kettle.md.json").read_bytes()
    assert {one["coder"] for one in history()} == {"tester"}
    run("restore", "kettle.md", "--at", at, code=None)
    run("restore", "kettle.md", "--at", now())
    assert tree(theirs) == before
    assert (folder / "annotations" / "bob" / "kettle.md.json").read_bytes() == file
    found: list[dict[str, Any]] = run_json("--coder", "bob", "history", "--json")
    assert {one["coder"] for one in found} == {"bob"}


@pytest.mark.parametrize("setting", ["", 'journal = "beside"\n'])
def test_what_only_reads_makes_no_journal_and_no_folder(folder: Path, setting: str) -> None:
    if setting:
        (folder / "csreader.toml").write_text(setting, encoding="utf-8")
    before = tree(folder)
    reading = (
        ("list",),
        ("show", "kettle.md"),
        ("export", "--format", "json"),
        ("check",),
        ("history",),
        ("tag", "kettle.md", "--tag", "a", "--quote", "not in there"),
        ("untag", "kettle.md", "nobody"),
        ("restore", "kettle.md", "--at", "1h"),
        ("restore", "--tag", "leak"),
    )
    for command in reading:
        run(*command, code=None)
    assert tree(folder) == before
    assert not state_folder(folder).exists()


@pytest.mark.skipif(os.name == "nt", reason="paths of POSIX")
@pytest.mark.parametrize("place", ["state", "beside"])
def test_a_journal_that_cannot_be_written_is_one_warning(folder: Path, place: str) -> None:
    (folder / "csreader.toml").write_text(f'journal = "{place}"\n', encoding="utf-8")
    journal = folder_of(folder, "tester", place)
    journal.parent.mkdir(parents=True)
    journal.write_text("in the way", encoding="utf-8")
    result = run("tag", "kettle.md", "--tag", "leak", "--quote", "leaked")
    (line,) = result.stderr.splitlines()
    assert "not in the journal" in line
    assert "The change is saved" in line
    assert marks() == {"leaked": ["leak"]}
    assert journal.read_text(encoding="utf-8") == "in the way"


def test_a_restore_that_cannot_be_saved_changes_nothing(folder: Path) -> None:
    identity = marked("leak")
    run("untag", "kettle.md", identity)
    before, listed = contents(folder), history()
    with refusing(folder / "annotations", errno.ENOSPC):
        result = run("restore", "kettle.md", identity, code=1)
    assert "the disk is full" in result.stderr
    assert (contents(folder), history()) == (before, listed)
    run("restore", "kettle.md", identity)
    assert marks() == {"leaked": ["leak"]}
