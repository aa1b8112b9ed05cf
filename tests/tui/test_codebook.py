"""The codebook screen, through its keys."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from playing import make_collection, on_disk, playing, screen_text, until
from textual.containers import Vertical
from textual.geometry import Spacing
from textual.pilot import Pilot
from textual.widgets import Input

from csreader.annotations import Codebook, Store
from csreader.tui.screens.codebook import CodebookScreen
from csreader.tui.screens.color_picker import NAMES, ColorPicker
from csreader.tui.screens.confirm import Confirm
from csreader.tui.screens.merge_picker import MergePicker
from csreader.tui.screens.note_editor import NoteEditor
from csreader.tui.screens.pages import HelpPage
from csreader.tui.screens.passages import PassageRow, Passages
from csreader.tui.screens.reader import Reader
from csreader.tui.screens.shortcut_picker import ShortcutPicker
from csreader.tui.screens.working import Working
from csreader.tui.widgets.bars import PaintedLines
from csreader.tui.widgets.body import Body
from csreader.tui.widgets.row_list import RowList
from csreader.tui.widgets.tag_rows import NodeRow, TagFoot

SIZES = [(120, 40), (80, 24), (60, 20)]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Three marks of the tester's with `fast response`, one of another coder's."""
    root = make_collection(tmp_path / "stories")
    store = Store(root, "tester")
    from csreader.collection import Collection

    first, second = Collection.open(root).posts
    _mark(store, first, "They wrote within the hour.", "fast response")
    _mark(store, first, "A clerk said sorry.", "apology", "fast response")
    _mark(store, second, "A short one.", "fast response", note="very")
    _mark(Store(root, "bob"), first, "They sent another one", "fast response")
    return root


def _mark(store: Store, post: object, words: str, *tags: str, note: str = "") -> None:
    text = post.reading.text  # type: ignore[attr-defined]
    start = text.index(words)
    store.add(post.id, post.reading, start, start + len(words), tags, note)  # type: ignore[attr-defined]


def book(root: Path) -> Codebook:
    return Store(root, "tester").codebook()


def names(root: Path) -> list[str]:
    return [tag.name for tag in book(root).tags]


def tags(root: Path, post: str = "a.md", coder: str = "tester") -> list[tuple[str, ...]]:
    return [mark.annotation.tags for mark in on_disk(root, post, coder)]


def shown(pilot: Pilot[int]) -> list[tuple[str, str]]:
    """The keys and names of the rows."""
    rows = pilot.app.screen.query_one(RowList).rows
    return [(row.digit, row.node.name) for row in rows if isinstance(row, NodeRow)]


def foot(pilot: Pilot[int]) -> str:
    bar = pilot.app.screen.query_one(TagFoot)
    return " ".join(bar.render_line(y).text.strip() for y in range(2)).strip()


async def settled(pilot: Pilot[int], screen: type) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, screen))
    await pilot.pause()


async def open_codebook(pilot: Pilot[int]) -> CodebookScreen:
    await pilot.press("c")
    await settled(pilot, CodebookScreen)
    screen = pilot.app.screen
    assert isinstance(screen, CodebookScreen)
    return screen


async def test_it_opens_from_everywhere_and_shows_what_there_is(root: Path) -> None:
    Store(root, "tester").add_tag("policy/bent", description="A rule was set aside.")
    Store(root, "tester").set_shortcut("apology", "x")
    async with playing(root) as (pilot, _):
        for before in ("shift+tab", "tab", "tab"):
            await pilot.press(before)
            await open_codebook(pilot)
            await pilot.press("escape")
            await settled(pilot, Reader)
        await open_codebook(pilot)
        assert shown(pilot) == [
            ("1", "fast response"),
            ("2", "apology"),
            ("3", "exception to policy"),
            ("", "policy"),
            ("4", "policy/bent"),
        ]
        text = _dialog(pilot)
        assert "5 tags" not in text
        assert "4 tags" in text
        line = next(line for line in text.splitlines() if "█ fast response" in line)
        assert line.split() == ["1", "█", "fast", "response", "4"]
        assert "2x █ apology" in text
        assert "    █ bent" in text
        await pilot.press("G")
        await pilot.pause()
        assert foot(pilot) == "A rule was set aside."


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_help_and_close_are_always_in_sight(root: Path, size: tuple[int, int]) -> None:
    async with playing(root, size) as (pilot, _):
        await open_codebook(pilot)
        text = _dialog(pilot)
        for keys in ("? help", "esc close", "enter list", "a add", "r rename"):
            assert keys in text
        await pilot.press("question_mark")
        await settled(pilot, HelpPage)
        assert "list the tag's passages" in _dialog(pilot)
        await pilot.press("escape")
        await settled(pilot, CodebookScreen)


async def test_add_presets_the_level(root: Path) -> None:
    async with playing(root) as (pilot, _):
        await open_codebook(pilot)
        await pilot.press("a", *"tone/warm", "enter")
        assert names(root)[-1] == "tone/warm"
        assert shown(pilot)[-2:] == [("", "tone"), ("4", "tone/warm")]
        # The cursor is on it, and the next one is offered beside it.
        await pilot.press("a")
        assert pilot.app.screen.query_one(Input).value == "tone/"
        await pilot.press(*"cold", "enter", "u")
        await pilot.pause()
        assert foot(pilot) == 'undid: new tag "tone/cold"'
        assert names(root)[-1] == "tone/warm"
        # A level that is no tag yet becomes one.
        await pilot.press("G", "up", "a", "enter")
        assert names(root)[-1] == "tone"


async def test_a_name_that_is_no_good_can_be_mended(root: Path) -> None:
    async with playing(root) as (pilot, _):
        await open_codebook(pilot)
        await pilot.press("a", *"apology", "enter")
        await pilot.pause()
        assert foot(pilot) == 'There is a tag "apology" already.'
        await pilot.press(*" again", "enter")
        assert names(root)[-1] == "apology again"
        await pilot.press("g", "r", "ctrl+u", *"apology", "enter")
        await pilot.pause()
        assert "merge the two instead" in foot(pilot)
        await pilot.press("escape")
        assert names(root)[0] == "fast response"
        assert isinstance(pilot.app.screen, CodebookScreen)


async def test_rename_says_how_many_and_asks(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await open_codebook(pilot)
        await pilot.press("r", "ctrl+u", *"time/fast", "enter")
        await settled(pilot, Confirm)
        on = '"fast response" is on 4 passages (1 of other coders, who read the new name).'
        assert on in _said(pilot)
        await pilot.press("n")
        await settled(pilot, CodebookScreen)
        assert foot(pilot) == "nothing was changed"
        assert names(root)[0] == "fast response"
        await pilot.press("r", "ctrl+u", *"time/fast", "enter", "y")
        await settled(pilot, CodebookScreen)
        await until(pilot, lambda: "renamed" in foot(pilot))
        assert foot(pilot) == ('"fast response" renamed "time/fast", on 4 passages; u undoes it')
        assert names(root)[0] == "time/fast"
        assert tags(root) == [("time/fast",), ("apology", "time/fast")]
        assert tags(root, coder="bob") == [("time/fast",)]
        assert reader.session.overview.tags["time/fast"] == 4
        await pilot.press("u")
        await until(pilot, lambda: "undid" in foot(pilot))
        assert tags(root) == [("fast response",), ("apology", "fast response")]
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "did again" in foot(pilot))
        assert names(root)[0] == "time/fast"


async def test_what_touches_one_passage_is_done_unasked(root: Path) -> None:
    async with playing(root) as (pilot, _):
        await open_codebook(pilot)
        await pilot.press("down", "r", *" made", "enter")
        await until(pilot, lambda: "renamed" in foot(pilot))
        assert "on 1 passage;" in foot(pilot)
        assert tags(root)[1] == ("apology made", "fast response")


async def test_merge_chooses_the_other_with_a_filter(root: Path) -> None:
    async with playing(root) as (pilot, _):
        await open_codebook(pilot)
        await pilot.press("m")
        await settled(pilot, MergePicker)
        assert "█ fast response" not in _dialog(pilot)
        await pilot.press(*"apol", "enter")
        await settled(pilot, Confirm)
        assert "is on 4 passages (1 of other" in _said(pilot)
        await pilot.press("y")
        await until(pilot, lambda: names(root) == ["apology", "exception to policy"])
        await settled(pilot, CodebookScreen)
        assert tags(root) == [("apology",), ("apology",)]
        await pilot.press("u")
        await until(pilot, lambda: tags(root)[1] == ("apology", "fast response"))
        assert names(root)[0] == "fast response"


async def test_delete_says_what_goes(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await open_codebook(pilot)
        await pilot.press("d")
        await settled(pilot, Confirm)
        said = _said(pilot)
        assert '"fast response" is on 4 passages (1 of other coders, who keep the name)' in said
        assert "1 passage without another tag or a note will no longer be marked" in said
        await pilot.press("y")
        await until(pilot, lambda: names(root) == ["apology", "exception to policy"])
        await settled(pilot, CodebookScreen)
        assert tags(root) == [("apology",)]
        assert [mark.annotation.note for mark in on_disk(root, "b.md")] == ["very"]
        # Another coder has it still: it is shown, unlisted.
        assert shown(pilot)[-1] == ("", "fast response")
        await pilot.press("u", "escape")
        await settled(pilot, Reader)
        assert tags(root) == [("fast response",), ("apology", "fast response")]
        assert len(reader.session.marks.own) == 2


async def test_colour_by_name_and_by_number(root: Path) -> None:
    async with playing(root) as (pilot, _):
        await open_codebook(pilot)
        await pilot.press("c")
        await settled(pilot, ColorPicker)
        assert all(name in _dialog(pilot) for name in NAMES)
        await pilot.press(*"violet", "enter")
        await settled(pilot, CodebookScreen)
        assert book(root).tags[0].color == "#8478fc"
        await pilot.press("c", *"12ABef", "enter")
        await settled(pilot, CodebookScreen)
        assert book(root).tags[0].color == "#12abef"
        await pilot.press("c", "escape")
        await settled(pilot, CodebookScreen)
        await pilot.press("u", "u")
        await pilot.pause()
        assert book(root).tags[0].color == "#56b4e9"


async def test_describe(root: Path) -> None:
    async with playing(root) as (pilot, _):
        await open_codebook(pilot)
        await pilot.press("e")
        await settled(pilot, NoteEditor)
        await pilot.press(*"soon", "enter")
        await settled(pilot, CodebookScreen)
        assert book(root).tags[0].description == "soon"


async def test_a_key_says_who_had_it(root: Path) -> None:
    async with playing(root) as (pilot, _):
        await open_codebook(pilot)
        await pilot.press("down", "s")
        await settled(pilot, ShortcutPicker)
        await pilot.press("1")
        await settled(pilot, CodebookScreen)
        assert foot(pilot) == 'key 1 for "apology"; "fast response" had it'
        assert shown(pilot)[:2] == [("2", "fast response"), ("1", "apology")]
        # Also letters that mean something in lists, and q.
        for letter in "jgq":
            await pilot.press("s", letter)
            await settled(pilot, CodebookScreen)
            assert book(root).letters[letter].name == "apology"
        await pilot.press("s", "backspace")
        await settled(pilot, CodebookScreen)
        assert book(root).tags[1].shortcut == ""
        await pilot.press("s", "escape")
        await settled(pilot, CodebookScreen)


async def test_the_order_is_moved(root: Path) -> None:
    async with playing(root) as (pilot, _):
        await open_codebook(pilot)
        await pilot.press("J", "alt+down")
        assert names(root) == ["apology", "exception to policy", "fast response"]
        await pilot.press("J")
        await pilot.pause()
        assert foot(pilot) == '"fast response" is the last of its level'
        await pilot.press("K", "alt+up")
        assert names(root)[0] == "fast response"
        assert pilot.app.screen.query_one(RowList).cursor == 0
        await pilot.press("u", "u", "u", "u")
        assert names(root) == ["fast response", "apology", "exception to policy"]


async def test_the_filter_is_cleared_before_the_screen_closes(root: Path) -> None:
    async with playing(root) as (pilot, _):
        await open_codebook(pilot)
        await pilot.press("slash", *"pol", "enter")
        await pilot.pause()
        assert {name for _, name in shown(pilot)} == {"apology", "exception to policy"}
        await pilot.press("escape")
        await pilot.pause()
        assert len(shown(pilot)) == 3
        assert isinstance(pilot.app.screen, CodebookScreen)
        await pilot.press("q")
        await settled(pilot, Reader)


async def test_the_passages_of_a_tag_over_posts_and_coders(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await open_codebook(pilot)
        await pilot.press("enter")
        await settled(pilot, Passages)
        screen = pilot.app.screen
        assert isinstance(screen, Passages)
        await until(pilot, lambda: screen.all_read)
        await pilot.pause()
        text = _dialog(pilot)
        assert "4 passages in 2 posts" in text
        assert text.count("The late parcel  2020-02-01") == 1
        for words in ("“They sent another one”", "bob", "tester", "very", "Second thoughts"):
            assert words in text
        await pilot.press("escape")
        await settled(pilot, CodebookScreen)
        await pilot.press("enter")
        await settled(pilot, Passages)
        screen = pilot.app.screen
        assert isinstance(screen, Passages)
        await until(pilot, lambda: screen.all_read)
        await pilot.press("G", "enter")
        await settled(pilot, Reader)
        await until(pilot, lambda: reader.query_one(Body).has_focus)
        assert reader.session.post is not None
        assert reader.session.post.id == "b.md"
        body = reader.query_one(Body)
        await until(pilot, lambda: reader.session.reading.text[body.cursor :] == "A short one.")


async def test_a_passage_that_is_not_found_any_more_is_marked(root: Path) -> None:
    (root / "posts" / "b.md").write_text("# Second thoughts\n\nOther words.\n", encoding="utf-8")
    async with playing(root) as (pilot, reader):
        await open_codebook(pilot)
        await pilot.press("enter")
        await settled(pilot, Passages)
        screen = pilot.app.screen
        assert isinstance(screen, Passages)
        await until(pilot, lambda: screen.all_read)
        await pilot.pause()
        assert "not found" in _dialog(pilot)
        await pilot.press("G", "enter")
        await settled(pilot, Reader)
        await until(
            pilot, lambda: reader.session.post is not None and reader.session.post.id == "b.md"
        )


async def test_a_post_that_is_gone_still_tells_its_passages(root: Path) -> None:
    (root / "posts" / "b.md").unlink()
    async with playing(root) as (pilot, _):
        await open_codebook(pilot)
        await pilot.press("enter")
        await settled(pilot, Passages)
        screen = pilot.app.screen
        assert isinstance(screen, Passages)
        await until(pilot, lambda: screen.all_read)
        rows = screen.query_one(RowList).rows
        assert [row.passage.post_id for row in rows if isinstance(row, PassageRow)] == [
            "a.md",
            "a.md",
            "a.md",
            "b.md",
        ]
        await pilot.press("G", "enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Passages)
        assert "its post is not there" in _dialog(pilot)


async def test_nothing_is_done_while_files_are_written(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    real = Store.rename_tag

    def slow(self: Store, name: str, new: str, progress: object) -> object:
        progress(1, 3)  # type: ignore[operator]
        assert go_on.wait(30)
        return real(self, name, new)

    monkeypatch.setattr(Store, "rename_tag", slow)
    async with playing(root) as (pilot, reader):
        await open_codebook(pilot)
        await pilot.press("r", *"s", "enter", "y")
        await settled(pilot, Working)
        await until(pilot, lambda: "1 of 3 files" in _dialog(pilot))
        await pilot.press("u", "d", "escape", "q")
        assert isinstance(pilot.app.screen, Working)
        assert reader.session.at_work
        go_on.set()
        await settled(pilot, CodebookScreen)
        assert not reader.session.at_work
        assert names(root)[0] == "fast responses"
        assert tags(root)[0] == ("fast responses",)


async def test_a_change_that_is_broken_off_is_said_and_can_be_undone(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from csreader.annotations.disk import storage

    whole, written = storage.replace_file, list[Path]()

    def full(path: Path, data: bytes, *, like: Path | None = None) -> None:
        if len(written) == 2:
            raise OSError(28, "No space left on device")
        written.append(path)
        whole(path, data, like=like)

    async with playing(root) as (pilot, _):
        await open_codebook(pilot)
        monkeypatch.setattr(storage, "replace_file", full)
        await pilot.press("r", *"s", "enter", "y")
        await until(pilot, lambda: "disk is full" in _dialog(pilot))
        await settled(pilot, CodebookScreen)
        assert "u undoes what is" in foot(pilot)
        monkeypatch.setattr(storage, "replace_file", whole)
        await pilot.press("u")
        await until(pilot, lambda: names(root)[0] == "fast response")
        assert tags(root)[0] == ("fast response",)


async def test_undo_in_the_reader_turns_back_what_was_done_in_the_codebook(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await open_codebook(pilot)
        await pilot.press("d", "y")
        await until(pilot, lambda: names(root)[0] == "apology")
        await settled(pilot, CodebookScreen)
        await pilot.press("escape")
        await settled(pilot, Reader)
        await pilot.press("u")
        await until(pilot, lambda: names(root)[0] == "fast response")
        await until(pilot, lambda: len(reader.session.marks.own) == 2)


async def test_an_empty_codebook_says_what_to_do(tmp_path: Path) -> None:
    root = make_collection(tmp_path / "stories")
    (root / "annotations" / "codebook.json").unlink()
    async with playing(root) as (pilot, _):
        await open_codebook(pilot)
        assert foot(pilot) == "a adds the first tag"
        await pilot.press("r", "d", "m", "e", "s", "enter", "J")
        assert isinstance(pilot.app.screen, CodebookScreen)
        await pilot.press("a", *"first", "enter")
        assert names(root) == ["first"]


def _dialog(pilot: Pilot[int]) -> str:
    """What stands within the frame of the dialog."""
    screen = pilot.app.screen
    frame = screen.query(Vertical).first().region.shrink(Spacing(1, 1, 1, 1))
    lines = screen_text(screen).split("\n")[frame.y : frame.bottom]  # type: ignore[arg-type]
    return "\n".join(line[frame.x : frame.right].rstrip() for line in lines)


def _said(pilot: Pilot[int]) -> str:
    return " ".join(_dialog(pilot).split())


async def test_a_new_tag_below_a_level_has_the_level_before_it(tmp_path: Path) -> None:
    root = make_collection(tmp_path / "s")
    Store(root, "tester").add_tag("resolution/refund")
    async with playing(root) as (pilot, reader):
        await pilot.press("c", "G", "k")
        await pilot.press("a", *"praise", "enter")
        await pilot.pause()
        assert reader.session.store.codebook().get("resolution/praise") is not None


async def test_work_over_many_files_leaves_the_bars_as_wide_as_they_were(tmp_path: Path) -> None:
    root = make_collection(tmp_path / "s")
    async with playing(root / "posts" / "a.md", (120, 40)) as (pilot, reader):
        await pilot.press(*"s1)s1")
        before = [bar.size for bar in reader.query(PaintedLines)]
        await pilot.press("c", "r", "x", "enter", "y")
        await pilot.pause()
        await pilot.press("escape", "tab", "tab")
        await pilot.pause()
        assert [bar.size for bar in reader.query(PaintedLines)] == before
