"""The shared cases that concern reading, each on the given input and on one of our own."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from support import shared_case

from csreader.collection import Collection, Post
from csreader.text.clusters import cluster_starts
from csreader.text.model import BlockKind, ReadingText
from csreader.text.reader import read_text

Read = Callable[[str, str, str], Post]

both = pytest.mark.parametrize("given", [True, False], ids=["given", "own"])
HEADER = "---\ntitle: A case of ours\n---\n"


@pytest.fixture
def read(given: bool, tmp_path: Path) -> Read:
    """Reads a case's file, or a text of our own in a file of that name."""

    def read(case: str, name: str, own: str) -> Post:
        path = tmp_path / name
        if given:
            path.write_bytes((shared_case(case) / name).read_bytes())
        else:
            path.write_bytes(own.encode())
        post = Collection.open(path).named
        assert post is not None
        return post

    return read


def texts(reading: ReadingText) -> list[str]:
    return [reading.text[block.start : block.end] for block in reading.blocks]


def styled(reading: ReadingText, words: str) -> set[str]:
    """The styles of the span that covers just these words."""
    start = reading.text.index(words)
    (span,) = (s for s in reading.spans if (s.start, s.end) == (start, start + len(words)))
    return {name for name in span.style.__slots__ if getattr(span.style, name)}


def depths(reading: ReadingText) -> list[int]:
    return [sum(c.kind == "quote" for c in block.containers) for block in reading.blocks]


@both
def test_22_a_story_in_raw_html(given: bool, read: Read) -> None:
    own = (
        f'{HEADER}<div class="top" style="margin: 2em">\n\tThe pan was <b>bent</b>.&nbsp;\n</div>\n'
        "<div>\n\t<br />\n</div>\n"
        '<blockquote class="indent" style="margin: 0 0 0 30px">\n\t<i>Dear you,\n\t\t<br />\n\t\t'
        '<br />\n\t\tSorry. Read <a href="http://e.example/" title="T">this page</a>.</i>\n'
        '</blockquote>\n\n<i><span style="font-style: normal;">At noon:</span></i>\n'
        "<div>\n\t<div>\n<p>\n\tA new pan.\n</p>\n\t</div>\n</div>\n<!--break-->\n"
    )
    reading = read("22-html-block-swallowed", "mt.markdown", own).reading
    assert texts(reading) == (
        [
            "My order was lost.",
            "Hello,",
            "We are sorry. See our page.",
            "Two hours later:",
            "Put customers first.",
        ]
        if given
        else ["The pan was bent.", "Dear you,", "Sorry. Read this page.", "At noon:", "A new pan."]
    )
    assert depths(reading) == [0, 1, 1, 0, 0]
    assert styled(reading, "lost" if given else "bent") == {"strong"}
    assert styled(reading, "our page" if given else "this page") == {"emphasis", "link"}
    later = reading.text.index("Two hours" if given else "At noon")
    assert not any(span.start <= later < span.end for span in reading.spans)


@both
def test_23_indented_html_is_no_code(given: bool, read: Read) -> None:
    own = f"{HEADER}<div>\n\t<p>One.</p>\n\n\t\t<p>Two.</p>\n\n\t\t<div>It <em>is</em> so.</div>\n</div>\n"
    reading = read("23-html-indent-becomes-code", "indent.md", own).reading
    told = (
        ["Before.", "They called me.", "They wrote too."]
        if given
        else ["One.", "Two.", "It is so."]
    )
    assert texts(reading) == told
    assert {block.kind for block in reading.blocks} == {BlockKind.PARAGRAPH}
    assert [block.line for block in reading.blocks] == ([7, 9, 11] if given else [5, 7, 9])


@both
def test_25_attribute_lists(given: bool, read: Read) -> None:
    own = (
        f"{HEADER}* Contents\n{{:toc}}\n\n## Head\n{{: .no_toc}}\n\n"
        '![](/assets/2019/shot.png){: .image-border}\n\nSee [it](http://e.example){:target="_blank"}'
        ' and *so*{: .x #y}.\n\n> Said.\n{: .lead title="x}y"}\n\n{:ref-a: .warn}\n\n'
        "Kept `{: .x}` in code.\n\n1. {:.first} one\n2. two\n"
    )
    reading = read("25-kramdown-ial", "ial.md", own).reading
    hidden = ("_blank", ".image-border", "no_toc", "ref-a", "TOC", "Contents", ".first", "title")
    assert not [word for word in hidden if word in reading.text]
    assert reading.text.count("{:") == 1
    assert styled(reading, "{: .x}") == {"code"}
    (image,) = reading.decorations
    assert image.label == "[image: shot.png]"
    assert "shot" not in reading.text
    items = [block for block in reading.blocks if block.kind is BlockKind.ITEM]
    assert [
        (block.containers[-1].marker, reading.text[block.start : block.end]) for block in items
    ] == [
        ("1.", "one"),
        ("2.", "two"),
    ]
    assert styled(reading, "kind" if given else "so") == {"emphasis"}


@both
def test_26_liquid(given: bool, read: Read) -> None:
    own = (
        f'{HEADER}First.\n\n{{% highlight js %}}\nlet x = "<i>&lt;</i>"\n{{% endhighlight %}}\n\n'
        '{% include clip.html id="z" %}\n\nGo [there]({{ site.url }}/c d) or {{ page.date | at }}.\n\n'
        "{% raw %}Use {{ word }} so.{% endraw %}\n\nOpen {{ here.\n"
    )
    reading = read("26-liquid-tags", "liquid.md", own).reading
    code = [t for t, b in zip(texts(reading), reading.blocks, strict=True) if b.kind == "code"]
    assert code == ['puts "<b>&amp;</b>"' if given else 'let x = "<i>&lt;</i>"']
    assert not re.search(r"highlight|include|page\.|raw|\{%|%\}", reading.text)
    raw = "Use {{ name }} here." if given else "Use {{ word }} so."
    assert raw in texts(reading)
    assert texts(reading)[-1] == ("Unclosed {{ here." if given else "Open {{ here.")
    (link,) = (span for span in reading.spans if span.style.link)
    assert link.style.link == ("{{ site.url }}/a b" if given else "{{ site.url }}/c d")
    assert reading.text[link.start : link.end] == ("home" if given else "there")


@both
def test_27_breaks_and_entities(given: bool, read: Read) -> None:
    own = (
        f"{HEADER}Tea &amp; toast &ndash; &euro;3 &#8220;hot&#x201d;\n\nc  \nd\n\nc\\\nd\n\nc<br>d\n\n"
        "c<br/>d\n\nIn `&reg; &lt;` or &amp;gt; so.&nbsp;Done\n"
    )
    first, *broken, last = texts(read("27-br-nbsp-entities", "ent.md", own).reading)
    assert first == ("Fish & chips — £20 ’ok’" if given else "Tea & toast – €3 “hot”")
    assert broken == ["a\nb" if given else "c\nd"] * 4
    assert last == (
        "Code &copy; &amp; and &lt; here. End" if given else "In &reg; &lt; or &gt; so. Done"
    )


@both
def test_28_quotations_in_quotations(given: bool, read: Read) -> None:
    own = f"{HEADER}> they said\n>\n> > I had said\n> > and more\n>\n> my answer\n\n>> far down\nlazy\n\nend\n"
    reading = read("28-nested-quotes", "q.md", own).reading
    assert depths(reading) == [1, 2, 1, 2, 0]
    assert texts(reading) == (
        ["agent wrote", "I wrote first second line", "reply of mine", "deep lazy line", "out"]
        if given
        else ["they said", "I had said and more", "my answer", "far down lazy", "end"]
    )
    outer = [block.containers[0].id for block in reading.blocks if block.containers]
    assert outer[0] == outer[1] == outer[2] != outer[3]


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
        "<div>h &#27;[31m \x1b]8;;http://e.example\x1b\\k\x1b]8;;\x1b\\</div>\n\n\x1bPq\x1b\\ end \x1b"
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
    own = f"{HEADER}本は三日で着きました。ありがとう。\n\nSo *👨‍👩‍👧*👩🏿‍🔧☎️🇫🇮🇸🇪 n̈ 한글 Ａ **🇫**🇮.\n\n| 一 | 二 |\n|--|--|\n| 👩‍🔧 | ☎️ |\n"
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
        "Friday, July 9, 2010\n\nMy bread shop\n\nPhoto by nobodyIt was good.  So good.  2 * 3 * 4, and "
        "__main__.\n\n#2 in town\n\n  1. Yes!\n\n  2. I <3 it\n\n        • far in\n\nJoin our list\n\n\n\n"
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
    assert places == ([12, 33, 70] if given else [5, 25, 55])
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
