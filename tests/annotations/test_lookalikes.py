"""Sentences much like each other: a mark goes with its own, or is an orphan."""

from __future__ import annotations

from pathlib import Path

import pytest
from anchors import again, plain, quoted, starts
from annotating import mark, markdown, own, passage

from csreader.annotations import State, Store

NORTH = "The north branch sent the form back within a week in April, and nobody asked why."
SOUTH = "The south branch sent the form back within a week in August, and nobody asked why."
EAST = "The east branch sent the form back within a week in May, and nobody asked why."
BETWEEN = "We had written to all of them on the same day."
STORY = f"{BETWEEN} {NORTH}\n\n{SOUTH}\n\nOne more came late. {EAST}"


def _slip(sentence: str) -> str:
    return sentence.replace("within", "wihtin")


@pytest.mark.parametrize(
    ("after", "there"),
    [
        pytest.param(STORY.replace(NORTH, ""), None, id="the marked one went"),
        pytest.param(
            STORY.replace(NORTH, "").replace(SOUTH, _slip(SOUTH)),
            None,
            id="it went and the next one has a slip",
        ),
        pytest.param(STORY.replace(NORTH, _slip(NORTH)), _slip(NORTH), id="it has a slip"),
        pytest.param(
            STORY.replace("within", "wihtin"), _slip(NORTH), id="all of them have the same slip"
        ),
        pytest.param(
            f"{EAST}\n\n{SOUTH}\n\n{BETWEEN} {NORTH}", NORTH, id="all of them were reordered"
        ),
        pytest.param(
            STORY.replace(NORTH, NORTH.replace("in April", "late in April")),
            NORTH.replace("in April", "late in April"),
            id="a word came in",
        ),
        pytest.param(f"{SOUTH}\n\n{EAST}", None, id="only the others are left"),
        pytest.param("Something else altogether was written here.", None, id="nothing is left"),
    ],
)
def test_a_mark_goes_with_its_own_sentence(after: str, there: str | None) -> None:
    old, new = plain(STORY), plain(after)
    (found,) = again(quoted(old, NORTH), old, new)
    if there is None:
        assert (found.state, found.start) == (State.ORPHAN, None)
    else:
        assert (found.start, found.end) == passage(new, there)


def test_one_of_many_that_were_reordered_and_changed_is_never_another() -> None:
    old = plain(STORY)
    new = plain(f"{_slip(EAST)}\n\n{_slip(SOUTH)}\n\n{BETWEEN} {_slip(NORTH)}")
    placed = again(quoted(old, NORTH, SOUTH, EAST), old, new)
    for one, sentence in zip(placed, (NORTH, SOUTH, EAST), strict=True):
        # Rather lost than wrong.
        assert one.start in (None, passage(new, _slip(sentence))[0])


@pytest.mark.parametrize("words", ["sent the form back", "within a week", "nobody asked why."])
@pytest.mark.parametrize("gone", [1, 2, 3])
def test_words_that_all_have_stay_with_their_sentence(words: str, gone: int) -> None:
    old = plain(STORY)
    sentence = (NORTH, SOUTH, EAST)[gone - 1]
    new = plain(STORY.replace(sentence, ""))
    placed = again(quoted(old, *((words, nth) for nth in (1, 2, 3))), old, new)
    left = iter((1, 2))
    expected = [None if nth == gone else passage(new, words, next(left))[0] for nth in (1, 2, 3)]
    assert starts(placed) == expected


CALLS = [
    f"Clerk {name} called at {hour}. We apologise. Then it rang off."
    for name, hour in zip(
        ("Ida", "Jon", "Kim", "Lea", "Max"), ("nine", "ten", "noon", "two", "four"), strict=True
    )
]


@pytest.mark.parametrize(
    "order",
    [
        (4, 3, 2, 1, 0),
        (1, 0, 2, 4, 3),
        (2, 3, 4),
        (0, 4),
        (3,),
        (0, 1, 2, 3, 4),
    ],
)
@pytest.mark.parametrize("top", ["", "We apologise.", "Nobody called. We apologise."])
def test_repeated_words_go_with_what_stands_around_them(
    tmp_path: Path, order: tuple[int, ...], top: str
) -> None:
    old = markdown("\n\n".join(CALLS))
    for nth in range(5):
        mark(Store(tmp_path, "ann"), old, "We apologise.", f"number {nth}", nth=nth + 1)
    new = markdown("\n\n".join([*([top] if top else []), *(CALLS[n] for n in order)]))
    found = {one.annotation.tags[0]: one.start for one in own(tmp_path, new)}
    shift = 1 if top else 0
    assert found == {
        f"number {n}": passage(new, "We apologise.", order.index(n) + 1 + shift)[0]
        if n in order
        else None
        for n in range(5)
    }


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_reordered_lines_of_code_keep_their_marks(tmp_path: Path, ends: str) -> None:
    def fenced(*bodies: str) -> str:
        return ends.join(
            line
            for body in bodies
            for line in ("```", f"def {body}():", "  send()", "end", "```", "")
        )

    old = markdown(fenced("first", "second", "third"))
    for nth, name in enumerate(("first", "second", "third"), 1):
        mark(Store(tmp_path, "ann"), old, "send()", name, nth=nth)
    new = markdown(fenced("third", "first", "second"))
    found = {one.annotation.tags[0]: one.start for one in own(tmp_path, new)}
    # Rather lost than wrong.
    for nth, name in enumerate(("third", "first", "second"), 1):
        assert found[name] in (None, passage(new, "send()", nth)[0])


FAMILY = "👨‍👩‍👧"


@pytest.mark.parametrize(
    "edit",
    [
        ("It came.", f"It came {FAMILY}🎉."),
        (f"{FAMILY} They", "They"),
        ("cafe\u0301", "caf\u00e9"),
        ("sorry", "so sorry"),
        ("🇫🇷 was", "🇫🇷🇩🇪 was"),
    ],
)
def test_marks_behind_emoji_stay_in_whole_clusters(tmp_path: Path, edit: tuple[str, str]) -> None:
    source = f"It came. {FAMILY} They said 🎉 the cafe\u0301 in 🇫🇷 was sorry 👍🏽 for it all.\n"
    old = markdown(source)
    for words in ("🎉 the", "was sorry 👍🏽", f"{FAMILY} They said"):
        if edit[0] not in words:
            mark(Store(tmp_path, "ann"), old, words, words)
    new = markdown(source.replace(*edit))
    found = own(tmp_path, new)
    assert len(found) >= 2
    for one in found:
        assert one.start is not None
        assert one.end is not None
        words = new.text[one.start : one.end]
        assert words == one.annotation.tags[0].replace(*edit)


def test_overlapping_marks_move_together(tmp_path: Path) -> None:
    source = "They sent a refund and a sincere apology the next day, by hand."
    old = markdown(source)
    words = {
        "A": "a refund and a sincere apology",
        "B": "sincere apology the next day",
        "C": "refund",
        "D": "refund",
    }
    for tag, quote in words.items():
        mark(Store(tmp_path, "ann"), old, quote, tag)
    new = markdown(f"# A heading\n\nMore was said. {source.replace('by hand', 'by post')}")
    found = [(one.annotation.tags, one.quote) for one in own(tmp_path, new)]
    assert sorted(found) == [(("A",), words["A"]), (("B",), words["B"]), (("C", "D"), "refund")]
    torn = markdown(source.replace("sincere", "quite sincere"))
    kept = {one.annotation.tags[0]: one.quote for one in own(tmp_path, torn)}
    assert kept["A"] == "a refund and a quite sincere apology"
    assert kept["C"] == "refund"


@pytest.mark.parametrize(
    ("before", "after", "quote"),
    [
        ("He said **no thanks**.", "He said *no thanks*.", "said no thanks"),
        ("He said **no thanks**.", "He said no thanks.", "no thanks"),
        (
            "See [the page](http://a.example) now.",
            "See [the page](http://b.example/x) now.",
            "page",
        ),
        ("See [the page](http://a.example) now.", "See `the page` now.", "the page"),
        ("Salt &amp; pepper&nbsp;here.", "Salt & pepper\u00a0here.", "Salt & pepper"),
        ("A quote ends ~~here~~.", "A quote ends <del>here</del>.", "ends here"),
        ("- one *item*\n- two", "1. one item\n2. two", "one item"),
        ("# The *last* word", "The last word\n===", "last word"),
    ],
)
def test_quotes_that_end_in_markup_stay(
    tmp_path: Path, before: str, after: str, quote: str
) -> None:
    mark(Store(tmp_path, "ann"), markdown(before), quote, "a")
    new = markdown(after)
    (found,) = own(tmp_path, new)
    assert found.quote == quote
    assert (found.start, found.end) == passage(new, quote)
