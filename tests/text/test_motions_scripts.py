"""Words of scripts that have no blanks between them, as Vim tells them by script."""

from __future__ import annotations

import pytest
from readings import reading

from csreader.text.cursor import motions, objects

WORDS = [
    ("返金カードを受け取りました。", "返金|カード|を|受|け|取|りました|。"),
    ("Amazonのカスタマー・サービスは24時間対応", "Amazon|の|カスタマー|・|サービス|は|24|時間対応"),
    ("らーめんとコーヒー", "らーめんと|コーヒー"),
    ("人々は「本」を読む", "人々|は|「|本|」|を|読|む"),
    ("か\u3099くせい", "か\u3099くせい"),
    ("ｶﾞｷﾞです", "ｶﾞｷﾞ|です"),
    ("ＡＢＣ１２３テスト", "ＡＢＣ１２３|テスト"),
    ("他们2020年3月退款了，很快！", "他们|2020|年|3|月退款了|，|很快|！"),
    ("환불을 받았습니다!", "환불을 |받았습니다|!"),
    ("हिन्दी में क्षमा।", "हिन्दी |में |क्षमा|।"),
    ("هل وصلَ الطلب؟", "هل |وصلَ |الطلب|؟"),
    ("ขอบคุณ มากครับ", "ขอบคุณ |มากครับ"),
    ("葛\U000e0100飾区へ", "葛\U000e0100飾区|へ"),
]


@pytest.mark.parametrize(("text", "words"), WORDS)
def test_words_end_where_the_script_changes(text: str, words: str) -> None:
    made = reading(text)
    starts = [0]
    while (after := motions.word_next(made, starts[-1])) > starts[-1]:
        starts.append(after)
    expected = words.split("|")
    begins = [sum(map(len, expected[:number])) for number in range(len(expected))]
    # At the text's end the motion rests on the last character.
    assert starts[: len(begins)] == begins
    back = [motions.text_end(made)]
    while (before := motions.word_previous(made, back[-1])) < back[-1]:
        back.append(before)
    assert set(begins) <= set(back)


def test_a_click_takes_the_word_of_its_script() -> None:
    made = reading("返金カードを受け取った")
    assert objects.word_at(made, 1) == (0, 2)
    assert objects.word_at(made, 3) == (2, 5)
    assert objects.word_at(made, 5) == (5, 6)


@pytest.mark.parametrize(
    ("text", "stops"),
    [
        ("शुक्रिया", ["शु", "क्रि", "या"]),
        ("ขอบคุณนำ", ["ข", "อ", "บ", "คุ", "ณ", "นำ"]),
        ("a\u200b\u2060b\u200cc\ufeffd", ["a", "b", "c", "d"]),
        ("שָׁלוֹם", ["שָׁ", "ל", "וֹ", "ם"]),
        ("\u200fسَلام\u200e!", ["سَ", "ل", "ا", "م", "!"]),
        ("👨‍👩‍👧🏳️‍🌈👍🏽🇯🇵1️⃣", ["👨‍👩‍👧", "🏳️‍🌈", "👍🏽", "🇯🇵", "1️⃣"]),
        ("각각", ["각", "각"]),
    ],
)
def test_the_cursor_visits_each_seen_character_once_in_logical_order(
    text: str, stops: list[str]
) -> None:
    made = reading(text)
    at = motions.text_start(made)
    visited = [at]
    while (after := motions.right(made, at)) != at:
        at = after
        visited.append(at)
    assert len(visited) == len(stops)
    assert all(text.startswith(stop, at) for stop, at in zip(stops, visited, strict=True))
    while (before := motions.left(made, at)) != at:
        at = before
    assert at == visited[0]
