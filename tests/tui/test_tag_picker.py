"""The tag picker offers what was typed before what is only like it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playing import make_collection, playing

from csreader.annotations import Store
from csreader.tui.screens.tag_picker import alike, matching


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        ("resolution/refund", "resolution/apology"),
        ("fast response", "slow response"),
        ("food", "good"),
        ("tone/warm", "tone/worm"),
    ],
)
async def test_a_name_typed_in_full_is_a_new_tag(tmp_path: Path, known: str, typed: str) -> None:
    root = make_collection(tmp_path / "s")
    Store(root, "tester").add_tag(known)
    async with playing(root / "posts" / "a.md") as (pilot, reader):
        await pilot.press("s", "t")
        for character in typed:
            await pilot.press("space" if character == " " else character)
        await pilot.press("enter")
        await pilot.pause()
        assert [mark.annotation.tags for mark in reader.session.marks.own] == [(typed,)]


def test_a_slip_still_finds_a_name_below() -> None:
    names = ["fast response", "apology"]
    assert matching(names, "fast reponse") in ([], ["fast response"])
    assert [*matching(names, "apolgy x"), *alike(names, "apolgy x")] == ["apology"]


def test_letters_in_order_find_a_name() -> None:
    assert matching(["apology", "exception to policy", "refund"], "etp") == ["exception to policy"]
