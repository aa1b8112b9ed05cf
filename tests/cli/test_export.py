"""export: what it writes, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from commands import run, run_json

from csreader.exchange.formats.csreader_json import schema


@pytest.mark.usefixtures("folder")
def test_exports_differ_in_the_moment_only() -> None:
    run("tag", "kettle.md", "--tag", "a", "--quote", "leaked 😀 on")
    one, two = (run("export", "--with-text").stdout_bytes for _ in range(2))
    values = json.loads(one)
    jsonschema.validate(values, schema())
    moments = values["exported"].encode(), json.loads(two)["exported"].encode()
    assert one.replace(*moments, 1) == two


def test_export_to_a_file_by_its_ending(folder: Path) -> None:
    run("tag", "kettle.md", "--tag", "a", "--quote", "leaked")
    assert run("export", "-o", "marks.csv").output == ""
    assert (folder / "marks.csv").read_bytes().startswith(b"post,path,")
    run("export", "--format", "csv", "--bom", "-o", "marks.csv")
    assert (folder / "marks.csv").read_bytes().startswith(b"\xef\xbb\xbfpost,path,")
    run("export", "-o", "marks.json")
    assert json.loads((folder / "marks.json").read_bytes())["format"] == "csreader"
    assert sorted(path.name for path in folder.iterdir()) == [
        "annotations", "marks.csv", "marks.json", "posts",
    ]  # fmt: skip


def test_export_overwrites_no_post_and_no_annotation(folder: Path) -> None:
    run("tag", "kettle.md", "--tag", "a", "--quote", "leaked")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for target in (
        "posts/kettle.md", "posts/../posts/plain.txt", "annotations/codebook.json", "posts",
        "nowhere/marks.json",
    ):  # fmt: skip
        result = run("export", "-o", target, code=2)
        assert len(result.stderr.splitlines()) == 1
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.usefixtures("folder")
def test_options_that_a_format_does_not_take_are_wrong_use() -> None:
    run("export", "--format", "csv", "--with-text", code=2)
    run("export", "--format", "json", "--bom", code=2)
    run("export", "--format", "word", code=2)


@pytest.mark.parametrize("content", [b"{", b"[]", b'"x"', b"\0\0\0", b"{}{}"])
def test_a_broken_annotation_file_is_told_and_never_written(folder: Path, content: bytes) -> None:
    run("tag", "plain.txt", "--tag", "a", "--quote", "few words")
    broken = folder / "annotations" / "tester" / "kettle.md.json"
    broken.write_bytes(content)
    name = "annotations/tester/kettle.md.json"
    assert name in run("show", "kettle.md").stderr
    assert name in run("tag", "kettle.md", "--tag", "a", "--quote", "leaked", code=1).stderr
    assert name in run("untag", "kettle.md", "x", code=1).stderr
    result = run("export", code=1)
    assert name in result.stderr
    assert sum(len(post["annotations"]) for post in json.loads(result.stdout)["posts"]) == 1
    (problem,) = run_json("check", "--json", code=1)
    assert (problem["path"], problem["severity"]) == (name, "error")
    assert name not in problem["message"]
    assert broken.read_bytes() == content
