"""Repeated words, deleted words, words in markup (cases 46, 47, 48)."""

from __future__ import annotations

from pathlib import Path

import pytest
from annotating import POST, contents, mark, markdown, own, passage
from support import shared_case

from csreader.annotations import Annotation, Mark, State, Store
from csreader.collection import Collection

SAID = """\
Clerk Ida called. We apologise. She hung up.

Clerk Jon called. We apologise. He hung up.

Clerk Kim called. We apologise. She hung up.

Clerk Lea called. We apologise. She hung up.

Clerk Max called. We apologise. He hung up.
"""


def _marked(root: Path, source: str, *words: str, nth: int = 1) -> list[Annotation]:
    reading = markdown(source)
    return [mark(Store(root, "ann"), reading, each, f"tag {each}", nth=nth) for each in words]


def _one(root: Path, source: str) -> Mark:
    (found,) = own(root, markdown(source))
    return found


# Case 46: words that stand five times.


def _keeps_to_its_occurrence(root: Path, source: str, words: str, top: str) -> None:
    old = markdown(source)
    store = Store(root, "ann")
    third = mark(store, old, words, "third", nth=3)
    assert [one.start for one in own(root, old)] == [third.start] == [passage(old, words, 3)[0]]
    store.remove(POST, old, third.id)
    for nth in (2, 4):
        mark(store, old, words, f"number {nth}", nth=nth)
    new = markdown(f"{top}\n\n{source}")
    more = new.text.count(words) - old.text.count(words)
    found = own(root, new)
    assert [(one.start, one.annotation.tags) for one in found] == [
        (passage(new, words, nth + more)[0], (f"number {nth}",)) for nth in (2, 4)
    ]
    assert {one.state for one in found} == {State.MOVED}


@pytest.mark.parametrize("top", ["Something new.", "Agent B spoke. Thank you. Then B left."])
def test_case_46_each_mark_keeps_its_occurrence(tmp_path: Path, top: str) -> None:
    file = shared_case("46-repeated-quote") / "r.md"
    source = file.read_text(encoding="utf-8").split("---\n")[2]
    _keeps_to_its_occurrence(tmp_path, source, "Thank you.", top)


@pytest.mark.parametrize(
    "top",
    [
        "Something new.",
        "We apologise.",
        "Clerk Jon called. We apologise. He hung up.",
        "Clerk Jon called. We apologise. He hung up.\n\n"
        "Clerk Lea called. We apologise. She hung up.",
    ],
    ids=["new words", "the words alone", "a twin", "two twins"],
)
def test_each_mark_of_our_own_keeps_its_occurrence(tmp_path: Path, top: str) -> None:
    _keeps_to_its_occurrence(tmp_path, SAID, "We apologise.", top)


def test_a_twin_behind_takes_no_mark(tmp_path: Path) -> None:
    (made,) = _marked(tmp_path, SAID, "We apologise.", nth=2)
    found = _one(tmp_path, f"{SAID}\nClerk Jon called. We apologise. He hung up.\n")
    assert (found.state, found.start) == (State.ANCHORED, made.start)


# Case 47: followed, or said to be lost; never a lookalike.


def test_case_47_a_deleted_sentence_is_an_orphan(tmp_path: Path) -> None:
    folder = shared_case("47-edit-then-orphan")
    first, gone, edited = ((folder / f"v{n}.md").read_text(encoding="utf-8") for n in (1, 2, 3))
    alpha, beta = first.split("\n\n")
    _lost(tmp_path, first, gone, alpha.strip(), beta.strip())
    found = own(tmp_path, markdown(edited))
    kept = {one.annotation.tags[0]: one for one in found}
    assert kept[f"tag {beta.strip()}"].start == edited.index("Team Beta")
    mended = kept[f"tag {alpha.strip()}"]
    # Its sentence was gone meanwhile, and is back with a word put right.
    assert mended.start in (None, edited.index("Team Alpha"))


def test_a_deleted_sentence_of_our_own_is_an_orphan(tmp_path: Path) -> None:
    north = "The north branch sent the form back within a week in April."
    south = "The south branch sent the form back within a week in August."
    _lost(tmp_path, f"{north}\n\n{south}\n", f"{south}\n", north, south)


def _lost(root: Path, old: str, new: str, gone: str, kept: str) -> None:
    made = _marked(root, old, gone, kept)
    before = contents(root)
    found = own(root, markdown(new))
    assert [(one.state, one.quote) for one in found] == [
        (State.MOVED, kept),
        (State.ORPHAN, gone),
    ]
    orphan = found[1]
    assert (orphan.start, orphan.end, orphan.line) == (None, None, None)
    assert contents(root) == before
    assert Store(root, "bob").overview().post(POST).annotations == 2
    # It stays through other changes, and comes back with its words.
    Store(root, "ann").set_done(POST, markdown(new), True)
    again = own(root, markdown(old))
    assert [one.annotation.id for one in again] == [one.id for one in made]
    assert [one.quote for one in again] == [gone, kept]


def test_an_orphan_can_be_put_back_and_removed(tmp_path: Path) -> None:
    (made,) = _marked(tmp_path, "They sent a cheque at once.\n", "cheque")
    new = markdown("They sent a voucher at once.\n")
    store = Store(tmp_path, "ann")
    assert own(tmp_path, new)[0].state is State.ORPHAN
    store.update(POST, new, made.id, note="where is it?")
    (lost,) = own(tmp_path, new)
    assert (lost.state, lost.quote, lost.annotation.note) == (
        State.ORPHAN,
        "cheque",
        "where is it?",
    )
    start, end = passage(new, "voucher")
    store.update(POST, new, made.id, start=start, end=end)
    (back,) = own(tmp_path, new)
    assert (back.state, back.quote, back.annotation.id) == (State.ANCHORED, "voucher", made.id)
    store.remove(POST, new, made.id)
    assert own(tmp_path, new) == []


def test_an_orphan_can_be_removed_as_it_is(tmp_path: Path) -> None:
    (made,) = _marked(tmp_path, "They sent a cheque at once.\n", "cheque")
    new = markdown("Nothing of it is left.\n")
    Store(tmp_path, "ann").remove(POST, new, made.id)
    assert own(tmp_path, new) == []


# Case 48: the words, not the markup.


def _through_markup(
    root: Path, source: str, quote: str, line: int, edits: list[tuple[str, str]]
) -> None:
    (root / "m.md").write_text(source, encoding="utf-8")
    post = Collection.open(root).get("m.md")
    made = mark(Store(root, "ann"), post.reading, quote, "a", post="m.md")
    assert made.quote == quote
    for sign in ("**", "](", "{:", "&amp;", "!["):
        assert sign not in made.prefix + made.quote + made.suffix
    assert made.line == line
    assert [one.annotation for one in own(root, post.reading, "m.md")] == [made]
    for old, new in edits:
        assert old in source
        source = source.replace(old, new)
        (root / "m.md").write_text(source, encoding="utf-8")
        reading = Collection.open(root).get("m.md").reading
        (found,) = own(root, reading, "m.md")
        assert (found.quote, found.state) == (quote, State.ANCHORED)


def test_case_48_a_quote_crosses_markup(tmp_path: Path) -> None:
    source = (shared_case("48-quote-across-markup") / "m.md").read_text(encoding="utf-8")
    _through_markup(tmp_path, source, "we did pay & closed", 6, [("**did**", "did")])


def test_a_quote_of_our_own_crosses_markup(tmp_path: Path) -> None:
    source = (
        "---\ntitle: Lamp\n---\n\nThe shop _promised_: it **will**\n"
        '[send](http://lamp.example "t"){:.x} a lamp &amp; a bulb ![lamp](l.png) soon.\n'
    )
    _through_markup(
        tmp_path,
        source,
        "it will send a lamp & a bulb",
        5,
        [
            ("**will**", "will"),
            ("&amp;", "&"),
            ("will\n[send]", "will [send]"),
            ("![lamp](l.png) ", ""),
            ("title: Lamp", "title: Lamp\ndate: 2020-01-01"),
            ("_promised_", "<em>promised</em>"),
        ],
    )
