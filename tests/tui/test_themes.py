"""How the screens look in light, in dark and without colour, in three windows.

`make test ARGS="--snapshot-update tests/tui"` takes a new look as right.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from annotating import mark
from playing import press, settled, until
from textual.pilot import Pilot

from csreader.annotations import Store
from csreader.collection import Collection
from csreader.tui.app import CsreaderApp
from csreader.tui.screens.reader import Reader

STORY = """\
---
title: The kettle
date: 2019-05-14
---
The kettle broke in its first week. I wrote to [the shop](the-shop.md) on a Sunday,
and I did not expect an answer before Tuesday.

They wrote back within the hour and said that they were sorry. A new kettle came the
next day, and nobody had asked me for the receipt. I was to keep the old one.

> We do not usually take back an opened box. For you we do.

I had not even asked for a refund.
"""
MARKS = (
    ("wrote back within the hour", ("fast response",)),
    ("within the hour and said that they were sorry", ("fast response", "apology")),
    ("A new kettle came", ("fast response", "apology", "exception to policy")),
    ("We do not usually take back an opened box.", ("exception to policy",)),
    ("take back an opened box. For you we do.", ("apology",)),
)
TO_IMPORT = """\
{"text": "A small one.", "label": [[2, 7, "shop"], [0, 12, "praise"]], "filename": "the-shop.md"}
{"text": "A lamp.", "label": [[2, 6, "praise"]], "filename": "the-lamp.md"}
"""
LARGE, MIDDLE, SMALL = (120, 40), (80, 24), (60, 20)

SCENES = {
    # On the passage with three tags.
    "overlap": "enter right_square_bracket right_square_bracket right_square_bracket",
    # On a passage of its own, with something typed.
    "picker": "enter G s t f a s",
    "search": "enter slash k e t t l e",
    "link": "enter right_parenthesis 3 w o",
    "note": "enter G s m s o r r y",
    "several": "enter right_square_bracket right_square_bracket t",
    "codebook": "c j",
    "passages": "c j enter",
    "colour": "c j c",
    "merge": "c j m",
    "session": "Q",
    "summary": "Q enter D D",
    "order": "O",
    "filter": "f k e t",
    "problems": "exclamation_mark",
    "help": "enter question_mark",
    "selection": "enter 2 right_parenthesis s",
    # Markdown, which has no ids.
    "export": f"X {9 * 'down '}b",
    "export over": f"X {9 * 'down '}enter",
    "import": "B m a r k s full_stop j s o n l enter",
    "import of nothing": "B n o n e full_stop j s o n enter",
}
LOOKS = ("dark", "light", "no color")
SIZES = (LARGE, MIDDLE, SMALL)
# The text with its marks in each look and each window; of the rest each scene in each look
# and in each window, by turns.
SHOTS = [("overlap", look, size) for look in LOOKS for size in SIZES]
SHOTS += [
    (scene, look, SIZES[(turn + number) % 3])
    for turn, scene in enumerate(SCENES)
    if scene != "overlap"
    for number, look in enumerate(LOOKS)
]
SHOTS += [("overlap", "sixteen", LARGE), ("codebook", "sixteen", MIDDLE)]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "stories"
    (folder / "posts").mkdir(parents=True)
    (folder / "posts" / "the-kettle.md").write_text(STORY, encoding="utf-8")
    (folder / "posts" / "the-shop.md").write_text("# The shop\n\nA small one.\n", "utf-8")
    store = Store(folder, "tester")
    for tag in ("fast response", "apology", "exception to policy"):
        store.add_tag(tag)
    post = Collection.open(folder).posts[0]
    for words, tags in MARKS:
        mark(store, post.reading, words, *tags, post=post.id)
    monkeypatch.setattr("csreader.tui.exporting.now", lambda: "2020-01-01T00:00:00Z")
    monkeypatch.chdir(Path.home())
    Path("stories-marks.md").touch()
    Path("marks.jsonl").write_text(TO_IMPORT, encoding="utf-8")
    mark(Store(folder, "ann"), post.reading, "a refund", "refund", post=post.id)
    return folder


@pytest.mark.parametrize(("scene", "look", "size"), SHOTS, ids=str)
def test_the_look(
    root: Path,
    snap_compare: Callable[..., bool],
    monkeypatch: pytest.MonkeyPatch,
    scene: str,
    look: str,
    size: tuple[int, int],
) -> None:
    if look == "no color":
        monkeypatch.setenv("NO_COLOR", "1")
    if look == "sixteen":
        monkeypatch.setattr("textual.constants.COLOR_SYSTEM", "standard")
    app = CsreaderApp(root)
    app.theme = "csreader-light" if look == "light" else "csreader-dark"

    async def play(pilot: Pilot[int]) -> None:
        await until(pilot, lambda: isinstance(app.screen, Reader) and bool(app.screen.session.post))
        await settled(pilot)
        # A summary tells what was marked since the session began, and how long it took.
        assert isinstance(app.screen, Reader)
        app.screen.tagging.clock = lambda: 0.0
        app.screen.tagging.now = lambda: datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
        await press(pilot, *SCENES[scene].split())

    assert snap_compare(app, terminal_size=size, run_before=play)
