"""Where lines of other scripts end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from readings import paint, reading

from csreader.text.clusters import cell_width, cluster_starts, clusters

BEGINS_NONE = set("、。，．！？：；」』）】〉》ー々っゃゅょッャュョ・”｡､｣…")
ENDS_NONE = set("「『（【〈《｢“")
PHRASES = [
    "返金",
    "しました",
    "カード",
    "って",
    "人々",
    "「はい。」",
    "（税込）",
    "すごい！？",
    "“好。”",
    "はい。",
    "それ、",
    "半ｶｸ｡",
    "Amazon",
    "3.5",
]


@given(
    st.lists(st.sampled_from(PHRASES), min_size=1, max_size=30).map("".join), st.integers(16, 60)
)
def test_no_ideographic_stop_begins_a_line_and_no_bracket_ends_one(text: str, width: int) -> None:
    lines = paint(reading(text), width)
    assert "".join(lines) == text
    assert not any(line[0] in BEGINS_NONE for line in lines[1:])
    assert not any(line[-1] in ENDS_NONE for line in lines[:-1])


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("返金は翌日でした。", 16, ["返金は翌日でし", "た。"]),
        ("彼は「返金します」と", 6, ["彼は", "「返金", "しま", "す」と"]),
        ("他说：“会退款。”真快！", 10, ["他说：“会", "退款。”真", "快！"]),
        ("환불을 받았습니다", 10, ["환불을", "받았습니다"]),
        ("भारत में वापसी", 8, ["भारत में", "वापसी"]),
        ("مرحبا بالعالم", 8, ["مرحبا", "بالعالم"]),
    ],
)
def test_lines_end_where_the_script_lets_them(text: str, width: int, lines: list[str]) -> None:
    assert paint(reading(text), width) == lines


@pytest.mark.parametrize(
    "text",
    [
        "ภาษาไทยไม่มีช่องว่างระหว่างคำจึงต้องตัดบรรทัดที่ขอบเพราะใจดีและแม่นยำ",
        "ພາສາລາວບໍ່ມີຊ່ອງຫວ່າງລະຫວ່າງຄຳແລະໃຈດີ",
        "ကျွန်ုပ်တို့သည်ကောင်းပါတယ်ခင်ဗျား။",
        "ខ្ញុំស្រឡាញ់ភាសាខ្មែរណាស់មែនទែន។",
    ],
)
@pytest.mark.parametrize("width", [4, 7, 10, 20])
def test_text_without_blanks_wraps_at_whole_characters(text: str, width: int) -> None:
    lines = paint(reading(text), width)
    assert "".join(lines) == text
    assert all(sum(map(cell_width, clusters(line))) <= width for line in lines)
    starts = set(cluster_starts(text))
    at = 0
    for line in lines:
        assert at in starts
        at += len(line)
    # A vowel stays with its consonant, a stacked consonant and a killed one with theirs.
    for before, after in pairwise(lines):
        assert before[-1] not in "เแโใไເແໂໃໄ\u1039\u17d2"
        assert after[0] not in "ะาๅๆฯະາຽໆຯ។၊။"
        assert after[1:2] != "\u103a"


def test_half_width_kana_break_as_kana_do() -> None:
    assert paint(reading("ｶﾅｶﾅﾃﾞｽｯ｡ﾃｽﾄ"), 6) == ["ｶﾅｶﾅﾃﾞ", "ｽｯ｡ﾃｽﾄ"]
