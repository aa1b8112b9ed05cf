"""The shared cases of Markdown and HTML, each on the given input and on one of our own."""

from __future__ import annotations

import re

from casebook import HEADER, Read, both, depths, styled, texts

from csreader.text.model import BlockKind


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
    own = (
        f"{HEADER}<div>\n\t<p>One.</p>\n\n\t\t<p>Two.</p>\n\n"
        "\t\t<div>It <em>is</em> so.</div>\n</div>\n"
    )
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
        '{% include clip.html id="z" %}\n\n'
        "Go [there]({{ site.url }}/c d) or {{ page.date | at }}.\n\n"
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
        f"{HEADER}Tea &amp; toast &ndash; &euro;3 &#8220;hot&#x201d;\n\n"
        "c  \nd\n\nc\\\nd\n\nc<br>d\n\n"
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
    own = (
        f"{HEADER}> they said\n>\n> > I had said\n> > and more\n>\n> my answer\n\n"
        ">> far down\nlazy\n\nend\n"
    )
    reading = read("28-nested-quotes", "q.md", own).reading
    assert depths(reading) == [1, 2, 1, 2, 0]
    assert texts(reading) == (
        ["agent wrote", "I wrote first second line", "reply of mine", "deep lazy line", "out"]
        if given
        else ["they said", "I had said and more", "my answer", "far down lazy", "end"]
    )
    outer = [block.containers[0].id for block in reading.blocks if block.containers]
    assert outer[0] == outer[1] == outer[2] != outer[3]
