"""`csreader check --repair`."""

from __future__ import annotations

from pathlib import Path

from annotating import contents, tree
from commands import run, run_json


def _tagged(folder: Path, *words: str) -> Path:
    for each in words:
        run("tag", "kettle.md", "--tag", f"tag {each}", "--quote", each, "--coder", "ann")
    return folder / "annotations" / "ann" / "kettle.md.json"


def test_without_repair_nothing_is_written(folder: Path) -> None:
    path = _tagged(folder, "leaked")
    path.write_bytes(path.read_bytes() + b"}")
    before = tree(folder)
    (problem,) = run_json("check", "--json", code=1)
    assert (problem["kind"], problem["line"]) == (
        "annotations-broken",
        path.read_text("utf-8").count("\n") + 1,
    )
    assert tree(folder) == before


def test_all_of_a_sound_collection_is_left_as_it_is(folder: Path) -> None:
    _tagged(folder, "leaked")
    before = contents(folder)
    assert "no problems" in run("check", "--repair").output
    assert contents(folder) == before


def test_all_that_can_be_read_comes_back(folder: Path) -> None:
    path = _tagged(folder, "leaked", "within the hour")
    book = folder / "annotations" / "codebook.json"
    path.write_bytes(path.read_bytes().replace(b'"note": "",', b'"note": ""', 1))
    book.write_bytes(
        book.read_bytes().replace(b"{", b"<<<<<<< HEAD\n{", 1) + b"=======\n>>>>>>> b\n"
    )
    result = run("check", "--repair")
    assert "2 annotations brought back" in result.output
    assert "2 tags brought back" in result.output
    kept = sorted(name for name in contents(folder) if ".broken-" in name)
    assert [name.rpartition(".broken-")[0] for name in kept] == [
        "annotations/ann/kettle.md.json",
        "annotations/codebook.json",
    ]
    # The broken files are not forgotten.
    notes = run_json("check", "--json")
    assert [(one["path"], one["kind"], one["severity"]) for one in notes] == [
        (name, "set-aside", "note") for name in kept
    ]
    (post,) = (one for one in run_json("list", "--json") if one["id"] == "kettle.md")
    assert post["annotations"] == 2


def test_what_does_not_come_back_is_told_with_its_place_in_the_file_that_is_kept(
    folder: Path,
) -> None:
    path = _tagged(folder, "leaked", "within the hour")
    broken = path.read_text("utf-8").replace('"quote": "within', '"quote": "wi\nthin')
    broken = broken.replace('"end": ', '"end": x', 2).replace('"end": x', '"end": ', 1)
    path.write_text(broken, "utf-8")
    told = run_json("check", "--repair", "--json", code=1)
    assert [one["kind"] for one in told] == ["repaired", "not-repaired", "set-aside"]
    assert "1 annotation brought back" in told[0]["message"]
    lost = told[1]
    assert lost["severity"] == "error"
    assert (folder / lost["path"]).read_text("utf-8") == broken
    assert lost["path"] == told[2]["path"]
    line = broken.splitlines()[lost["line"] - 1]
    assert line.rstrip().endswith(": {")
    assert '{ "id": "' in lost["message"]
    run("check")


def test_only_the_post_that_was_asked_for_is_repaired(folder: Path) -> None:
    path = _tagged(folder, "leaked")
    run("tag", "plain.txt", "--tag", "a", "--quote", "few words", "--coder", "ann")
    other = path.with_name("plain.txt.json")
    for each in (path, other):
        each.write_bytes(each.read_bytes() + b"}")
    broken = other.read_bytes()
    assert "1 annotation brought back" in run("check", "posts/kettle.md", "--repair").output
    assert other.read_bytes() == broken


def test_a_newer_file_is_told_of_and_left_alone(folder: Path) -> None:
    path = _tagged(folder, "leaked")
    path.write_bytes(path.read_bytes().replace(b'"format": 1', b'"format": 7'))
    torn = path.with_name("plain.txt.json")
    torn.write_bytes(path.read_bytes()[:150])
    before = contents(folder)
    told = run_json("check", "--repair", "--json", code=1)
    assert [one["kind"] for one in told] == ["annotations-newer"] * 2
    assert all("newer csreader (format 7" in one["message"] for one in told)
    assert contents(folder) == before
