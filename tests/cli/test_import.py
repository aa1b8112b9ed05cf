"""`csreader import`, as it is used."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from annotating import tree
from bringing import own_files
from commands import run, run_apart, run_json
from extras import each, is_there
from rich.progress import Progress

from csreader.annotations.imports.importer import Importer
from csreader.cli import output
from csreader.exchange.interface import Format
from csreader.exchange.registry import formats

FORMATS = [one for one in formats().values() if one.read and one.write]


@pytest.fixture
def sent(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with exports of the collection, whose marks are gone since."""
    out = tmp_path_factory.mktemp("sent")
    run(
        "tag", "kettle.md", "--quote", "It leaked 😀", "--tag", "a/b", "--tag", "=c", "--note", "so"
    )
    run("tag", "plain.txt", "--quote", "few words", "--tag", "late", "--coder", "Bob")
    for one in filter(is_there, FORMATS):
        run("export", "--format", one.name, "-o", out / f"{one.name}{one.endings[0]}")
    shutil.rmtree(folder / "annotations")
    return out


def _exported() -> list[tuple[Any, ...]]:
    return [
        (one["coder"], one["quote"], tuple(one["tags"]), one["note"])
        for post in json.loads(run("export").stdout_bytes)["posts"]
        for one in post["annotations"]
    ]


def _changed(path: Path, target: Path, **fields: Any) -> Path:
    """A copy of a JSON export whose marks have other fields."""
    values = json.loads(path.read_text(encoding="utf-8"))
    for post in values["posts"]:
        for one in post["annotations"]:
            one.update(fields)
    target.write_text(json.dumps(values), encoding="utf-8")
    return target


def test_what_an_import_says_and_does(folder: Path, sent: Path) -> None:
    before = own_files(folder)
    done = run("import", sent / "json.json")
    assert done.stdout.splitlines() == [
        "new tags: a/b, =c, late",
        "2 marks new",
        "json.json: 2 marks in 2 posts and 3 tags imported; "
        "csreader import --undo takes that back.",
    ]
    assert done.stderr == ""
    assert sorted(_exported()) == [
        ("Bob", "few words", ("late",), ""),
        ("tester", "It leaked 😀", ("a/b", "=c"), "so"),
    ]
    after = own_files(folder)
    again = run("import", sent / "json.json")
    assert again.stdout.splitlines() == [
        "2 marks here already",
        "json.json: nothing to import, all of it is here.",
    ]
    assert own_files(folder) == after
    assert run("import", "--undo", "--dry-run").stdout == (
        "would undo: import of json.json (2 marks, 3 tags)\n"
    )
    assert own_files(folder) == after
    assert run("import", "--undo").stdout == "undid: import of json.json (2 marks, 3 tags)\n"
    assert own_files(folder) == before
    refused = run("import", "--undo", code=2)
    assert refused.stderr == "csreader: There is no import of yours here that could be undone.\n"


def _sent(folder: Path, one: Format) -> Path:
    """The file of a format that was sent, without those that go beside it."""
    beside = tuple(one.companions)
    (file,) = (path for path in folder.glob(f"{one.name}.*") if not path.name.endswith(beside))
    return file


@pytest.mark.parametrize("one", each(FORMATS))
def test_each_format_comes_and_goes(folder: Path, sent: Path, one: Format) -> None:
    file = _sent(sent, one)
    before = own_files(folder)
    run("import", file)
    assert own_files(folder) != before
    after = own_files(folder)
    run("import", file, "--format", one.name)
    assert own_files(folder) == after
    run("import", "--undo")
    assert own_files(folder) == before


@pytest.mark.parametrize("one", each(FORMATS))
def test_a_dry_run_says_the_same_and_writes_nothing(folder: Path, sent: Path, one: Format) -> None:
    file = _sent(sent, one)
    before, home = tree(folder), tree(Path.home())
    foreseen = run("import", file, "--dry-run", "--write-posts").stdout.splitlines()
    assert (tree(folder), tree(Path.home())) == (before, home)
    done = run("import", file, "--write-posts").stdout.splitlines()
    assert foreseen[:-1] == done[:-1]
    assert foreseen[-1].endswith("would be imported; nothing was done (--dry-run).")
    ending = "would be imported; nothing was done (--dry-run)."
    said = foreseen[-1].removesuffix(ending) + "imported; csreader import --undo takes that back."
    assert said == done[-1]


def test_marks_under_another_name_are_undone_by_whoever_imported(folder: Path, sent: Path) -> None:
    before = own_files(folder)
    run("import", sent / "json.json", "--coder", "Eva")
    assert {coder for coder, *_ in _exported()} == {"Eva"}
    run("import", "--undo")
    assert own_files(folder) == before


def test_json_tells_the_same_facts(folder: Path, sent: Path) -> None:
    (folder / "posts" / "plain.txt").unlink()
    file = _changed(sent / "json.json", sent / "lost.json", quote="Nobody wrote this.")
    foreseen = run_json("import", file, "--json", "--dry-run", code=1)
    done = run_json("import", file, "--json", code=1)
    assert [one["imported"] for one in (*foreseen, *done)] == [False, True]
    assert [{**one, "imported": True} for one in foreseen] == done
    (one,) = done
    assert one["documents"] == [{"name": "posts/kettle.md", "post": "kettle.md", "found_by": "id"}]
    assert one["marks"] == {"orphan": 1}
    assert one["posts"] == {"kettle.md": 1}
    assert one["unmatched"] == [{"name": "posts/plain.txt", "marks": 1, "rivals": []}]
    assert one["unplaced"] == [
        {
            "post": "kettle.md",
            "quote": "Nobody wrote this.",
            "why": "its words are not found",
            "left_out": False,
        }
    ]
    assert run_json("import", "--undo", "--json") == {
        "undone": True,
        "message": "import of lost.json",
        "kept": [],
    }


def test_what_is_not_placed_is_told_and_is_an_exit_code(folder: Path, sent: Path) -> None:
    (folder / "posts" / "plain.txt").unlink()
    file = _changed(sent / "json.json", sent / "lost.json", quote="Nobody wrote this.")
    done = run("import", file, code=1)
    assert done.stderr.splitlines() == [
        "csreader: posts/plain.txt is none of the posts; its 1 mark is left out.",
        'csreader: kettle.md: "Nobody wrote this." is kept without a place: '
        "its words are not found.",
    ]
    assert "1 mark new, without a place" in done.stdout


def test_a_document_is_named_by_hand(folder: Path, sent: Path) -> None:
    (folder / "posts" / "kettle.md").rename(folder / "posts" / "old.md")
    (folder / "posts" / "copy.md").write_bytes((folder / "posts" / "old.md").read_bytes())
    before = own_files(folder)
    unclear = run("import", sent / "json.json", "--dry-run", code=1).stderr
    assert "posts/kettle.md could be copy.md or old.md; its 1 mark is left out." in unclear
    assert "--post posts/kettle.md=copy.md" in unclear
    run("import", sent / "json.json", "--post", "posts/kettle.md=old.md")
    post = next(one for one in json.loads(run("export").stdout)["posts"] if one["id"] == "old.md")
    assert len(post["annotations"]) == 1
    assert {path: one for path, one in own_files(folder).items() if path in before} == before


def test_documents_become_posts_only_when_asked(folder: Path, sent: Path) -> None:
    (folder / "posts" / "plain.txt").unlink()
    done = run("import", sent / "qdpx.qdpx", code=1)
    assert "plain.txt is none of the posts; its 1 mark is left out. --write-posts" in done.stderr
    assert sorted(path.name for path in (folder / "posts").iterdir()) == ["kettle.md"]
    done = run("import", sent / "qdpx.qdpx", "--write-posts")
    assert "qdpx.qdpx: 1 mark in 1 post and 1 new post imported;" in done.stdout
    assert run("show", "plain.md", "--text").stdout == "A plain page\n\nwith few words.\n"
    run("import", "--undo")
    assert sorted(path.name for path in (folder / "posts").iterdir()) == ["kettle.md"]


def test_several_files_are_read_before_anything_is_written(folder: Path, sent: Path) -> None:
    (sent / "broken.json").write_text('{"format": "csreader", ', encoding="utf-8")
    before = tree(folder)
    run("import", sent / "json.json", sent / "broken.json", folder, code=1)
    assert tree(folder) == before
    run("import", sent / "qdc.qdc", sent / "json.json", folder / "posts")
    assert len(_exported()) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Name a file"),
        (("nothing.json",), "nothing.json does not exist"),
        (("posts",), "looks like none of the formats"),
        (("posts/kettle.md",), "looks like none of the formats"),
        (("x.json", "--format", "nope"), "none of the formats"),
        (("x.json", "--post", "a"), "NAME=POST"),
        (("x.json", "--post", "a=none.md"), "none.md"),
        (("--undo", "a", "b"), "one PATH"),
    ],
)
def test_wrong_use(folder: Path, arguments: tuple[str, ...], said: str) -> None:
    (folder / "x.json").write_text("{}", encoding="utf-8")
    done = run("import", *arguments, code=2)
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_nothing_in_a_file_acts_on_the_terminal(folder: Path, sent: Path) -> None:
    file = _changed(
        sent / "json.json",
        sent / "odd.json",
        coder="\x1b]0;x\x07",
        tags=["\x1b[31mred", "\x9b31m"],
        quote="\x1b[2J gone",
        note="\x07",
    )
    done = run_apart("import", file, cwd=folder)
    assert b"\x1b" not in done.stdout + done.stderr
    assert "\x9b" not in (done.stdout + done.stderr).decode()


@pytest.mark.usefixtures("folder")
def test_long_lists_are_cut_for_people(sent: Path) -> None:
    values = json.loads((sent / "json.json").read_text(encoding="utf-8"))
    (mark,) = values["posts"][0]["annotations"] or values["posts"][1]["annotations"]
    values["posts"] = [
        {"id": "kettle.md", "annotations": [_lost(mark, number) for number in range(60)]},
        *({"id": f"no {number}.md", "annotations": [mark]} for number in range(60)),
    ]
    (sent / "many.json").write_text(json.dumps(values), encoding="utf-8")
    lines = run("import", sent / "many.json", code=1).stderr.splitlines()
    assert len(lines) == 102
    assert lines.count("csreader: and 10 more such") == 2


def _lost(mark: Mapping[str, Any], number: int) -> Mapping[str, Any]:
    identity = f"00000000-0000-4000-8000-{number:012}"
    return {**mark, "id": identity, "quote": f"Nobody wrote this {number} times."}


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_an_import_that_is_broken_off_says_how_to_go_on(
    folder: Path, sent: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    before = own_files(folder)
    real = Importer.bring_tags

    def bring_tags(*args: Any) -> Any:
        real(*args)
        raise error

    with monkeypatch.context() as broken:
        broken.setattr(Importer, "bring_tags", bring_tags)
        done = run("import", sent / "json.json", code=None)
    assert done.exit_code in (1, 130)
    assert "the same command does the rest" in done.stderr
    run("import", sent / "json.json")
    assert len(_exported()) == 2
    run("import", "--undo")
    assert own_files(folder) == before


def test_a_bar_shows_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[tuple[int, int]] = []
    with output.counting("Saving") as progress:
        progress(1, 2)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    real = Progress.update
    monkeypatch.setattr(
        Progress,
        "update",
        lambda bar, task, **more: (
            shown.append((more["completed"], more["total"])),
            real(bar, task, **more),
        ),
    )
    with output.counting("[b]Saving[/b]") as progress:
        progress(0, 0)
        progress(1, 2)
    assert shown == [(0, None), (1, 2)]


@pytest.mark.usefixtures("folder")
def test_the_history_tells_of_an_import_and_its_undo(sent: Path) -> None:
    run("import", sent / "json.json")
    run("import", "--undo")
    assert [one["message"] for one in run_json("history", "--json")[:2]] == [
        "undid: import of json.json",
        "import of json.json",
    ]
