"""tag and untag: what they do and print, and their exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import run, run_json


@pytest.mark.usefixtures("folder")
def test_tag_prints_the_annotation() -> None:
    told = run_json(
        "tag", "kettle.md", "--tag", "exception", "--quote", "exception  for\n you", "--json"
    )
    assert (told["quote"], told["tags"], told["coder"]) == (
        "exception for you", ["exception"], "tester",
    )  # fmt: skip
    again = run_json(
        "tag", "kettle.md", "--tag", "exception", "--quote", "exception for you", "--json"
    )
    assert again["id"] == told["id"]
    assert told["id"] in run(
        "tag", "kettle.md", "--tag", "b", "--start", told["start"], "--end", told["end"]
    ).output  # fmt: skip


def test_quotes_reach_across_blocks_and_normal_forms(folder: Path) -> None:
    (folder / "posts" / "cafe.txt").write_text("The cafe\u0301\n\nwas shut.\n", encoding="utf-8")
    told = run_json("tag", "cafe.txt", "--tag", "a", "--quote", "café was", "--json")
    assert told["quote"] == "cafe\u0301\n\nwas"


@pytest.mark.usefixtures("folder")
def test_several_hits_are_listed_and_one_is_chosen() -> None:
    tag = ("tag", "kettle.md", "--tag", "thanks", "--quote", "Thank you.")
    result = run(*tag, code=2)
    assert result.stdout == ""
    first, second, third, last = result.stderr.splitlines()
    assert first.startswith("1: line 7: ")
    assert second.startswith("2: line 9: ")
    assert third.endswith("for you. [Thank you.]")
    assert "3 times" in last
    assert "--nth" in last
    run(*tag, "--nth", "3")
    run(*tag, "--nth", "4", code=2)
    shown = run_json("show", "kettle.md", "--json")
    (one,) = shown["annotations"]
    assert one["start"] == shown["text"].rindex("Thank you.")


@pytest.mark.parametrize(
    "wrong",
    [
        ("--quote", "not in there"),
        ("--quote", " \n "),
        ("--start", "3"),
        ("--start", "5", "--end", "5"),
        ("--start", "5", "--end", "99999"),
        ("--start", "5", "--end", "9", "--quote", "leaked"),
        ("--start", "5", "--end", "9", "--nth", "1"),
        ("--quote", "leaked", "--nth", "0"),
        (),
    ],
)
def test_wrong_passages_are_wrong_use(folder: Path, wrong: tuple[str, ...]) -> None:
    result = run("tag", "kettle.md", "--tag", "a", *wrong, code=2)
    assert len(result.stderr.splitlines()) == 1
    assert not (folder / "annotations").exists()


@pytest.mark.usefixtures("folder")
def test_wrong_tags_are_wrong_use() -> None:
    run("tag", "kettle.md", "--quote", "leaked", code=2)
    run("tag", "kettle.md", "--quote", "leaked", "--tag", " ", code=2)
    run("tag", "kettle.md", "--quote", "leaked", "--tag", "a//b", code=2)


@pytest.mark.usefixtures("folder")
def test_untag_removes_one_annotation() -> None:
    told = run_json("tag", "kettle.md", "--tag", "a", "--quote", "leaked", "--json")
    run("untag", "kettle.md", told["id"], "--coder", "bob", code=2)
    assert len(run_json("show", "kettle.md", "--json")["annotations"]) == 1
    assert "leaked" in run("untag", "kettle.md", told["id"]).output
    assert run_json("show", "kettle.md", "--json")["annotations"] == []
    result = run("untag", "kettle.md", told["id"], code=2)
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.usefixtures("folder")
def test_untag_for_machines_tells_what_is_gone() -> None:
    told = run_json("tag", "kettle.md", "--tag", "a", "--quote", "leaked", "--json")
    assert run_json("untag", "kettle.md", told["id"], "--json") == told


def test_overlaps_and_doubles_stay_apart(folder: Path) -> None:
    (folder / "posts" / "o.txt").write_text(
        "We got money back and a warm excuse that same week.\n", encoding="utf-8"
    )
    for tag, words in (
        ("A", "money back and a warm excuse"),
        ("B", "warm excuse that same week"),
        ("C", "money back"),
        ("D", "money back"),
        ("C", "money back"),
    ):
        run("tag", "o.txt", "--tag", tag, "--quote", words)
    marks = run_json("export", "posts/o.txt")["posts"][0]["annotations"]
    assert sorted((one["quote"], tag) for one in marks for tag in one["tags"]) == [
        ("money back", "C"),
        ("money back", "D"),
        ("money back and a warm excuse", "A"),
        ("warm excuse that same week", "B"),
    ]
