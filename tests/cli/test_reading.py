"""list, show and check: what they print, and their exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from commands import run, run_json

from csreader.cli import main


def test_list_for_machines(folder: Path) -> None:
    run("tag", "kettle.md", "--tag", "apology", "--tag", "fast", "--quote", "said sorry")
    run("tag", "kettle.md", "--tag", "fast", "--quote", "within the hour", "--coder", "bob")
    kettle, plain = run_json("list", folder, "--json")
    assert kettle == {
        "id": "kettle.md",
        "path": "posts/kettle.md",
        "title": "The kettle: a story",
        "date": "2021-03-04",
        "format": "markdown",
        "words": None,
        "status": "in-progress",
        "annotations": 2,
        "tags": {"apology": 1, "fast": 2},
        "problems": 0,
    }
    assert plain["date"] is None


@pytest.mark.usefixtures("folder")
def test_show_prints_exactly_the_reading_text() -> None:
    text = run("show", "plain.txt", "--text").stdout_bytes
    assert text == b"A plain page\n\nwith few words.\n"


@pytest.mark.usefixtures("folder")
def test_show_for_machines() -> None:
    run("tag", "kettle.md", "--tag", "fast", "--quote", "within the hour")
    shown = run_json("show", "posts/kettle.md", "--json")
    assert set(shown) == {
        "id", "path", "title", "date", "format", "text", "text_sha256", "text_rules", "blocks",
        "annotations",
    }  # fmt: skip
    assert shown["text"] + "\n" == run("show", "kettle.md", "--text").output
    assert shown["blocks"][0] == {"kind": "heading", "start": 0, "end": 6, "line": 5}
    one = shown["annotations"][0]
    assert shown["text"][one["start"] : one["end"]] == "within the hour"


@pytest.mark.usefixtures("folder")
def test_show_paints_title_text_and_marks() -> None:
    run("tag", "kettle.md", "--tag", "fast", "--quote", "within the hour", "--note", "good")
    lines = run("show", "kettle.md").output.splitlines()
    assert lines[0] == "The kettle: a story"
    assert "▎ We make an exception for you. Thank you." in lines
    assert lines[-1] == '[fast] "within the hour" — good (tester)'


def test_a_title_that_the_text_begins_with_shows_once(folder: Path) -> None:
    (folder / "posts" / "own.md").write_text("# The tram\n\nIt was late.\n", encoding="utf-8")
    assert run("show", "own.md").output == "The tram\n\nIt was late.\n"


def test_check_finds_nothing_wrong(folder: Path) -> None:
    result = run("check")
    assert result.output == f"root: {folder}\n2 posts, no problems\n"
    assert run_json("check", folder, "--json") == []


def test_check_tells_file_and_line(folder: Path) -> None:
    (folder / "posts" / "cut.md").write_text("---\ntitle: Cut\n\nWords.\n", encoding="utf-8")
    result = run("check", code=1)
    assert "posts/cut.md:1: " in result.output
    (problem,) = run_json("check", "--json", code=1)
    assert set(problem) == {"path", "line", "kind", "severity", "message"}
    assert (problem["path"], problem["line"]) == ("posts/cut.md", 1)
    assert problem["severity"] in ("error", "warning")


def test_a_note_is_no_problem(folder: Path) -> None:
    (folder / "posts" / "bom.md").write_text("\ufeffWords.\n", encoding="utf-8")
    (note,) = run_json("check", "--json")
    assert note["severity"] == "note"


def test_check_warns_of_an_orphan_and_of_marks_without_a_post(folder: Path) -> None:
    run("tag", "plain.txt", "--tag", "a", "--quote", "few words")
    (folder / "posts" / "plain.txt").write_text("Other things entirely.\n", encoding="utf-8")
    (orphan,) = run_json("check", "--json", code=1)
    assert (orphan["kind"], orphan["path"], orphan["line"]) == ("orphan", "posts/plain.txt", None)
    (folder / "posts" / "plain.txt").unlink()
    (gone,) = run_json("check", "--json", code=1)
    assert gone["kind"] == "no-post"
    assert gone["path"] == "annotations/tester/plain.txt.json"
    assert run("export", code=1).stderr.startswith("csreader: plain.txt is not among the posts")


def test_check_of_one_post_leaves_the_others_out(folder: Path) -> None:
    (folder / "posts" / "cut.md").write_text("---\ntitle: Cut\n\nWords.\n", encoding="utf-8")
    assert run_json("check", "posts/plain.txt", "--json") == []
    assert len(run_json("list", "posts/plain.txt", "--json")) == 1
    assert len(run_json("export", "posts/plain.txt")["posts"]) == 1


def test_reading_writes_nothing(folder: Path) -> None:
    for command in ("list", "check", "export"):
        run(command, folder)
    run("show", "kettle.md")
    assert sorted(path.name for path in folder.iterdir()) == ["posts"]


def test_a_folder_without_posts_is_told_of(tmp_path: Path) -> None:
    result = run("list", tmp_path)
    assert (result.stdout, "no posts" in result.stderr) == ("", True)
    assert run_json("list", tmp_path, "--json") == []
    assert "no posts" in run("check", tmp_path).output


def test_list_tells_by_its_exit_code_that_a_file_could_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Words.\n", encoding="utf-8")
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere.md")
    done = CliRunner().invoke(main, ["list", str(tmp_path), "--json"])
    assert done.exit_code == 1
    assert [post["id"] for post in json.loads(done.stdout)] == ["a.md"]
    assert "gone.md" in done.stderr


def test_what_the_header_says_stands_below_the_title(folder: Path) -> None:
    header = "---\ntitle: The tram\ndate: 2012-07-10\nauthor: Ann\ntags: [late]\n---\n"
    (folder / "posts" / "own.md").write_text(f"{header}It was late.\n", encoding="utf-8")
    shown = "The tram\n2012-07-10 · by Ann · its own tags: late\n\nIt was late.\n"
    assert run("show", "own.md").output == shown
