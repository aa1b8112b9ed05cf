"""Ten posts are marked in tmux by someone who knows only what the footer says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from playing import on_disk
from terminal import Terminal, terminal

from csreader.annotations import Status, Store
from csreader.collection import Collection

FIRST = "I bought the {} in the spring, and it broke in a week."
SECOND = "The shop wrote back within the hour."
THIRD = "They said that they were sorry."
FOURTH = "A new one came the next day, free of charge."
TAGS = ("fast response", "apology", "exception to policy")
FAST, APOLOGY, EXCEPTION = TAGS

Wanted = tuple[str, tuple[str, ...], str]
"""A mark's words, its tags, its note."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What is done in one post: steps `search WORD`, `type TEXT`, or a key and its label."""

    thing: str
    steps: tuple[str, ...]
    marks: tuple[Wanted, ...]


TURNS = (
    Turn("kettle", ("search within", "s sentence", "1-9 tag 1"), ((SECOND, (FAST,), ""),)),
    Turn("umbrella", ("search sorry", "s sentence", "1-9 tag 2"), ((THIRD, (APOLOGY,), ""),)),
    Turn("bicycle", ("search charge", "t tag", "pick exc"), ((FOURTH, (EXCEPTION,), ""),)),
    Turn(
        "wardrobe",
        ("search within", "v select", *["arrow Right"] * 5, "1-9 tag 1"),
        (("within", (FAST,), ""),),
    ),
    Turn("violin", ("search sorry", "m note", "note twice"), ((THIRD, (), "twice"),)),
    Turn(
        "teapot",
        ("s sentence", "1-9 tag 1", "1-9 tag 2"),
        ((FIRST, (FAST, APOLOGY), ""),),
    ),
    Turn(
        "doormat",
        ("s sentence", "1-9 tag 1", "u undo", "search sorry", "s sentence", "1-9 tag 2"),
        ((THIRD, (APOLOGY,), ""),),
    ),
    Turn(
        "lantern",
        ("s sentence", "1-9 tag 1", "d delete", "search charge", "s sentence", "1-9 tag 3"),
        ((FOURTH, (EXCEPTION,), ""),),
    ),
    Turn(
        "armchair",
        ("s sentence", "s sentence", "1-9 tag 1"),
        ((f"{FIRST} {SECOND}", (FAST,), ""),),
    ),
    Turn(
        "barometer",
        ("search wrote", "t tag", "pick in writing"),
        ((SECOND, ("in writing",), ""),),
    ),
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "stories"
    (folder / "posts").mkdir(parents=True)
    for day, turn in enumerate(TURNS, 1):
        (folder / "posts" / f"{turn.thing}.md").write_text(
            f"---\ntitle: The {turn.thing}\ndate: 2020-01-{day:02}\n---\n"
            f"{FIRST.format(turn.thing)} {SECOND}\n\n{THIRD} {FOURTH}\n",
            encoding="utf-8",
        )
    store = Store(folder, "tester")
    for tag in TAGS:
        store.add_tag(tag)
    return folder


def test_ten_posts_by_the_footer_alone(root: Path) -> None:
    with terminal() as shown:
        shown.start([str(root)], (120, 30))
        shown.wait("The barometer", "enter open")
        _press(shown, "enter", "open", "Enter")
        for number, turn in enumerate(TURNS):
            shown.wait(f"I bought the {turn.thing}", "v select")
            for step in turn.steps:
                _take(shown, step)
            if turn is TURNS[-1]:
                break
            # Every other post is done when it is left.
            _press(shown, *(("D", "done") if number % 2 else ("J", "next")))
        _press(shown, "q", "quit")
        shown.wait("ended with 0")
    for turn in TURNS:
        marks = on_disk(root, f"{turn.thing}.md")
        found = [(mark.quote, mark.annotation.tags, mark.annotation.note) for mark in marks]
        wanted = [(words.format(turn.thing), tags, note) for words, tags, note in turn.marks]
        assert found == wanted, turn.thing
    collection = Collection.open(root)
    statuses = Store(root, "tester").overview()
    done = [
        post.title
        for post in collection.posts
        if statuses.post(post.id).statuses.get("tester") is Status.DONE
    ]
    assert done == [f"The {turn.thing}" for turn in TURNS[1:-1:2]]


def _press(shown: Terminal, key: str, label: str, pressed: str = "") -> None:
    """Press a key that the footer shows."""
    shown.wait_for(lambda _: f"{key} {label}" in shown.footer, f"{key} {label} in the footer")
    shown.press(pressed or key)


def _take(shown: Terminal, step: str) -> None:
    """One step of a turn; what it did is waited for."""
    what, _, rest = step.partition(" ")
    if what == "search":
        _press(shown, "/", "search")
        shown.wait("words to find")
        shown.type(rest)
        shown.wait("1 of 1")
        shown.press("Enter")
        shown.wait(f"/{rest}: 1 of 1")
    elif what in ("pick", "note"):
        # The dialogs have a footer of their own.
        shown.wait("enter saves")
        shown.type(rest)
        shown.wait(rest)
        shown.press("Enter")
        shown.wait_for(lambda screen: "enter saves" not in screen, "the text again")
    elif what == "arrow":
        shown.press(rest)
    else:
        label, _, digit = rest.partition(" ")
        _press(shown, what, label, digit)
        if digit and int(digit) <= len(TAGS):
            shown.wait(f'tag "{TAGS[int(digit) - 1]}" on')
        elif what in ("u", "d"):
            shown.wait("undid" if what == "u" else "u brings it back")
        elif what == "s":
            shown.wait("1 █ fast response")
