"""Sentences within blocks."""

from __future__ import annotations

import pytest
from hypothesis import given
from readings import reading as made
from readings import readings

from csreader.text.clusters import snap
from csreader.text.model import ReadingText
from csreader.text.scripts import language_of
from csreader.text.sentences import find_sentences


def sentences(text: str, kind: str = "paragraph", language: str = "en") -> list[str]:
    found = find_sentences(text, [(0, len(text), kind)], language)
    return [text[start:end] for start, end in found]


def test_sentences_are_trimmed() -> None:
    assert sentences("  The lid broke.  Dr. Lund sent another!  ") == [
        "The lid broke.",
        "Dr. Lund sent another!",
    ]


def test_quoted_sentences_stay_whole() -> None:
    assert sentences("She wrote “Keep it. Please.” We did.") == [
        "She wrote “Keep it. Please.”",
        "We did.",
    ]


def test_no_sentence_crosses_a_break() -> None:
    assert sentences("Kind regards,\nMaud at the desk. Thanks") == [
        "Kind regards,",
        "Maud at the desk.",
        "Thanks",
    ]


def test_no_sentence_crosses_a_block() -> None:
    reading = made("It came", "late. Then not")
    found = [reading.text[start:end] for start, end in reading.sentences]
    assert found == ["It came", "late.", "Then not"]


def test_each_cell_of_a_table_is_one() -> None:
    assert sentences("item\tsum. paid\na lid\t\n\t3", "table") == [
        "item",
        "sum. paid",
        "a lid",
        "3",
    ]


def test_each_line_of_code_is_one() -> None:
    assert sentences("a. b. c\n\n    d", "code") == ["a. b. c", "d"]


def test_japanese() -> None:
    assert sentences("返金は翌日でした。とても親切だった。", language="ja") == [
        "返金は翌日でした。",
        "とても親切だった。",
    ]


def test_an_unknown_language_is_read_all_the_same() -> None:
    assert sentences("One. Two.", language="no such language") == ["One.", "Two."]


def test_a_line_without_end_keeps_its_sentences() -> None:
    text = "They wrote back at once. " * 4000
    assert sentences(text) == ["They wrote back at once."] * 4000
    assert sentences("返金は翌日でした。" * 4000) == ["返金は翌日でした。"] * 4000


@pytest.mark.parametrize("text", ["x" * 50_000, "xa" + "e\u0301" * 25_000, "e" + "\u0301" * 50_000])
def test_a_sentence_longer_than_is_searched_loses_nothing(text: str) -> None:
    found = sentences(text)
    assert "".join(found) == text
    assert not any(each.startswith("\u0301") for each in found)


@given(readings())
def test_sentences_lie_in_blocks_in_order(reading: ReadingText) -> None:
    end = 0
    for start, stop in reading.sentences:
        assert end <= start < stop
        assert snap(reading.text, start, stop) == (start, stop)
        assert any(each.start <= start and stop <= each.end for each in reading.blocks)
        end = stop


@given(readings())
def test_every_word_is_in_a_sentence(reading: ReadingText) -> None:
    inside = "".join(reading.text[start:end] for start, end in reading.sentences)
    assert "".join(inside.split()) == "".join(reading.text.split())


# Sentences parted by |, which stands for what is between them.
IN_LANGUAGES = [
    ("ja", "次の日に届いた！|本当？|はい。"),
    ("ja", "本当ですか！？|すごい！！|ありがとう……。|また来ます。"),
    ("ja", "彼は「返金します。」と言った。|次の日に届いた。"),
    ("ja", "「返金します。」|担当者はそう言った。"),
    ("ja", "彼は『送ります。明日です。』と書いた。|ありがとう。"),
    ("ja", "「えっ？」と思った。|「はい。」|「どうぞ。」"),
    ("ja", "三ドルでした。|（税込みです。）|安いですね。"),
    ("ja", "値段は（税込みです。）安い。|また（笑）買います。"),
    ("ja", "すごい！（笑）|また買います。（＾＾）|次。"),
    ("ja", "メールには「返金した。ご確認を。」とあった。|「はい」。|「えー！」|「本当？」"),
    ("ja", "値段は3.5ドルで、３．５割引です。|A社だ。|2回です。"),
    ("ja", "1. 電話する。|2. 待つ。"),
    ("ja", "１．電話する。|２．待つ。"),
    ("ja", "Dr. Smithが来た。|Amazon.comで買った。"),
    ("zh", "他说：“我们会退款。”|第二天就到了。|真快！|是吗？"),
    ("zh", "他说“好”。|Dr. Lee很好。|他问：“真的吗？”|我说：“是。”"),
    ("zh", "“好的。”，他说。|（很晚了。）|我们走了。"),
    ("zh", "他说「好。走吧。」|就走了。|《书名。》|很好。"),
    ("zh", "价格是3.5元，网址是example.com。|真的吗?|我不信!|好。"),
    ("ko", "환불을 받았습니다.|정말 빨랐어요!|“정말요?”라고 물었다.|값은 3.5달러였다."),
    ("ko", '"네."라고 말했다.|(늦었다.)|우리는 갔다.'),
    ("ar", "هل وصل الطلب؟|نعم، وصل.|شكرا جزيلا!|دفع 3.5 دولار."),
    ("ar", "د. أحمد اتصل.|(تأخر.)|قال: «سنعيد المال.»|ثم ذهب."),
    ("hi", "क्या पैसा मिला?|हाँ, मिला।|बहुत अच्छा!|“ठीक है।”|उसने कहा।"),
    ("hi", "डॉ. शर्मा आए।|रु. 3.50 लगे।|(देर हुई।)|हम गए॥"),
    ("th", "ได้รับเงินคืนแล้วครับ 3.5 บาท"),
    ("de", "Dr. Müller schrieb am 3. Mai.|„Das geht. Sofort.“|Es kam z. B. ein Scheck."),
    ("de", "„Geht das?“, fragte er.|(Es war spät.)|Es kostete 1.000,50 Euro.|Und dann…|Nichts."),
    ("de", "1. Rufen Sie an.|2. Warten Sie."),
    ("de", "Sie saß im 3. Stock.|»Nein«, sagte er.|›Ja.‹|‚Gut.‘|Dann ging er."),
    ("fr", "M. Dupont et J. Martin sont là.|« Vraiment ? » dit-il.|Oui !|Mme. Lund aussi."),
    ("en", "Mr. J. Smith paid $3.50, e.g. by card.|“Really?” he asked.|What?!|No!!"),
    ("en", "(It was late.)|We left.|[See p. 5.]|He left (it was late).|(He sat. She stood.)|Done."),
    ("en", 'And then…|We left.|And then… nothing.|"Well… Then yes."|He left.'),
    ("en", "1. Call them.|2. Wait until 5 p.m.|3. Write."),
    ("en", "- Call them.|Then wait."),
    ("en", "See http://a.example/b?c=d!e for more.|Yes :)"),
]


@pytest.mark.parametrize(("language", "parted"), IN_LANGUAGES)
def test_sentences_of_many_languages(language: str, parted: str) -> None:
    expected = parted.split("|")
    blank = "" if language in ("ja", "zh") else " "
    assert sentences(blank.join(expected), language=language) == expected


@pytest.mark.parametrize(("language", "parted"), IN_LANGUAGES)
def test_the_script_tells_the_language_where_it_is_another(language: str, parted: str) -> None:
    if language in ("de", "fr"):
        return
    expected = parted.split("|")
    blank = "" if language in ("ja", "zh") else " "
    text = blank.join(expected)
    assert sentences(text, language="hi" if language == "en" else "en") == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("They paid.", "fr", "fr"),
        ("They paid.", "ja", "en"),
        ("“Они” заплатили.", "en", "ru"),
        ("Вони заплатили.", "uk", "uk"),
        ("رقم مل گئی۔", "ur", "ur"),
        ("رقم مل گئی۔", "de", "ar"),
        ("पैसे मिळाले.", "mr", "mr"),
        ("退款了。", "ja", "ja"),
        ("退款了。", "en", "zh"),
        ("返金された。", "zh", "ja"),
        ("Amazonの返金", "en", "ja"),
        ("The shop 東京 wrote back at once.", "en", "en"),
        ("123 …", "ja", "ja"),
    ],
)
def test_the_language_that_a_script_tells(text: str, language: str, expected: str) -> None:
    assert language_of(text, 0, len(text), language) == expected


def test_each_block_is_read_in_its_own_script() -> None:
    reading = made("返金は翌日でした。親切だった！", "Dr. Lund wrote. He paid.", "Да. Нет.")
    found = [reading.text[start:end] for start, end in reading.sentences]
    assert found == [
        "返金は翌日でした。",
        "親切だった！",
        "Dr. Lund wrote.",
        "He paid.",
        "Да.",
        "Нет.",
    ]


def test_a_joiner_after_a_full_stop_leaves_no_blank_at_an_end() -> None:
    assert sentences("あ。\u200c <") == ["あ。\u200c", "<"]


@pytest.mark.parametrize(
    "many", ["(a.) ", "「あ。", "『", "“A… B ", "1. ", "… A", "[(", "。", '"a… B" ']
)
def test_many_signs_are_read_fast(many: str) -> None:
    text = many * (20_000 // len(many))
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())
