"""Marks on disk after the post they stand in was changed (cases 46, 47, 48)."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from annotating import POST, contents, mark, markdown, own, passage
from hypothesis import given, settings
from hypothesis import strategies as st
from support import shared_case

from csreader.annotations import Mark, State, Store
from csreader.annotations.anchoring import place
from csreader.annotations.model import Annotation
from csreader.annotations.selectors import describe
from csreader.collection import Collection
from csreader.text.clusters import snap
from csreader.text.model import Block, BlockKind, ReadingText

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
        "Clerk Jon called. We apologise. He hung up.\n\nClerk Lea called. We apologise. She hung up.",
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
    kept, lost = {one.annotation.tags[0]: one for one in found}, edited.index("Team Beta")
    assert kept[f"tag {beta.strip()}"].start == lost
    assert kept[f"tag {alpha.strip()}"].start != lost


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


# Edits of all kinds, on inputs of our own.

SENTENCES = "It rained. The parcel was late, they said. Nobody came to the door. It rained on."


@pytest.mark.parametrize(
    "edit",
    [
        "New first words. " + SENTENCES,
        SENTENCES + " New last words.",
        SENTENCES.replace("It rained. ", "It poured down. "),
        SENTENCES.replace("Nobody came", "Somebody came"),
        SENTENCES.replace("It rained. ", ""),
        SENTENCES[: SENTENCES.index(" Nobody")],
        "# A heading\n\n" + SENTENCES,
        "> " + SENTENCES,
        SENTENCES.replace("The parcel", "**The** parcel"),
        SENTENCES.replace(". ", ".\n"),
        SENTENCES.replace(". ", ".\r\n"),
        SENTENCES.replace(". The", ".\n\nThe").replace("said. ", "said.\n\n"),
    ],
)
def test_an_edit_around_it_leaves_a_mark(tmp_path: Path, edit: str) -> None:
    words = "The parcel was late, they said."
    _marked(tmp_path, SENTENCES, words)
    found = _one(tmp_path, edit)
    assert found.state in (State.ANCHORED, State.MOVED)
    assert found.quote == words
    assert markdown(edit).text[found.start : found.end] == words


def test_words_put_inside_never_move_a_mark_elsewhere(tmp_path: Path) -> None:
    _marked(tmp_path, SENTENCES, "The parcel was late, they said.")
    new = SENTENCES.replace("was late", "was very late")
    found = _one(tmp_path, new)
    if found.start is None:
        assert found.state is State.ORPHAN
    else:
        assert (found.state, found.quote) == (
            State.CHANGED,
            "The parcel was very late, they said.",
        )
    assert _one(tmp_path, SENTENCES).state is State.ANCHORED


def test_line_ends_make_no_difference(tmp_path: Path) -> None:
    source = "One line\nand another.\n\n```\ncode here\nand there\n```\n"
    made = _marked(tmp_path, source.replace("\n", "\r\n"), "another", "here\nand there")
    for ends in ("\n", "\r\n", "\r"):
        found = own(tmp_path, markdown(source.replace("\n", ends)))
        assert [one.annotation for one in found] == made
        assert {one.state for one in found} == {State.ANCHORED}


def test_overlapping_hits_stay_apart(tmp_path: Path) -> None:
    reading = markdown("They sold bananas.\n")
    store = Store(tmp_path, "ann")
    for nth in (1, 2):
        mark(store, reading, "ana", f"number {nth}", nth=nth)
    new = markdown("So they sold bananas.\n")
    assert [(one.start, one.annotation.tags) for one in own(tmp_path, new)] == [
        (passage(new, "ana", nth)[0], (f"number {nth}",)) for nth in (1, 2)
    ]


def test_a_doubled_quote_stays_with_its_half(tmp_path: Path) -> None:
    (tmp_path / "first").mkdir()
    (tmp_path / "second").mkdir()
    old, new = "Sorry. Sorry.\n", "Well: Sorry. Sorry.\n"
    for nth, root in ((1, tmp_path / "first"), (2, tmp_path / "second")):
        _marked(root, old, "Sorry.", nth=nth)
        assert _one(root, new).start in (passage(markdown(new), "Sorry.", nth)[0], None)
        assert _one(root, old).start == passage(markdown(old), "Sorry.", nth)[0]
    both = Store(tmp_path, "ann")
    for nth in (1, 2):
        mark(both, markdown(old), "Sorry.", str(nth), nth=nth)
    found = [(one.start, one.annotation.tags) for one in own(tmp_path, markdown(new))]
    assert found in (
        [(6, ("1",)), (13, ("2",))],
        [(6, ("1",)), (None, ("2",))],
        [(13, ("2",)), (None, ("1",))],
    )


@pytest.mark.parametrize("words", ["It rained.", "It", "I", "on.", "rained on.", "."])
def test_first_and_last_characters(tmp_path: Path, words: str) -> None:
    reading = markdown(SENTENCES)
    nth = 1 if words.startswith("I") else reading.text.count(words)
    made = mark(Store(tmp_path, "ann"), reading, words, "a", nth=nth)
    assert 0 in (made.start, len(reading.text) - made.end)
    for edit in (f"A new line.\n\n{SENTENCES}", f"{SENTENCES}\n\nA new line."):
        new = markdown(edit)
        shift = new.text.index(SENTENCES)
        assert _one(tmp_path, edit).start == made.start + shift


def test_the_whole_text_can_be_marked_and_found(tmp_path: Path) -> None:
    _marked(tmp_path, SENTENCES, SENTENCES)
    assert _one(tmp_path, f"Top.\n\n{SENTENCES}\n\nBottom.").quote == SENTENCES


def test_an_empty_text_holds_orphans_only(tmp_path: Path) -> None:
    _marked(tmp_path, SENTENCES, "It rained.", "parcel")
    assert {one.state for one in own(tmp_path, markdown(""))} == {State.ORPHAN}


def test_other_text_rules_do_not_lose_marks(tmp_path: Path) -> None:
    (made,) = _marked(tmp_path, SENTENCES, "Nobody came")
    path = tmp_path / "annotations" / "ann" / f"{POST}.json"
    path.write_text(path.read_text("utf-8").replace('"text_rules": 1', '"text_rules": 0'), "utf-8")
    found = _one(tmp_path, SENTENCES)
    assert (found.start, found.state) == (made.start, State.ANCHORED)


def test_a_passage_is_found_by_its_line_too(tmp_path: Path) -> None:
    source = "One.\n\nTwo.\n\nThree comes.\n"
    (made,) = _marked(tmp_path, source, "Three")
    assert made.line == 5
    assert _one(tmp_path, f"Zero.\n\n{source}").line == 7


# Laws.

words = st.sampled_from(["sorry", "they said", "é", "e\u0301", "値", "👨‍👩‍👧", "a", "ana", "anana", "\t", "No."])
parts = st.lists(st.lists(words, min_size=1, max_size=6).map(" ".join), min_size=1, max_size=5)


def _reading(paragraphs: list[str]) -> ReadingText:
    paragraphs = [stripped for each in paragraphs if (stripped := each.strip())] or ["x"]
    blocks, at = [], 0
    for number, each in enumerate(paragraphs, 1):
        blocks.append(Block(BlockKind.PARAGRAPH, at, at + len(each), number))
        at += len(each) + 2
    return ReadingText("\n\n".join(paragraphs), tuple(blocks))


@settings(max_examples=150, deadline=None)
@given(parts, parts, st.data())
def test_a_place_always_holds_the_quote(
    old_parts: list[str], new_parts: list[str], data: st.DataObject
) -> None:
    old, new = _reading(old_parts), _reading(data.draw(st.permutations([*old_parts, *new_parts])))
    annotations = []
    for number in range(data.draw(st.integers(1, 5))):
        start = data.draw(st.integers(0, len(old.text) - 1))
        end = data.draw(st.integers(start + 1, len(old.text)))
        where = describe(old, start, end)
        annotations.append(
            Annotation(
                str(number), where.start, where.end, where.quote, where.prefix, where.suffix
            )
        )
    same = place(annotations, old, sha256=old.sha256, rules=old.rules, length=len(old.text))
    for one, placed in zip(annotations, same, strict=True):
        assert (placed.state, placed.start, placed.end) == (State.ANCHORED, one.start, one.end)
    length = data.draw(st.sampled_from([len(old.text), None]))
    moved = place(annotations, new, sha256=old.sha256, rules=old.rules, length=length)
    assert [placed.annotation for placed in moved] == annotations
    for one, placed in zip(annotations, moved, strict=True):
        if placed.start is None or placed.end is None:
            assert (placed.start, placed.end, placed.state) == (None, None, State.ORPHAN)
            continue
        assert placed.state in (State.ANCHORED, State.MOVED)
        assert _folded(new.text[placed.start : placed.end]) == _folded(one.quote)
        assert snap(new.text, placed.start, placed.end) == (placed.start, placed.end)


@settings(max_examples=100, deadline=None)
@given(parts, st.data())
def test_paragraphs_put_in_move_marks_by_their_length(old_parts: list[str], data: st.DataObject) -> None:
    old = _reading(old_parts)
    paragraphs = old.text.split("\n\n")
    twins_or_new = st.lists(st.sampled_from([*paragraphs, "New words."]), min_size=1, max_size=2)
    put_in = data.draw(twins_or_new)
    at = data.draw(st.integers(0, len(paragraphs)))
    new = _reading([*paragraphs[:at], *put_in, *paragraphs[at:]])
    block = data.draw(st.sampled_from(old.blocks))
    start = data.draw(st.integers(block.start, block.end - 1))
    end = data.draw(st.integers(start + 1, block.end))
    where = describe(old, start, end)
    one = Annotation("1", where.start, where.end, where.quote, where.prefix, where.suffix)
    (placed,) = place([one], new, sha256=old.sha256, rules=old.rules, length=len(old.text))
    # Beside a twin, several places of the insertion give the same text; any of them will do.
    grown = len(new.text) - len(old.text)
    could_be = set()
    for number in range(len(paragraphs) + 1):
        rest = new.text.split("\n\n")
        if rest[:number] + rest[number + len(put_in) :] == paragraphs:
            first = len("\n\n".join([*paragraphs[:number], ""])) if number else 0
            could_be.add(where.start + (grown if where.start >= first else 0))
    assert placed.start in could_be
    assert placed.end == placed.start + len(where.quote)


def _folded(text: str) -> list[str]:
    return unicodedata.normalize("NFC", text).split()
