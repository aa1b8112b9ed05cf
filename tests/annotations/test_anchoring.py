"""Annotations find their passages again, or say that they cannot."""

from __future__ import annotations

import time
import unicodedata

import pytest
from anchors import again, annotate, found, plain, post_at, quoted, starts
from annotating import markdown, passage
from support import shared_case

from csreader.annotations.anchoring import place
from csreader.annotations.model import Annotation, State
from csreader.annotations.selectors import describe
from csreader.text.model import ReadingText

FIVE = "\n\n".join(f"Clerk {name} wrote. Many thanks. Then {name} left." for name in "ABCDE")


def test_same_text_same_place() -> None:
    reading = plain(FIVE)
    marks = quoted(reading, ("Many thanks.", 3))
    (placed,) = again(marks, reading, reading)
    assert (placed.state, placed.start, placed.end) == (
        State.ANCHORED, *passage(reading, "Many thanks.", 3)
    )  # fmt: skip


@pytest.mark.parametrize(
    "top",
    [
        "A new first paragraph.",
        "Clerk Z wrote. Many thanks. Then Z left.",
        "Clerk B wrote. Many thanks. Then B left.",
    ],
    ids=["other words", "like the marked ones", "a twin of a marked one"],
)
def test_paragraph_on_top_leaves_marks_on_their_own_occurrence(top: str) -> None:
    old, new = plain(FIVE), plain(f"{top}\n\n{FIVE}")
    marks = quoted(old, ("Many thanks.", 2), ("Many thanks.", 4))
    shift = len(top) + 2
    placed = again(marks, old, new)
    assert starts(placed) == [mark.start + shift for mark in marks]
    assert {one.state for one in placed} == {State.MOVED}


def test_given_paragraphs_keep_their_occurrences() -> None:
    path = shared_case("46-repeated-quote") / "r.md"
    old = post_at(path)
    new = markdown("Agent B spoke. Thank you. Then B left.\n\n" + old.text)
    marks = quoted(old, ("Thank you.", 2), ("Thank you.", 4))
    assert starts(again(marks, old, old)) == [mark.start for mark in marks]
    assert starts(again(marks, old, new)) == [mark.start + 40 for mark in marks]


@pytest.mark.parametrize("known", [True, False], ids=["length known", "length unknown"])
def test_twin_of_a_long_paragraph_on_top_does_not_take_its_mark(known: bool) -> None:
    twin = " ".join(f"They answered letter {number} within the hour." for number in range(9))
    old = plain(f"A first word.\n\n{twin}\n\nA last word.")
    new = plain(f"{twin}\n\nA first word.\n\n{twin}\n\nA last word.")
    marks = quoted(old, "first word", "letter 4 within", "last word")
    length = len(old.text) if known else None
    placed = place(marks, new, sha256=old.sha256, rules=1, length=length)
    assert starts(placed) == [mark.start + len(twin) + 2 for mark in marks]


def test_lone_mark_in_a_long_paragraph_is_proven_by_the_old_texts_hash() -> None:
    twin = " ".join(f"They answered letter {number} within the hour." for number in range(9))
    old, new = plain(f"Hello.\n\n{twin}"), plain(f"{twin}\n\nHello.\n\n{twin}")
    mark = quoted(old, "letter 4 within")[0]
    assert found(mark, old, new).start == mark.start + len(twin) + 2


def test_quote_is_told_apart_by_a_near_prefix_or_suffix() -> None:
    old = plain("The clerk said sorry at once. The owner said sorry much later.")
    for nth in (1, 2):
        mark = quoted(old, ("said sorry", nth))[0]
        new = plain(
            "So it went. The clerk said sorry at once! And the owner said sorry much later."
        )
        assert found(mark, old, new).start == passage(new, "said sorry", nth)[0]


def test_order_decides_between_equal_surroundings() -> None:
    line = "and so the same words were said again and again by everyone who was there that day"
    old = plain(f"Alpha.\n\n{line}\n\nBeta.\n\n{line}\n\nGamma.")
    new = plain(f"Alpha one.\n\n{line}\n\nBeta two.\n\n{line}\n\nGamma three.")
    marks = quoted(old, "Alpha", ("words were said", 1), "Beta", ("words were said", 2), "Gamma")
    assert starts(again(marks, old, new)) == [
        passage(new, quote, nth)[0]
        for quote, nth in [
            ("Alpha", 1), ("words were said", 1), ("Beta", 1), ("words were said", 2), ("Gamma", 1)
        ]
    ]  # fmt: skip


def test_position_breaks_ties() -> None:
    line = "the very same words stood here, and the very same words stood here, and so on"
    old = plain("\n\n".join([line] * 5))
    for nth in range(1, 6):
        mark = quoted(old, ("so on", nth))[0]
        new = plain("\n\n".join([line] * 5) + "\n\nThe end, at last.\n\nTruly!")
        assert found(mark, old, new).start == mark.start


def test_deleted_passage_is_an_orphan_and_not_its_lookalike() -> None:
    old = plain("Team Red wrote back within two days in spring.\n\nTeam Blue wrote back in autumn.")
    new = plain("Team Blue wrote back in autumn.")
    (placed,) = again(quoted(old, "Team Red wrote back within two days in spring."), old, new)
    assert (placed.state, placed.start, placed.end) == (State.ORPHAN, None, None)


def test_deleted_occurrence_leaves_an_orphan_beside_its_twins() -> None:
    old = plain(FIVE)
    new = plain(FIVE.replace("Clerk C wrote. Many thanks. Then C left.\n\n", ""))
    mark = quoted(old, ("Many thanks.", 3))[0]
    assert found(mark, old, new).state is State.ORPHAN
    others = quoted(old, ("Many thanks.", 2), ("Many thanks.", 4))
    assert starts(again(others, old, new)) == [
        passage(new, "Many thanks.", 2)[0], passage(new, "Many thanks.", 3)[0]
    ]  # fmt: skip


def test_given_versions_are_followed_or_said_to_be_lost() -> None:
    folder = shared_case("47-edit-then-orphan")
    old, gone, edited = (post_at(folder / f"v{number}.md") for number in (1, 2, 3))
    alpha, beta = quoted(old, old.text.split("\n\n")[0], old.text.split("\n\n")[1])
    assert found(alpha, old, gone).state is State.ORPHAN
    assert found(beta, old, gone).start == 0
    # The typo was mended inside the quote: never the sentence beside it.
    mended, kept = again([alpha, beta], old, edited)
    assert (mended.state, mended.start) == (State.CHANGED, edited.text.index("Team Alpha"))
    assert mended.end == edited.text.index("\n\nTeam Beta")
    assert kept.start == edited.text.index("Team Beta")


def test_words_keep_their_mark_when_only_the_markup_changes() -> None:
    body = 'We heard: they **never** [wrote](http://e.org){:rel="x"} &amp; called ![](x.png) us.'
    old = markdown(body)
    mark = quoted(old, "they never wrote & called")[0]
    assert not set("*[]{}") & set(mark.prefix + mark.quote + mark.suffix)
    new = markdown(body.replace("**never**", "never"))
    assert (found(mark, old, new).start, new.text) == (mark.start, old.text)


def test_given_markup_is_no_part_of_a_quote() -> None:
    path = shared_case("48-quote-across-markup") / "m.md"
    old = post_at(path)
    mark = quoted(old, "we did pay & closed")[0]
    assert (mark.prefix, mark.suffix) == ("They wrote: ", " it.")
    assert describe(old, mark.start, mark.end).line == 6
    new = markdown(path.read_text(encoding="utf-8").split("---\n")[2].replace("**did**", "did"))
    assert found(mark, old, new).start == mark.start


@pytest.mark.parametrize(
    ("old", "new", "quote"),
    [
        ("They paid  the\nrest.", "They paid the rest.", "paid  the\nrest"),
        ("a cafe\u0301 au lait", "a caf\u00e9 au lait", "cafe\u0301 au"),
        ("a caf\u00e9 au lait", "so a cafe\u0301 au lait", "caf\u00e9 au"),
    ],
    ids=["white space", "composed", "decomposed"],
)
def test_white_space_and_normal_form_may_differ(old: str, new: str, quote: str) -> None:
    before, after = ReadingText(old), ReadingText(new)
    placed = found(quoted(before, quote)[0], before, after)
    assert placed.state is State.MOVED
    words = unicodedata.normalize("NFC", new[placed.start : placed.end])
    assert words.split() == unicodedata.normalize("NFC", quote).split()


def test_short_quotes_stand_in_whole_words() -> None:
    old = plain("They sent a refund today.")
    new = plain("They sent a refundable voucher today.")
    assert found(quoted(old, "refund")[0], old, new).state is State.ORPHAN


def test_overlapping_occurrences_are_all_seen() -> None:
    old, new = plain("we ate bananas"), plain("and we ate bananas")
    for nth in (1, 2):
        mark = quoted(old, ("ana", nth))[0]
        assert found(mark, old, new).start == mark.start + 4


def test_first_and_last_characters() -> None:
    old, new = plain("So it was. In the end."), plain("Well. So it was. In the end. Yes.")
    first, last = quoted(old, "So it was", "the end.")
    assert [one.start for one in again([first, last], old, new)] == [6, 20]


def test_nested_spans_stay_nested() -> None:
    old = plain("He sent a full refund and a letter.")
    new = plain("In May he wrote. He sent a full refund and a letter.")
    marks = quoted(old, "full refund", "refund", "a full refund and a letter")
    assert starts(again(marks, old, new)) == [mark.start + 17 for mark in marks]


def test_no_grapheme_cluster_is_split() -> None:
    old, new = plain("She wrote e and left."), plain("She wrote e\u0301 and left.")
    placed = found(quoted(old, "wrote e")[0], old, new)
    assert placed.state is State.CHANGED
    assert new.text[placed.start : placed.end] == "wrote e\u0301"


def test_wrong_offsets_under_the_right_hash_are_mended_by_the_quote() -> None:
    reading = plain(FIVE)
    mark = quoted(reading, "Clerk D wrote")[0]
    moved = Annotation("x", mark.start + 5, mark.end + 5, mark.quote, mark.prefix, mark.suffix)
    assert found(moved, reading, reading).start == mark.start


def test_marks_of_different_passages_never_share_one() -> None:
    old = plain("Yes, they said sorry.\n\nNo, they said sorry.")
    new = plain("Yes, they said sorry.")
    placed = again(quoted(old, ("said sorry", 1), ("said sorry", 2)), old, new)
    assert starts(placed) == [passage(new, "said sorry")[0], None]


def test_many_marks_and_frequent_quotes_take_no_quadratic_time() -> None:
    old = plain("a man, a plan, a canal. " * 8000)
    new = plain("Well. " + old.text)
    step = len(old.text) // 2000
    marks = []
    for number in range(2000):
        at = old.text.index("a", number * step)
        marks.append(annotate(old, at, at + 1, number))
    began = time.process_time()
    placed = again(marks, old, new)
    assert time.process_time() - began < 30
    assert all(one.start is None or new.text[one.start] == "a" for one in placed)
