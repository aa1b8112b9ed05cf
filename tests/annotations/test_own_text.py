"""Rows that count in another text than their file says: what a merge of branches leaves."""

from __future__ import annotations

import json
from pathlib import Path

from annotating import POST, mark, markdown, own, stored

from csreader.annotations import Store
from csreader.annotations.disk.jsonfile import dumped
from csreader.annotations.merge.filemerge import merge_files

TWIN = "Thank you for the quick answer, it was a great help to all of us here. Thank you."
BEFORE = f"{TWIN}\n\n{TWIN}"
AFTER = f"{TWIN}\n\n{BEFORE}"


def merged(root: Path) -> tuple[Path, str]:
    """A file in whose branches the same words were marked: the first twin in the text
    before, and the last in the text after one more came on top."""
    tables = []
    for name, source, nth in (("one", BEFORE, 1), ("two", AFTER, 3)):
        branch = root / name
        branch.mkdir()
        made = mark(Store(branch, "ann"), markdown(source), "quick answer", name, nth=nth)
        path = branch / "annotations" / "ann" / f"{POST}.json"
        tables.append(json.loads(path.read_text(encoding="utf-8")))
        identity = made.id
    target = root / "annotations" / "ann" / f"{POST}.json"
    target.parent.mkdir(parents=True)
    base = {"meta": json.loads(json.dumps(tables[0]["meta"])), "annotations": {}}
    target.write_bytes(dumped(merge_files(base, *tables).tables))
    return target, identity


def test_each_is_placed_by_the_text_it_was_made_in(tmp_path: Path) -> None:
    merged(tmp_path)
    reading = markdown(AFTER)
    starts = [at for at in range(len(reading.text)) if reading.text.startswith("quick", at)]
    places = {found.annotation.tags[0]: found.start for found in own(tmp_path, reading)}
    # One more twin on top: what was the first is the second.
    assert places == {"one": starts[1], "two": starts[2]}


def test_the_next_change_puts_all_into_todays_text(tmp_path: Path) -> None:
    path, identity = merged(tmp_path)
    reading = markdown(AFTER)
    assert [("text_sha256" in row) for row in stored(path)] == [True, False]
    before = own(tmp_path, reading)
    Store(tmp_path, "ann").update(POST, reading, identity, note="n")
    assert [found.start for found in own(tmp_path, reading)] == [found.start for found in before]
    for row in stored(path):
        assert "text_sha256" not in row
        assert reading.text[row["start"] : row["end"]] == row["quote"]


def test_one_passage_tagged_in_two_texts_has_the_tag_once(tmp_path: Path) -> None:
    sources = {"one": "He said no.", "two": "More on top.\n\nHe said no."}
    tables = []
    for name, source in sources.items():
        (tmp_path / name).mkdir()
        mark(Store(tmp_path / name, "ann"), markdown(source), "no", "a", name)
        path = tmp_path / name / "annotations" / "ann" / f"{POST}.json"
        tables.append(json.loads(path.read_text(encoding="utf-8")))
    target = tmp_path / "annotations" / "ann" / f"{POST}.json"
    target.parent.mkdir(parents=True)
    target.write_bytes(dumped(merge_files(None, *tables).tables))
    reading = markdown(sources["two"])
    first, second = own(tmp_path, reading)
    assert first.start == second.start
    assert sorted([*first.annotation.tags, *second.annotation.tags]) == ["a", "one", "two"]
    Store(tmp_path, "ann").set_done(POST, reading, True)
    assert sorted(tag for row in stored(target) for tag in row["tags"]) == ["a", "one", "two"]
