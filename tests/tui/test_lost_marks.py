"""Marks that lost their place: listed over all posts, put back in one key, accepted, followed."""

from __future__ import annotations

from pathlib import Path

import pytest
from playing import bar_text, on_disk, playing, screen_text, until
from textual.pilot import Pilot

from csreader.annotations import State, Store
from csreader.collection import Collection
from csreader.tui.screens.confirm import Confirm
from csreader.tui.screens.lost_marks import LostScreen

KETTLE = """\
The kettle broke in its first week. I wrote to the shop on a Sunday.

They wrote back within the hour and said that they were sorry. A new one came the next day.

We do not usually take back an opened box. For you we do.
"""
EDITED = """\
The kettle broke in its first week. I wrote to the shop on a Sunday.

They wrote back within an hour and said that they were so sorry. A new one came the next day.

As a rule nobody takes an opened box back. For you we did.
"""
CHANGED = "They wrote back within the hour and said that they were sorry."
NOW = "They wrote back within an hour and said that they were so sorry."
LOST = "We do not usually take back an opened box."
LAMP = "A lamp that flickered. They sent another one, free of charge.\n"
SENT = "They sent another one, free of charge."


def mark(root: Path, post_id: str, quote: str, tag: str, coder: str = "tester") -> None:
    post = Collection.open(root).get(str(root / "posts" / post_id))
    start = post.reading.text.index(quote)
    Store(root, coder).add(post.id, post.reading, start, start + len(quote), [tag])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A changed mark and a lost one in a post, and one in a post that was renamed."""
    root = tmp_path / "stories"
    (root / "posts").mkdir(parents=True)
    (root / "posts" / "a.md").write_text(KETTLE, encoding="utf-8")
    (root / "posts" / "b.md").write_text(LAMP, encoding="utf-8")
    mark(root, "a.md", CHANGED, "fast response")
    mark(root, "a.md", LOST, "exception to policy")
    mark(root, "a.md", LOST, "not mine", "other")
    mark(root, "b.md", SENT, "replacement")
    (root / "posts" / "a.md").write_text(EDITED, encoding="utf-8")
    (root / "posts" / "b.md").rename(root / "posts" / "lamp.md")
    return root


async def lost(pilot: Pilot[int]) -> LostScreen:
    await pilot.press("R")
    await until(pilot, lambda: isinstance(pilot.app.screen, LostScreen))
    screen = pilot.app.screen
    assert isinstance(screen, LostScreen)
    await until(pilot, lambda: screen.all_read)
    await pilot.pause()
    return screen


async def test_they_are_listed_with_where_they_may_belong(root: Path) -> None:
    before = {path: path.read_bytes() for path in (root / "annotations").rglob("*.json")}
    async with playing(root, size=(100, 40)) as (pilot, reader):
        assert "you marked 1 post that are not here" in bar_text(reader)
        screen = await lost(pilot)
        assert len(screen.found) == 3
        assert "gone  b.md" in screen_text(reader)
        assert "1  lamp.md" in screen_text(reader)
        await pilot.press("j")
        await pilot.pause()
        shown = " ".join(screen_text(reader).split())
        assert f"was “{CHANGED}”" in shown
        assert f"now “{NOW}”" in shown
        await pilot.press("j")
        await pilot.pause()
        assert f"was  “{LOST}”" in screen_text(reader)
        assert "1  “As a rule nobody takes an opened box" in screen_text(reader)
        assert "not mine" not in screen_text(reader)
    # To look at them changes nothing.
    assert before == {path: path.read_bytes() for path in (root / "annotations").rglob("*.json")}


async def test_one_key_puts_a_lost_mark_back_and_u_takes_it_away_again(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        screen = await lost(pilot)
        await pilot.press("G", "9")
        assert "there is no place 9" in screen_text(reader)
        await pilot.press("1")
        await until(pilot, lambda: len(screen.found) == 2)
        found = next(m for m in on_disk(root) if m.annotation.tags == ("exception to policy",))
        assert found.state is State.ANCHORED
        assert found.quote.startswith("As a rule nobody takes an opened box")
        await pilot.press("u")
        await until(pilot, lambda: len(screen.found) == 3)
        found = next(m for m in on_disk(root) if m.annotation.tags == ("exception to policy",))
        assert (found.state, found.quote) == (State.ORPHAN, LOST)


async def test_changed_words_are_accepted_and_undone(root: Path) -> None:
    async with playing(root) as (pilot, _):
        screen = await lost(pilot)
        await pilot.press("j", "a")
        await until(pilot, lambda: len(screen.found) == 2)
        found = next(m for m in on_disk(root) if m.annotation.tags == ("fast response",))
        assert (found.state, found.quote) == (State.ANCHORED, NOW)
        await pilot.press("u")
        await until(pilot, lambda: len(screen.found) == 3)
        found = next(m for m in on_disk(root) if m.annotation.tags == ("fast response",))
        assert (found.state, found.quote, found.quote_was) == (State.CHANGED, NOW, CHANGED)


async def test_the_marks_of_a_renamed_post_move_once_it_is_agreed(root: Path) -> None:
    async with playing(root) as (pilot, _):
        screen = await lost(pilot)
        await pilot.press("1")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
        await pilot.press("n")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert on_disk(root, "lamp.md") == []
        await pilot.press("1")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: len(screen.found) == 2)
    assert [m.quote for m in on_disk(root, "lamp.md")] == [SENT]
    assert not (root / "annotations" / "tester" / "b.md.json").exists()


async def test_where_two_posts_fit_both_are_offered(root: Path) -> None:
    (root / "posts" / "copy.md").write_text(LAMP, encoding="utf-8")
    async with playing(root) as (pilot, reader):
        await lost(pilot)
        assert "1  copy.md" in screen_text(reader)
        assert "2  lamp.md" in screen_text(reader)


async def test_enter_goes_to_the_text_and_d_deletes(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        screen = await lost(pilot)
        await pilot.press("G", "d")
        await until(pilot, lambda: len(screen.found) == 2)
        assert len(on_disk(root)) == 1
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is reader)
        assert reader.session.post is not None
        assert reader.session.post.id == "a.md"
        text = reader.body.reading.text
        assert text[reader.body.cursor :].startswith(NOW)
        # In the text A accepts what is under the cursor.
        assert "changed" in bar_text(reader)
        assert f"was “{CHANGED[:40]}" in bar_text(reader)
        await pilot.press("A")
        await until(pilot, lambda: "accepted" in bar_text(reader))
        assert [m.state for m in on_disk(root)] == [State.ANCHORED]


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20), (40, 12)])
async def test_it_fits_into_small_windows(root: Path, size: tuple[int, int]) -> None:
    async with playing(root, size=size) as (pilot, reader):
        await lost(pilot)
        for key in ("", "j", "j"):
            await pilot.press(*key)
            await pilot.pause()
            assert "esc closes" in screen_text(reader)


async def test_without_any_it_says_so(root: Path) -> None:
    for path in (root / "annotations" / "tester").rglob("*.json"):
        path.unlink()
    async with playing(root) as (pilot, reader):
        await lost(pilot)
        assert "every mark of yours has its place" in screen_text(reader)


async def test_other_coders_marks_are_hidden_and_shown(root: Path) -> None:
    mark(root, "a.md", "The kettle broke", "fault", "other")
    async with playing(root) as (pilot, reader):
        await until(pilot, lambda: reader.session.post is not None)
        names = {m.coder for m in reader.session.all_marks}
        assert names == {"tester", "other"}
        await pilot.press("C")
        await pilot.pause()
        assert "2, 2 hidden" in screen_text(reader)
        assert "fault" not in screen_text(reader).partition("Codebook")[0]
        assert {m.coder for m in reader.session.all_marks} == {"tester"}
        await pilot.press("C")
        assert len(reader.session.all_marks) == 4
