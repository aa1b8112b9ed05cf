"""export: folders, zips, files beside the one written, and what each format takes and loses."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import odd_formats
import pytest
from commands import run

from csreader.exchange.whole_folder import LISTING, making_zip


@pytest.fixture(autouse=True)
def _formats(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001 - goes first
    odd_formats.join(monkeypatch)
    run("tag", "kettle.md", "--tag", "a", "--quote", "leaked 😀 on", "--note", "at once")


def _names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_a_folder_is_made_whole_and_made_anew(folder: Path) -> None:
    run("export", "--format", "folder", "-o", "out")
    assert _names(folder / "out") == [
        LISTING, "kettle.md.a", "plain.txt.a", "sub", "sub/kettle.md.b", "sub/plain.txt.b",
    ]  # fmt: skip
    assert (folder / "out" / "kettle.md.a").read_text() == "1\n"
    run("tag", "kettle.md", "--tag", "b", "--quote", "said sorry")
    (folder / "posts" / "plain.txt").unlink()
    run("export", "--format", "folder", "-o", "out")
    assert (folder / "out" / "kettle.md.a").read_text() == "2\n"
    assert "plain.txt.a" not in _names(folder / "out")
    assert _names(folder)[:2] == ["annotations", "annotations/.gitignore"]
    assert not [path for path in folder.iterdir() if path.name.startswith(".csreader-")]


def test_a_folder_that_exists_and_is_empty_is_taken(folder: Path) -> None:
    (folder / "out").mkdir(mode=0o700)
    run("export", "--format", "folder", "-o", "out")
    assert (folder / "out" / "kettle.md.a").is_file()


@pytest.mark.parametrize("how", ["foreign", "added", "changed", "file"])
def test_nothing_of_the_user_s_own_is_replaced(folder: Path, how: str) -> None:
    out = folder / "out"
    if how == "foreign":
        out.mkdir()
        (out / "mine.txt").write_text("mine")
    elif how == "file":
        out.write_text("mine")
    else:
        run("export", "--format", "folder", "-o", "out")
        name = "mine.txt" if how == "added" else "kettle.md.a"
        (out / name).write_text("mine")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    said = run("export", "--format", "folder", "-o", "out", code=2).stderr
    assert len(said.splitlines()) == 1
    assert "out" in said
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("target", ["out", "out.zip"])
def test_after_an_error_all_is_as_it_was(folder: Path, target: str) -> None:
    run("export", "--format", "folder", "-o", target)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    run("tag", "kettle.md", "--tag", "fail", "--quote", "said sorry")
    assert "space" in run("export", "--format", "folder", "-o", target, code=1).stderr
    after = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert {path: data for path, data in after.items() if "annotations" not in path.parts} == {
        path: data for path, data in before.items() if "annotations" not in path.parts
    }


def test_a_zip_of_the_same_data_is_the_same_bytes(folder: Path) -> None:
    run("export", "--format", "folder", "-o", "out.zip")
    first = (folder / "out.zip").read_bytes()
    with zipfile.ZipFile(folder / "out.zip") as archive:
        assert archive.testzip() is None
        assert archive.read("sub/kettle.md.b") == b"b"
        assert len(archive.namelist()) == 4
    run("export", "--format", "folder", "-o", "out.zip")
    assert (folder / "out.zip").read_bytes() == first


def test_several_files_do_not_go_to_stdout() -> None:
    assert "-o" in run("export", "--format", "folder", code=2).stderr


@pytest.mark.parametrize("name", ["../x", "/x", "a/../../x", "", "a//b", "a\\b"])
def test_no_file_of_an_export_leaves_its_folder(tmp_path: Path, name: str) -> None:
    with (tmp_path / "x.zip").open("wb") as stream, making_zip(stream) as opened:  # noqa: SIM117
        with pytest.raises(ValueError, match="no name"), opened(name) as inside:
            inside.write(b"x")


def test_a_companion_is_written_beside(folder: Path) -> None:
    run("export", "--by", "tag", "-o", "marks.pair")
    assert (folder / "marks.pair").read_text() == "tag 1\n"
    assert (folder / "marks.labels.xml").read_text() == "a\n"
    run("export", "-o", "more.pair.txt")
    assert (folder / "more.labels.xml").is_file()
    assert ".labels.xml" in run("export", "--format", "pair").stderr


def test_what_a_format_leaves_out_is_told_where_there_is_such_a_thing() -> None:
    said = run("export", "-o", "marks.pair").stderr
    assert said == "csreader: The format pair leaves out 1 note and 1 post without a mark.\n"
    assert run("export", "-o", "marks.json").stderr == ""


def test_an_export_that_would_become_a_post_is_refused() -> None:
    for target in ("posts/marks.txt", "posts/out"):
        name = "folder" if target == "posts/out" else "pair"
        assert "posts" in run("export", "--format", name, "-o", target, code=2).stderr
    run("export", "--format", "pair", "-o", "marks.txt")
    run("export", "--format", "pair", "-o", "posts/marks.pair")
    assert len(json.loads(run("list", "--json").stdout)) == 2


def test_without_a_posts_folder_an_export_is_no_post_either(tmp_path: Path) -> None:
    alone = tmp_path / "alone"
    alone.mkdir()
    (alone / "a.md").write_text("Few words.\n")
    (alone / ".out").mkdir()
    (alone / "csreader.toml").write_text("")
    assert "posts" in run("export", alone, "--format", "pair", "-o", alone / "x.txt", code=2).stderr
    run("export", alone, "--format", "pair", "-o", alone / ".out" / "x.txt")
    run("export", alone, "--format", "pair", "-o", alone / "x.pair")


def test_only_marks_of_some_tags() -> None:
    run("tag", "kettle.md", "--tag", "speed/fast", "--tag", "a", "--quote", "within the hour")
    run("tag", "plain.txt", "--tag", "speed", "--quote", "few words")
    run("tag", "plain.txt", "--tag", "speedy", "--quote", "plain")

    def tags(*wanted: str) -> list[list[str]]:
        names = [part for tag in wanted for part in ("--tag", tag)]
        values = json.loads(run("export", *names).stdout)
        return [one["tags"] for post in values["posts"] for one in post["annotations"]]

    assert tags("speed") == [["speed/fast", "a"], ["speed"]]
    assert tags("SPEEDY") == [["speedy"]]
    assert tags("speedy", "a") == [["a"], ["speed/fast", "a"], ["speedy"]]
    assert "no tag" in run("export", "--tag", "nothing", code=2).stderr


def test_a_package_that_is_missing_is_told_with_its_remedy(folder: Path) -> None:
    said = run("export", "-o", "marks.needing", code=2).stderr
    assert said.endswith("pip install 'csreader[spacy]'.\n")
    assert not (folder / "marks.needing").exists()


def test_all_formats_are_listed() -> None:
    said = run("export", "--list-formats").stdout
    for name in ("json", "jsonl", "csv", "folder", "pair"):
        assert f"\n{name} " in said
    assert "--with-text" in said
    assert "csreader[spacy]" in said
