"""Characters that would act on a terminal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from csreader.text.characters import address, one_line, replace_controls, screen_text

ANY = st.text(st.characters(exclude_categories=()))
CONTROLS = {chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))}
OVERRIDES = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@given(ANY)
def test_controls_are_replaced_one_for_one(text: str) -> None:
    kept = replace_controls(text)
    assert len(kept) == len(text)
    for before, after in zip(text, kept, strict=True):
        acts = before in CONTROLS - {"\t", "\n"} or "\ud800" <= before <= "\udfff"
        assert after == ("\ufffd" if acts else before)


@given(ANY)
def test_on_the_screen_nothing_turns_the_reading_direction(text: str) -> None:
    shown = screen_text(text)
    assert len(shown) == len(text)
    assert not OVERRIDES & set(shown)
    assert not (CONTROLS - {"\t", "\n"}) & set(shown)


@given(ANY)
def test_a_title_takes_one_line(text: str) -> None:
    assert not (CONTROLS | OVERRIDES | {"\u2028", "\u2029"}) & set(one_line(text))


def test_a_title_keeps_its_words_apart() -> None:
    assert one_line("two\nlines\tand a tab\x1b[31m") == "two lines and a tab\ufffd[31m"


def test_an_address_is_whole_on_one_line() -> None:
    assert address(" https://a.example/b\n\tc\x07d ") == "https://a.example/bc\ufffdd"
