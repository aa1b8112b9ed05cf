"""The export dialog: what it shows, where the file goes, what it asks before it writes."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from playing import bar_text, make_collection, playing, press, screen_text
from textual.pilot import Pilot
from textual.widgets import Input

from csreader.annotations import Store
from csreader.collection import Collection
from csreader.exchange.registry import writers
from csreader.tui.screens.export_dialog import ExportDialog
from csreader.tui.screens.reader import Reader

FIRST = "The parcel was late."


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A collection with one mark; the current folder is another, empty one."""
    found = make_collection(tmp_path / "stories")
    post = Collection.open(found).get(str(found / "posts" / "a.md"))
    start = post.reading.text.index(FIRST)
    Store(found, "tester").add(post.id, post.reading, start, start + len(FIRST), ["apology"])
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path / "out")
    return found


def dense(reader: Reader) -> str:
    """What is on the screen without blanks and frames: a long path breaks anywhere."""
    return "".join(re.sub("[│▌]", " ", screen_text(reader)).split())


async def to_format(pilot: Pilot[int], name: str) -> None:
    """Open the dialog and go to a format."""
    await press(pilot, "X", *["down"] * list(writers()).index(name))


async def name_file(pilot: Pilot[int], name: str) -> None:
    """Go to the file's line and write a name there."""
    line = pilot.app.screen.query_one(Input)
    if pilot.app.screen.focused is not line:
        await press(pilot, "tab")
    line.value = name
    await press(pilot, "end")


async def test_json_is_written_where_it_says(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await press(pilot, "X")
        shown = screen_text(reader)
        assert "Export: 1 mark in all 2 posts" in shown
        assert '"format": "csreader"' in shown
        await press(pilot, "enter")
        assert bar_text(reader).startswith("1 mark in 1 post written to")
        assert bar_text(reader).endswith("stories-marks.json")
    found = json.loads(Path("stories-marks.json").read_bytes())
    assert [one["quote"] for one in found["posts"][0]["annotations"]] == [FIRST]


async def test_the_preview_has_the_first_rows_and_follows_the_options(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await to_format(pilot, "csv")
        assert "a.md,posts/a.md,The late parcel,2020-02-01,tester,apology,," in screen_text(reader)
        await press(pilot, "up")
        assert FIRST not in screen_text(reader).split('{"id": "a.md"')[0]
        await press(pilot, "t")
        assert "t with the text: yes" in screen_text(reader)
        await press(pilot, "down", "m")
        assert "m byte-order mark, for Excel: yes" in screen_text(reader)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, Reader)
    data = Path("stories-marks.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines()))
    assert [(row["quote"], row["tag"]) for row in rows] == [(FIRST, "apology")]


async def test_the_preview_is_scrolled(root: Path) -> None:
    async with playing(root, (80, 24)) as (pilot, reader):
        await press(pilot, "X")
        assert '"format": "csreader"' in screen_text(reader)
        await press(pilot, "pagedown")
        assert '"format": "csreader"' not in screen_text(reader)
        await press(pilot, "pageup")
        assert '"format": "csreader"' in screen_text(reader)


async def test_a_file_that_is_there_is_replaced_at_a_second_enter_only(root: Path) -> None:
    Path("stories-marks.json").write_text("mine", encoding="utf-8")
    async with playing(root) as (pilot, reader):
        await press(pilot, "X", "enter")
        assert "stories-marks.jsonistherealready." in dense(reader)
        assert Path("stories-marks.json").read_text(encoding="utf-8") == "mine"
        # Another format has another file: nothing was agreed to there.
        await press(pilot, "down", "up", "enter")
        assert isinstance(pilot.app.screen, ExportDialog)
        assert Path("stories-marks.json").read_text(encoding="utf-8") == "mine"
        await press(pilot, "enter")
        assert "written to" in bar_text(reader)
    assert json.loads(Path("stories-marks.json").read_bytes())["format"] == "csreader"


async def test_a_name_that_is_another_formats_is_doubted(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await press(pilot, "X")
        await name_file(pilot, "table.csv")
        await press(pilot, "enter")
        assert "By its name the file is csv, not json." in screen_text(reader)
        assert not Path("table.csv").exists()
        # With the format, a name that was typed changes its ending.
        await name_file(pilot, "table.json")
        await press(pilot, "down", "down", "enter")
    assert Path("table.csv").read_text(encoding="utf-8").startswith("post,path,title")


async def test_a_folder_of_files_goes_to_a_zip_or_a_folder(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await to_format(pilot, "brat")
        assert pilot.app.screen.query_one(Input).value.endswith("stories-marks.brat.zip")
        assert "a.md.txt:" in screen_text(reader)
        await name_file(pilot, "standoff")
        await press(pilot, "enter")
        assert "written to" in bar_text(reader)
    assert FIRST in Path("standoff/a.md.txt").read_text(encoding="utf-8")
    assert FIRST in Path("standoff/a.md.ann").read_text(encoding="utf-8")


async def test_companions_are_written_and_asked_about_too(root: Path) -> None:
    Path("stories-marks.labels.xml").write_text("mine", encoding="utf-8")
    async with playing(root) as (pilot, reader):
        await to_format(pilot, "label-studio")
        await press(pilot, "enter")
        assert "stories-marks.labels.xmlistherealready." in dense(reader)
        assert not Path("stories-marks.json").exists()
        await press(pilot, "enter")
    assert json.loads(Path("stories-marks.json").read_bytes())
    assert "apology" in Path("stories-marks.labels.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "Say which file to write."),
        (".", "is a folder"),
        ("nowhere/x.json", "The folder nowhere does not exist."),
        ("../stories/posts/a.md", "is one of the posts"),
        ("../stories/annotations/x.json", "where the annotations are kept"),
    ],
)
@pytest.mark.parametrize("size", [(120, 40), (60, 20)], ids=str)
async def test_where_nothing_can_be_written_one_sentence_says_why(
    root: Path, name: str, said: str, size: tuple[int, int]
) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    async with playing(root, size) as (pilot, reader):
        await press(pilot, "X")
        await name_file(pilot, name)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ExportDialog)
        shown = screen_text(reader)
        assert said.replace(" ", "") in dense(reader)
        # The line to mend it in, and the keys, are in sight.
        assert " file " in shown
        assert "esc closes" in shown
    assert list(Path().iterdir()) == []
    after = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    assert before == after


async def test_what_the_system_refuses_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    async with playing(root) as (pilot, reader):
        await press(pilot, "X")
        monkeypatch.setattr("csreader.tui.exporting.write_out", refuse)
        await press(pilot, "enter")
        assert "cannot be written: Permission denied" in " ".join(bar_text(reader).split())


async def test_a_tilde_is_the_home_folder(root: Path, tmp_path: Path) -> None:
    async with playing(root) as (pilot, reader):
        await press(pilot, "X")
        await name_file(pilot, "~/mine.json")
        await press(pilot, "enter")
        assert "written to ~/mine.json" in bar_text(reader).replace("\n", " ")
    assert (Path.home() / "mine.json").is_file()
    assert tmp_path not in Path.home().parents


async def test_where_the_file_went_is_told_where_the_list_alone_is_in_sight(root: Path) -> None:
    async with playing(root, (60, 20), notifications=True) as (pilot, reader):
        await press(pilot, "X", "enter")
        assert pilot.app.screen is reader
        assert "1markin1postwrittento" in dense(reader)
        assert "stories-marks.json" in dense(reader)


async def test_escape_writes_nothing(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await press(pilot, "X", "down", "escape")
        assert pilot.app.screen is reader
    assert list(Path().iterdir()) == []


async def test_only_the_lists_posts(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await press(pilot, "f", *"second", "enter", "X")
        assert "0 marks in the list's 1 post" in screen_text(reader)
        await press(pilot, "l")
        assert "all 2 posts" in screen_text(reader)


async def test_a_package_that_is_missing_is_named(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object) -> None:
        raise ImportError("nothing of that name")

    known = writers()
    other = replace(known["json"], write=missing, extra="more")
    monkeypatch.setattr("csreader.tui.exporting.writers", lambda: {**known, "json": other})
    async with playing(root, (60, 20), notifications=True) as (pilot, reader):
        await press(pilot, "X")
        assert "pipinstall'csreader[more]'" in dense(reader)
        await press(pilot, "enter")
        assert "pipinstall'csreader[more]'" in dense(reader)
    assert list(Path().iterdir()) == []
