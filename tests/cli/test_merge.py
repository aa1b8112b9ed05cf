"""merge: what it writes, says and returns, and how git is told of it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from commands import run
from histories import ENV, git

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not there")

ID = "6f1c0f0e-2f0b-4a53-9d0f-1f1f3a0f8f11"


def row(**fields: Any) -> dict[str, Any]:
    """An annotation's row, as a store writes it."""
    return {
        "id": ID,
        "start": 10,
        "end": 16,
        "quote": "kettle",
        "prefix": "The ",
        "suffix": " broke",
        "line": 1,
        "tags": ["a"],
        "note": "",
        "created": "2024-05-06T07:08:09Z",
        "modified": "2024-05-06T07:08:09Z",
        **fields,
    }


def sheet(*rows: dict[str, Any], **meta: Any) -> dict[str, Any]:
    """An annotation file's tables."""
    described = {
        "format": 1,
        "coder": "ann",
        "post": "kettle.md",
        "text_sha256": "ab" * 32,
        "text_rules": 2,
        "text_length": 99,
        "done": False,
        **meta,
    }
    return {
        "meta": {"1": described},
        "annotations": {str(number): one for number, one in enumerate(rows, 5)},
    }


def book(*tags: dict[str, Any]) -> dict[str, Any]:
    rows = {
        str(number): {"color": "#111111", "description": "", "shortcut": "", "was": [], **tag}
        for number, tag in enumerate(tags, 5)
    }
    return {"meta": {"1": {"format": 1}}, "tags": rows}


class Three:
    """Three versions of a file in a folder."""

    def __init__(self, folder: Path) -> None:
        self.paths = [folder / name for name in ("base", "ours", "theirs")]

    def merged(self, *versions: dict[str, Any] | str) -> tuple[dict[str, Any], str]:
        """The result, which must be the same from both sides, and what was said."""
        results = []
        for order in ((0, 1, 2), (0, 2, 1)):
            for path, number in zip(self.paths, order, strict=True):
                one = versions[number]
                path.write_text(one if isinstance(one, str) else json.dumps(one), "utf-8")
            said = run("merge", *self.paths, "--path", "annotations/ann/kettle.md.json").stderr
            results.append((self.paths[1].read_bytes(), said))
        assert results[0] == results[1]
        return json.loads(results[0][0]), results[0][1]


@pytest.fixture
def three(tmp_path: Path) -> Three:
    return Three(tmp_path)


def rows_of(tables: dict[str, Any]) -> list[dict[str, Any]]:
    return list(tables["annotations"].values())


def test_fields_of_one_mark_come_from_both_sides(three: Three) -> None:
    later = "2024-05-06T08:00:00Z"
    told, said = three.merged(
        sheet(row(tags=["a", "b"])),
        sheet(row(tags=["b", "c"], mood="calm")),
        sheet(row(note="why?", tags=["a", "b", "d"], modified=later), done=True),
    )
    (one,) = rows_of(told)
    assert (sorted(one["tags"]), one["note"], one["mood"]) == (["b", "c", "d"], "why?", "calm")
    assert one["modified"] == later
    assert told["meta"]["1"]["done"] is True
    assert said == ""


def test_two_notes_are_both_kept_with_a_mark_and_only_once(three: Three) -> None:
    base, ours, theirs = sheet(row(note="x")), sheet(row(note="one")), sheet(row(note="two"))
    told, said = three.merged(base, ours, theirs)
    (one,) = rows_of(told)
    assert one["note"] == "one\n\n[merged: the other note]\n\ntwo"
    assert len(said.splitlines()) == 1
    assert said.startswith("csreader: annotations/ann/kettle.md.json: both notes")
    assert three.merged(base, told, theirs)[0] == told


def test_two_bounds_become_two_marks_and_stay_two(three: Three) -> None:
    base = sheet(row())
    ours = sheet(row(start=6, prefix="", quote="The kettle", modified="2024-05-06T09:00:00Z"))
    theirs = sheet(row(end=22, suffix="", quote="kettle broke"))
    told, said = three.merged(base, ours, theirs)
    first, second = rows_of(told)
    assert (first["id"], first["quote"], first["tags"]) == (ID, "The kettle", ["a"])
    assert (second["quote"], second["tags"]) == ("kettle broke", ["a"])
    assert second["note"] == "[merged: the other bounds]"
    assert "both bounds" in said
    assert three.merged(base, told, theirs)[0] == told
    assert three.merged(base, told, ours)[0] == told


def test_removed_on_one_side_only_goes_unless_the_other_changed_it(three: Three) -> None:
    assert rows_of(three.merged(sheet(row()), sheet(), sheet(row(), done=True))[0]) == []
    told, said = three.merged(sheet(row()), sheet(), sheet(row(note="stay")))
    assert [one["note"] for one in rows_of(told)] == ["stay"]
    assert "removed on one side and changed on the other, stays" in said


def test_one_tag_on_one_passage_from_both_sides_is_one(three: Three) -> None:
    other = ID.replace("6", "7")
    told, _ = three.merged(sheet(), sheet(row()), sheet(row(id=other, tags=["a", "b"])))
    assert [(one["id"], one["tags"]) for one in rows_of(told)] == [(ID, ["a"]), (other, ["b"])]


def test_marks_of_different_texts_keep_their_own(three: Three) -> None:
    mine = row(id=ID.replace("6", "7"), quote="broke", start=17, end=22)
    moved = row(start=30, end=36)
    new = {"text_sha256": "cd" * 32, "text_length": 119}
    told, _ = three.merged(sheet(row()), sheet(row(), mine), sheet(moved, **new))
    assert told["meta"]["1"]["text_sha256"] == "cd" * 32
    old, now = rows_of(told)
    assert old == {**mine, "text_sha256": "ab" * 32, "text_rules": 2, "text_length": 99}
    assert now == moved


@pytest.mark.parametrize("base", ["", "{}"])
def test_without_a_base_both_are_united(three: Three, base: str) -> None:
    other = row(id=ID.replace("6", "7"), start=30, end=36)
    told, _ = three.merged(base, sheet(row()), sheet(row(), other))
    assert [one["id"] for one in rows_of(told)] == [ID, other["id"]]


def test_an_empty_side_takes_nothing_away(three: Three) -> None:
    assert three.merged(sheet(row()), "", sheet(row(note="n")))[0] == sheet(row(note="n"))


def test_what_csreader_does_not_know_is_merged_too(three: Three) -> None:
    base, ours, theirs = sheet(), sheet(done=True), sheet(mood="calm")
    base["later"] = ours["later"] = {"1": {"x": 1, "y": 1}, "2": {"z": 1}}
    theirs["later"] = {"1": {"x": 1, "y": 2}, "2": {"z": 1}}
    ours["later"] = {"1": {"x": 2, "y": 1}, "2": {"z": 1}}
    told, _ = three.merged(base, ours, theirs)
    assert told["later"] == {"1": {"x": 2, "y": 2}, "2": {"z": 1}}
    assert (told["meta"]["1"]["mood"], told["meta"]["1"]["done"]) == ("calm", True)


def tags_of(tables: dict[str, Any]) -> list[tuple[str, str, list[str]]]:
    return [(tag["id"], tag["name"], tag["was"]) for tag in tables["tags"].values()]


def test_a_tag_renamed_on_both_sides_has_all_its_names(three: Three) -> None:
    told, said = three.merged(
        book({"id": "1", "name": "late"}),
        book({"id": "1", "name": "slow", "was": ["late"]}),
        book({"id": "1", "name": "delay", "was": ["late"]}),
    )
    assert tags_of(told) == [("1", "delay", ["late", "slow"])]
    assert "has both names" in said


def test_a_tag_made_on_both_sides_is_one(three: Three) -> None:
    told, _ = three.merged(
        book(), book({"id": "2", "name": "Late"}), book({"id": "1", "name": "late", "was": ["x"]})
    )
    assert tags_of(told) == [("1", "late", ["x", "Late"])]


def test_a_tag_merged_on_one_side_takes_its_new_name_along(three: Three) -> None:
    told, _ = three.merged(
        book({"id": "1", "name": "late"}, {"id": "2", "name": "slow"}),
        book({"id": "2", "name": "slow", "was": ["late"]}),
        book({"id": "1", "name": "tardy", "was": ["late"]}, {"id": "2", "name": "slow"}),
    )
    assert tags_of(told) == [("2", "slow", ["late", "tardy"])]


def test_a_key_given_on_both_sides_stays_with_one(three: Three) -> None:
    base = [{"id": "1", "name": "a"}, {"id": "2", "name": "b"}]
    told, said = three.merged(
        book(*base),
        book({**base[0], "shortcut": "1"}, base[1]),
        book(base[0], {**base[1], "shortcut": "1"}),
    )
    assert [tag["shortcut"] for tag in told["tags"].values()] == ["1", ""]
    assert 'the key 1 stays with the tag "a"' in said


def test_the_order_of_the_side_that_changed_it_stays(three: Three) -> None:
    a, b, c, d = ({"id": name, "name": name} for name in "abcd")
    told, _ = three.merged(book(a, b, c), book(c, a, b), book(a, b, d, c))
    assert [tag["id"] for tag in told["tags"].values()] == ["c", "a", "b", "d"]


@pytest.mark.parametrize(
    ("theirs", "said"),
    [
        ("{", "their version: line 1, column 2"),
        ('{"meta": {"1": {"format": 99}}}', "update csreader"),
        ('{"annotations": {"1": {"id": "x"}}}', "their version"),
        (json.dumps(sheet(post="ferry.md")), "different posts"),
        (json.dumps(sheet(coder="bob")), "different coders"),
        (json.dumps(book({"id": "1", "name": "a"})), "codebook"),
    ],
)
def test_what_cannot_be_merged_is_left_whole(three: Three, theirs: str, said: str) -> None:
    texts = ["", json.dumps(sheet(row())), theirs]
    for path, text in zip(three.paths, texts, strict=True):
        path.write_text(text, "utf-8")
    result = run("merge", *three.paths, "--path", "x.json", code=1)
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith("csreader: x.json")
    assert said in result.stderr
    assert [path.read_text("utf-8") for path in three.paths] == texts


def test_the_result_can_go_elsewhere(three: Three, tmp_path: Path) -> None:
    texts = ["", json.dumps(sheet(row())), json.dumps(sheet(row(note="n")))]
    for path, text in zip(three.paths, texts, strict=True):
        path.write_text(text, "utf-8")
    run("merge", *three.paths, "-o", tmp_path / "out.json")
    assert json.loads((tmp_path / "out.json").read_text("utf-8"))["annotations"]
    assert three.paths[1].read_text("utf-8") == texts[1]


@pytest.mark.parametrize("wrong", [(), ("a", "b"), ("a", "b", "c", "d"), ("--install", "a", "b")])
def test_wrong_use_is_one_line(folder: Path, wrong: tuple[str, ...]) -> None:
    before = sorted(folder.rglob("*"))
    assert len(run("merge", *wrong, code=2).stderr.splitlines()) == 1
    assert len(run("merge", "a", "b", "c", code=2).stderr.splitlines()) == 1
    assert sorted(folder.rglob("*")) == before


@needs_git
def test_install_tells_git_and_uninstall_forgets(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in ENV.items():
        monkeypatch.setenv(name, value)
    git(folder, "init", "-q")
    attributes = folder / ".gitattributes"
    attributes.write_bytes(b"*.md text\r\n*.png binary")
    run("merge", "--install")
    once = attributes.read_bytes()
    assert once.startswith(b"*.md text\r\n*.png binary\n/annotations/**/*.json merge=csreader\n")
    assert "merge %O %A %B" in git(folder, "config", "merge.csreader.driver")
    assert "already" in run("merge", "--install", "posts").output
    assert attributes.read_bytes() == once
    for path in ("annotations/codebook.json", "annotations/ann/2021/kettle.md.json"):
        assert git(folder, "check-attr", "merge", path).strip().endswith("merge: csreader")
    assert git(folder, "check-attr", "merge", "other.json").strip().endswith("unspecified")
    run("merge", "--uninstall")
    assert attributes.read_bytes() == b"*.md text\r\n*.png binary\n"
    run("merge", "--uninstall")
    assert "csreader" not in (folder / ".git" / "config").read_text("utf-8")


@needs_git
@pytest.mark.parametrize("name", ["a story's folder", "[odd] * name", "plain"])
def test_a_collection_deep_in_a_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for variable, value in ENV.items():
        monkeypatch.setenv(variable, value)
    root = tmp_path / name
    (root / "posts").mkdir(parents=True)
    git(tmp_path, "init", "-q")
    run("merge", "--install", root)
    path = f"{name}/annotations/ann/kettle.md.json"
    assert git(tmp_path, "check-attr", "merge", path).strip().endswith("merge: csreader")
    run("merge", "--uninstall", root)
    assert not (tmp_path / ".gitattributes").exists()


@needs_git
def test_no_repository_and_no_git_are_one_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(folder.parent))
    result = run("merge", "--install", code=1)
    assert len(result.stderr.splitlines()) == 1
    assert "no git repository" in result.stderr
    monkeypatch.setenv("PATH", str(folder / "posts"))
    result = run("merge", "--install", code=1)
    assert len(result.stderr.splitlines()) == 1
    assert "git is not found" in result.stderr


@needs_git
def test_git_reports_a_conflict_where_a_version_is_broken(tmp_path: Path) -> None:
    from histories import DRIVER

    path = tmp_path / "annotations" / "ann" / "kettle.md.json"
    path.parent.mkdir(parents=True)
    (tmp_path / ".gitattributes").write_text("/annotations/**/*.json merge=csreader\n")
    git(tmp_path, "init", "-q", "-b", "base")
    git(tmp_path, "config", "merge.csreader.driver", DRIVER)
    versions = {"base": json.dumps(sheet(row())), "left": json.dumps(sheet()), "right": "{"}
    for branch, text in versions.items():
        if branch != "base":
            git(tmp_path, "checkout", "-q", "-b", branch, "base")
        path.write_text(text, "utf-8")
        git(tmp_path, "add", "-A")
        git(tmp_path, "commit", "-q", "-m", branch)
    git(tmp_path, "checkout", "-q", "left")
    done = subprocess.run(
        ["git", "merge", "right"],
        cwd=tmp_path,
        env=ENV,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "annotations/ann/kettle.md.json, their version: line 1, column 2" in done.stderr
    assert path.read_text("utf-8") == versions["left"]
    assert git(tmp_path, "show", ":3:annotations/ann/kettle.md.json") == "{"
