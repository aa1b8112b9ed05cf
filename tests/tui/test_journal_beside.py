"""A journal beside the marks lies in the folder that the app watches, and sets nothing off."""

from __future__ import annotations

from pathlib import Path

import pytest
from playing import make_collection, on_disk, playing, until

from csreader.annotations import Store
from csreader.annotations.journal.files import folder_of
from csreader.tui.session import Session


async def test_only_what_others_do_to_marks_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_collection(tmp_path / "stories")
    (root / "csreader.toml").write_text('journal = "beside"\n', encoding="utf-8")
    told: list[set[Path] | None] = []
    real = Session.changed_on_disk

    def noted(session: Session, paths: set[Path] | None) -> bool:
        told.append(paths)
        return real(session, paths)

    monkeypatch.setattr(Session, "changed_on_disk", noted)
    async with playing(root) as (pilot, reader):
        await pilot.press("enter", "s", "1", "right_parenthesis", "s", "2")
        assert len(on_disk(root)) == 2
        assert list(folder_of(root, "tester", "beside").iterdir())
        post = reader.session.collection.by_id("a.md")
        assert post is not None
        bob = Store(root, "bob", journal="beside")
        for number in range(3):
            bob.add(post.id, post.reading, 0, 3 + number * 4, ["apology"])
            await until(pilot, lambda n=number: len(reader.session.marks.others) == n + 1)
        mine = root / "annotations" / "tester" / "a.md.json"
        files = {path for paths in told for path in paths or ()}
        assert {path.suffix for path in files} == {".json"}
        assert files <= {
            mine,
            root / "annotations" / "bob" / "a.md.json",
            root / "annotations" / "codebook.json",
        }
        # Two changes of one's own and three of another's: none is told of over and over.
        assert len(told) <= 2 * 5
