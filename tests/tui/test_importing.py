"""The import dialog: what it foresees, that nothing is done before, what undo takes back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from bringing import own_files
from playing import bar_text, make_collection, on_disk, playing, press, screen_text, until
from textual.pilot import Pilot
from textual.widgets import Input

from csreader.annotations.imports.records import last_import
from csreader.tui.screens.confirm import Confirm
from csreader.tui.screens.import_dialog import ImportDialog
from csreader.tui.screens.reader import Reader
from csreader.tui.screens.working import StoppedError

LATE, SORRY = "The parcel was late.", "A clerk said sorry."
ELSEWHERE = "The lamp was dark.\n"


def labelled(quote: str, label: str, text: str, name: str) -> dict[str, Any]:
    """A document of doccano's with one label, by its own description of the format."""
    start = text.index(quote)
    return {"text": text, "label": [[start, start + len(quote), label]], "id": 1, "filename": name}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A collection; the current folder has files to import."""
    found = make_collection(tmp_path / "stories")
    out = tmp_path / "out"
    out.mkdir()
    monkeypatch.chdir(out)
    text = (
        f"{LATE} They wrote within the hour. {SORRY}\n\n"
        "Nobody had promised it. They sent another one, free of charge!\n\n"
        "We are sorry. Keep the first one too."
    )
    lines = [
        labelled(LATE, "delay", text, "a.md"),
        labelled("The lamp was dark.", "delay", ELSEWHERE, "lamp.md"),
    ]
    (out / "d.jsonl").write_text("".join(json.dumps(one) + "\n" for one in lines), "utf-8")
    return found


async def look_into(pilot: Pilot[int], name: str) -> None:
    """Open the dialog where it is not, and have it read a file."""
    if not isinstance(pilot.app.screen, ImportDialog):
        await press(pilot, "B")
    line = pilot.app.screen.query_one(Input)
    line.focus()
    line.value = name
    await press(pilot, "end", "enter")


def dense(reader: Reader) -> str:
    """What is on the screen, its lines one, without frames."""
    return " ".join(screen_text(reader).replace("│", " ").split())


def said(reader: Reader) -> str:
    """What the line below the text says."""
    return " ".join(bar_text(reader).split())


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)], ids=str)
async def test_what_would_happen_is_shown_and_nothing_is_done(
    root: Path, size: tuple[int, int]
) -> None:
    before = own_files(root)
    async with playing(root, size) as (pilot, reader):
        await look_into(pilot, "d.jsonl")
        shown = dense(reader)
        assert "1 mark in 1 post and 1 tag would be imported; enter imports." in shown
        assert "as doccano" in shown
        assert "lamp.md is none of the posts; its 1 mark is left out." in shown
        assert "w new posts: no" in shown
        assert "enter imports" in shown
        assert "esc closes" in shown
        await press(pilot, "G")
        assert f"“{LATE}”" in dense(reader)
        assert "delay · a.md" in dense(reader)
        await press(pilot, "escape")
        assert pilot.app.screen is reader
    assert own_files(root) == before
    assert last_import(root) is None


async def test_one_undo_takes_it_back_and_redo_brings_it_again(root: Path) -> None:
    before = own_files(root)
    async with playing(root) as (pilot, reader):
        await look_into(pilot, "d.jsonl")
        await press(pilot, "enter")
        assert "d.jsonl: 1 mark in 1 post and 1 tag imported; u takes it back" in said(reader)
        assert [(one.quote, one.annotation.tags) for one in on_disk(root)] == [(LATE, ("delay",))]
        assert [one.quote for one in reader.session.all_marks] == [LATE]
        await press(pilot, "u")
        assert said(reader) == "undid: import of d.jsonl"
        assert own_files(root) == before
        assert reader.session.all_marks == []
        await press(pilot, "ctrl+r")
        assert said(reader).endswith("did again: import of d.jsonl")
        assert [one.quote for one in on_disk(root)] == [LATE]
        # The same file once more doubles nothing.
        await look_into(pilot, "d.jsonl")
        assert "d.jsonl: nothing to import" in dense(reader)
        assert "1 mark here already" in dense(reader)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ImportDialog)


async def test_posts_are_written_only_when_asked(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await look_into(pilot, "d.jsonl")
        await press(pilot, "w")
        assert "new post: lamp.md" in dense(reader)
        assert "w new posts: yes" in dense(reader)
        assert not (root / "posts" / "lamp.md").exists()
        await press(pilot, "enter")
        assert "2 marks in 2 posts, 1 tag and 1 new post imported" in said(reader)
        assert [post.id for post in reader.session.collection.posts].count("lamp.md") == 1
        assert [one.quote for one in on_disk(root, "lamp.md")] == ["The lamp was dark."]
        await press(pilot, "u")
        assert said(reader) == "undid: import of d.jsonl"
    assert not (root / "posts" / "lamp.md").exists()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("gone.json", None, "gone.json does not exist."),
        ("empty.json", b"", "empty.json is empty."),
        ("cut.json", b'{"format": "csreader", "version": 1,\n "posts": [', "cut.json, line 2"),
        ("other.json", b'{"a": 1}', "other.json does not look like"),
        ("bad.qdpx", b"PK", "bad.qdpx is no zip archive"),
        ("note.txt", b"hello", "note.txt looks like none of the formats read"),
        (".", None, "looks like none of the formats read"),
        ("", None, "Say which file to import."),
    ],
)
async def test_a_bad_file_gets_one_message_and_changes_nothing(
    root: Path, name: str, content: bytes | None, told: str
) -> None:
    if content is not None:
        Path(name).write_bytes(content)
    before = own_files(root)
    async with playing(root, (80, 24)) as (pilot, reader):
        await look_into(pilot, name)
        assert told in dense(reader)
        assert "--" not in dense(reader)
        assert isinstance(pilot.app.screen, ImportDialog)
        assert isinstance(pilot.app.screen.focused, Input)
        # A good one is read all the same.
        await look_into(pilot, "d.jsonl")
        assert "would be imported" in dense(reader)
        await press(pilot, "tab")
        await look_into(pilot, name)
        assert told in dense(reader)
        assert "would be imported" not in dense(reader)
    assert own_files(root) == before


async def test_a_file_of_another_ending_is_read_as_the_format_that_is_chosen(root: Path) -> None:
    Path("d.jsonl").rename("d.txt")
    async with playing(root) as (pilot, reader):
        await look_into(pilot, "d.txt")
        assert "↑ ↓ says which" in dense(reader)
        formats = pilot.app.screen._importing.formats  # type: ignore[attr-defined]
        await press(pilot, *["down"] * (formats.index("doccano") + 1))
        assert "as doccano" in dense(reader)
        await press(pilot, "enter")
        assert "1 mark in 1 post and 1 tag would be imported" in dense(reader)


async def test_tab_completes_names_of_files_that_are_read(root: Path) -> None:
    Path("d.doc").touch()
    async with playing(root) as (pilot, _):
        await press(pilot, "B", "d")
        line = pilot.app.screen.query_one(Input)
        await until(pilot, lambda: bool(line._suggestion))
        await press(pilot, "tab")
        assert line.value == "d.jsonl"


async def test_the_files_tags_and_what_was_removed_come_only_when_asked(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await look_into(pilot, "d.jsonl")
        await press(pilot, "enter", "tab", "right_square_bracket", "d")
        assert on_disk(root) == []
        await look_into(pilot, "d.jsonl")
        assert "1 mark removed here before, left out; a brings them back" in dense(reader)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ImportDialog)
        await press(pilot, "a", "enter")
        assert [one.quote for one in on_disk(root)] == [LATE]


async def test_the_last_import_of_an_earlier_session_is_taken_back(root: Path) -> None:
    before = own_files(root)
    async with playing(root) as (pilot, _):
        await look_into(pilot, "d.jsonl")
        await press(pilot, "enter")
    async with playing(root) as (pilot, reader):
        await press(pilot, "U")
        assert isinstance(pilot.app.screen, Confirm)
        assert "import of d.jsonl, which brought 1 mark, 1 tag" in dense(reader)
        await press(pilot, "n")
        assert len(on_disk(root)) == 1
        await press(pilot, "U", "y")
        assert said(reader) == "undid: import of d.jsonl"
        assert own_files(root) == before
        await press(pilot, "ctrl+r")
        assert said(reader).endswith("did again: import of d.jsonl")
        assert len(on_disk(root)) == 1
        await press(pilot, "U", "y", "U")
        assert said(reader) == "there is no import of yours here that could be undone"


async def test_an_import_that_is_stopped_leaves_nothing(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = own_files(root)
    done: list[int] = []

    def stop(_: object, at: int, of: int) -> None:
        done.append(at)
        if at == 1 and of == 2:
            raise StoppedError

    async with playing(root) as (pilot, reader):
        await look_into(pilot, "d.jsonl")
        await press(pilot, "w")
        monkeypatch.setattr("csreader.tui.screens.working.Working._tell", stop)
        await press(pilot, "enter")
        assert said(reader) == "the import of d.jsonl was stopped; nothing of it is left"
        assert done == [0, 1]
    assert own_files(root) == before
    assert last_import(root) is None
