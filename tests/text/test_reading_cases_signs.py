"""The shared cases of odd signs, and of words that stand apart in the source."""

from __future__ import annotations

import re

from casebook import HEADER, Read, both, styled, texts

from csreader.text.clusters import cluster_starts
from csreader.text.model import BlockKind
from csreader.text.reader import read_text


@both
def test_30_square_brackets_are_text(given: bool, read: Read) -> None:
    own = (
        "---\ntitle: '[/desk] re: [i and [blue]'\ntags: ['[/y]']\n---\n## On [[/that]]\n\n"
        "[@click=app.bell]y[/] See [2] and b[1], then [/] and [italic].\n\n- [ ] one\n- [x] two\n"
    )
    post = read("30-markup-brackets", "br.md", own)
    assert post.title == ("[/shop] reply [b and [red]" if given else "[/desk] re: [i and [blue]")
    assert texts(post.reading) == (
        [
            "Heading [[/test.md]]",
            "[@click=app.quit]x[/] They quoted [1] and a[0], then [/] and [bold].",
            "[ ] todo",
            "[x] done",
        ]
        if given
        else [
            "On [[/that]]",
            "[@click=app.bell]y[/] See [2] and b[1], then [/] and [italic].",
            "[ ] one",
            "[x] two",
        ]
    )
    assert post.reading.spans == ()


@both
def test_31_controls_become_marks(given: bool, read: Read) -> None:
    own = (
        '---\ntitle: "Kind\\e]0;X\\a words \\x9b1m"\n---\nA \x1b]52;c;eA==\x07 b\x1b[2J.\n\n'
        "C1 \x9b31m \x9d0;x\x9c. B\x08\x08. N\x00ul. F\x0cf.\n\n"
        "`c \x1b[31m` [l](http://e.example/\x1b[0m) ![alt \x07](x.png)\n\n"
        "<div>h &#27;[31m \x1b]8;;http://e.example\x1b\\k\x1b]8;;\x1b\\</div>\n\n"
        "\x1bPq\x1b\\ end \x1b"
    )
    post = read("31-terminal-escape-injection", "esc.md", own)
    reading = post.reading
    labels = [text for each in reading.decorations for text in (each.label, each.target)]
    links = [span.style.link for span in reading.spans]
    assert "".join(links)
    for painted in (post.title, reading.text, *labels, *links):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", painted)
    assert reading.text.startswith(
        "Before \ufffd]52;c;cm0gLXJm\ufffd mid \ufffd[2J"
        if given
        else "A \ufffd]52;c;eA==\ufffd b\ufffd[2J."
    )
    assert (
        "Back\ufffd\ufffd\ufffdspaces" if given else "B\ufffd\ufffd. N\ufffdul. F\ufffdf."
    ) in reading.text
    assert ("html \ufffd[31m" if given else "h \ufffd[31m") in reading.text


@both
def test_33_clusters_and_code_points(given: bool, read: Read) -> None:
    own = (
        f"{HEADER}本は三日で着きました。ありがとう。\n\n"
        "So *👨‍👩‍👧*👩🏿‍🔧☎️🇫🇮🇸🇪 n̈ 한글 Ａ **🇫**🇮.\n\n"
        "| 一 | 二 |\n|--|--|\n| 👩‍🔧 | ☎️ |\n"
    )
    reading = read("33-cell-widths", "w.md", own).reading
    parts = texts(reading)
    if given:
        assert parts[0].startswith("返金は翌日に届きました。")
        assert parts[2] == "列\t値\n👩‍🚀\t❤️"
    else:
        assert parts == [
            "本は三日で着きました。ありがとう。",
            "So 👨‍👩‍👧👩🏿‍🔧☎️🇫🇮🇸🇪 n̈ 한글 Ａ 🇫🇮.",
            "一\t二\n👩‍🔧\t☎️",
        ]
    starts = {*cluster_starts(reading.text, 0, len(reading.text)), len(reading.text)}
    edges = {edge for span in reading.spans for edge in (span.start, span.end)}
    edges |= {edge for pair in reading.sentences for edge in pair}
    assert edges <= starts
    assert len(edges) > 4


@both
def test_38_a_scraped_page_is_its_characters(given: bool, read: Read) -> None:
    own = (
        "Friday, July 9, 2010\n\nMy bread shop\n\n"
        "Photo by nobodyIt was good.  So good.  2 * 3 * 4, and __main__.\n\n#2 in town\n\n"
        "  1. Yes!\n\n  2. I <3 it\n\n        • far in\n\nJoin our list\n\n\n\n"
    )
    post = read("38-plain-text-scrape", "scrape.txt", own)
    assert post.reading.text == post.path.read_text(encoding="utf-8").rstrip("\n")
    assert {block.kind for block in post.reading.blocks} == {BlockKind.PARAGRAPH}
    assert post.reading.spans == post.reading.decorations == ()
    assert post.title == ("My phone shop" if given else "My bread shop")
    assert post.date == ("2008-03-04" if given else "2010-07-09")


@both
def test_39_active_html_is_no_prose(given: bool, read: Read) -> None:
    own = (
        f'{HEADER}<p>One.</p><script>alert("a < b")</script><style>p{{color: red}}</style>'
        '<a href="javascript:void(0)">push</a><iframe src="https://film.example/2"></iframe>'
        '<script src="loader.js"></script><noscript>Bare words</noscript><form>Ask</form>'
        '<p onclick="y()">Two.</p>'
    )
    reading = read("39-script-style-iframe", "s.html", own).reading
    assert reading.text == (
        "Start.\n\npressPlain words\n\nEnd." if given else "One.\n\npushBare words\n\nAsk\n\nTwo."
    )
    (frame,) = reading.decorations
    assert frame.target == ("https://video.example/1" if given else "https://film.example/2")
    assert frame.target in frame.label
    assert reading.spans == ()


@both
def test_43_offsets_behind_astral_characters(given: bool, read: Read) -> None:
    own = f"{HEADER}🎻 We *thank* you. 👨‍🍳 We thank you again.\n\nIt came. We thank you.\n"
    reading = read("43-offsets-astral", "a.md", own).reading
    word = "sorry" if given else "thank"
    places = [match.start() for match in re.finditer(word, reading.text)]
    assert places == ([12, 33, 74] if given else [5, 23, 53])
    last = reading.sentences[-1]
    assert reading.text[slice(*last)] == ("They said sorry." if given else "We thank you.")


@both
def test_48_words_that_stand_apart_in_the_source(given: bool, read: Read) -> None:
    own = (
        f'{HEADER}They wrote: it **was** [ours](http://e.example){{:target="_blank"}} &amp; is '
        "![](y.png) paid.\n"
    )
    post = read("48-quote-across-markup", "m.md", own)
    text = "They wrote: we did pay & closed it." if given else "They wrote: it was ours & is paid."
    assert post.reading.text == text
    assert post.reading.line_at(text.index("&")) == (6 if given else 4)
    assert styled(post.reading, "did" if given else "was") == {"strong"}
    assert read_text(post.body.replace("**", ""), post.format).text == text
