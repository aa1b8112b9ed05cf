"""`csreader import` of broken files: one line, and everything is as it was."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from annotating import tree
from bringing import own_files
from commands import run, run_json
from extras import each

from csreader.exchange.interface import Format
from csreader.exchange.registry import formats

FORMATS = [one for one in formats().values() if one.read and one.write]

_JSON = '{"format": "csreader", "version": 1, "posts": [%s]}'
_POST = '{"id": "kettle.md", "annotations": [%s]}'
BROKEN: Mapping[str, tuple[str, str | bytes]] = {
    "empty": ("a.json", b" \n"),
    "cut": ("a.json", '{"format": "csreader", "version": 1, "posts": [{"id": "ket'),
    "no export": ("a.json", '{"format": "something"}'),
    "another version": ("a.json", '{"format": "csreader", "version": 99}'),
    "no object": ("a.json", "[1, 2]"),
    "no UTF-8": ("a.json", b'{"format": "csreader", "\xff'),
    "too deep": ("a.json", '{"format": "csreader", "posts": ' + "[" * 100_000),
    "not a number": ("a.json", '{"format": "csreader", "version": NaN}'),
    "a post of a wrong kind": ("a.json", _JSON % "7"),
    "a mark without an id": ("a.json", _JSON % (_POST % '{"quote": "It leaked"}')),
    "tags of a wrong kind": ("a.json", _JSON % (_POST % '{"id": "1", "tags": "late"}')),
    "a negative place": ("a.json", _JSON % (_POST % '{"id": "1", "start": -1, "end": 4}')),
    "half a place": ("a.json", _JSON % (_POST % '{"id": "1", "start": 1.5}')),
    "lines without a header": ("a.jsonl", _POST % ""),
    "a broken line": ("a.jsonl", '{"format": "csreader-lines", "version": 1}\n{}\n{"id": \n'),
    "a cut table": ("a.csv", 'post,tag,quote,id\nkettle.md,late,"It leaked'),
    "a row of too many cells": ("a.csv", "post,tag,quote,id\nkettle.md,late,It leaked,1,2,3\n"),
    "a row without an id": ("a.csv", "post,tag,quote,id\nkettle.md,late,It leaked,\n"),
    "another table": ("a.csv", "name,age\nAnn,7\n"),
    "a cut codebook": ("a.qdc", '<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes><Code'),
    "another document": ("a.qdc", "<html><body>Hello</body></html>"),
    "entities": ("a.qdc", '<!DOCTYPE a [<!ENTITY b "c">]><CodeBook>&b;</CodeBook>'),
    "no archive": ("a.qdpx", "hello"),
    "a cut archive": ("a.qdpx", b"PK\x03\x04" + b"\x00" * 400),
    "no known format": ("a.xyz", "hello"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_one_line_and_changes_nothing(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    run("tag", "kettle.md", "--quote", "It leaked", "--tag", "mine")
    file_name, content = BROKEN[name]
    path = tmp_path_factory.mktemp("broken") / file_name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    before, home = tree(folder), tree(Path.home())
    for more in ((), ("--dry-run",), ("--write-posts", "--update", "--again")):
        done = run("import", path, *more, code=None)
        assert done.exit_code in (1, 2)
        (line,) = done.stderr.splitlines()
        assert line.startswith("csreader: ")
        assert "fault of csreader" not in line
        assert file_name in line
        assert done.stdout == ""
        assert (tree(folder), tree(Path.home())) == (before, home)


@pytest.mark.parametrize("one", each(FORMATS))
def test_a_file_cut_anywhere_is_told_or_read_as_far_as_it_goes(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, one: Format
) -> None:
    sent = tmp_path_factory.mktemp("sent")
    run("tag", "kettle.md", "--quote", "It leaked 😀", "--tag", "a/b", "--note", "so")
    file = sent / f"{one.name}{one.endings[0]}"
    run("export", "--format", one.name, "-o", file)
    run("untag", "kettle.md", run_json("show", "kettle.md", "--json")["annotations"][0]["id"])
    whole = file.read_bytes()
    before = own_files(folder)
    for at in range(0, len(whole), max(1, len(whole) // 25)):
        cut = sent / f"cut{file.suffix}"
        cut.write_bytes(whole[:at])
        done = run("import", cut, "--format", one.name, code=None)
        assert "fault of csreader" not in done.output
        if "imported;" in done.stdout:
            run("import", "--undo")
        else:
            assert done.exit_code == 1 or "nothing to import" in done.stdout
        assert own_files(folder) == before
