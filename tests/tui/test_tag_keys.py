"""While something is selected, every tag's key is in sight, below the text."""

from __future__ import annotations

from pathlib import Path

import pytest
from playing import bar_text, make_collection, playing, press

from csreader.annotations import Store

MORE = ("hard to reach", "word of mouth", "goodwill", "tone/warm", "tone/cold", "resolution/refund")


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)], ids=str)
@pytest.mark.parametrize("message", [False, True], ids=["before", "after a tag"])
async def test_all_nine_keys_are_in_sight(
    tmp_path: Path, size: tuple[int, int], message: bool
) -> None:
    root = make_collection(tmp_path / "s")
    store = Store(root, "tester")
    for name in MORE:
        store.add_tag(name)
    async with playing(root / "posts" / "a.md", size) as (pilot, reader):
        await press(pilot, "s", *(["2"] if message else []))
        shown = bar_text(reader)
        assert ("fast response" in shown or "apology" in shown) or not message
        keys = "".join(shown.split("tag ")[0].split())
        for number, name in enumerate(("fast", "apol", "exc", "hard", "word", "good"), 1):
            assert f"{number}█{name[:2]}" in keys
        assert all(f"{number}█" in keys for number in (7, 8, 9))
        assert "……" not in shown
