"""Cases of reading as `list`, `show` and `check` print them, given and of our own."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from casebook import both
from commands import copy_case, run, run_json, write_posts
from rich.cells import cell_len


def shown(path: Path, *options: str, columns: int = 80) -> str:
    return run("show", path, *options, env={"COLUMNS": str(columns)}).output


def case(given: bool, name: str, target: Path, **own: str | bytes) -> Path:
    """The given folder's copy, or a folder of our own files."""
    if given:
        folder = copy_case(name, target)
        (folder / "expect.md").unlink()
        return folder
    return write_posts(target, **own)


STORY = "---\nlayout: post\ntitle: {}\ndate: 2014-03-02 09:30:00 +0200\n---\n"


@both
def test_01_a_byte_order_mark_shows_nowhere(given: bool, tmp_path: Path) -> None:
    story = STORY.format("A fan by return") + "The **new** one came.\n"
    own = {"bom__md": "\ufeff" + story, "nobom__md": story}
    folder = case(given, "01-bom-front-matter", tmp_path, **own)
    title = "A kettle that came back" if given else "A fan by return"
    assert {post["title"] for post in run_json("list", folder, "--json")} == {title}
    marked, plain = (shown(folder / name) for name in ("bom.md", "nobom.md"))
    assert marked == plain
    assert not {"layout", "\ufeff"} & {*marked.split(), *marked}
    run("check", folder, code=0)
    ends = [
        [
            (one["start"], one["end"])
            for one in [run_json("tag", folder / name, "--tag", "a", "--quote", "new", "--json")]
        ]
        for name in ("bom.md", "nobom.md")
    ]
    assert ends[0] == ends[1]


@both
def test_02_line_ends_make_no_difference(given: bool, tmp_path: Path) -> None:
    lines = [*STORY.format("Late").splitlines(), "One.", "", "Two.", ""]
    own = {
        "lf__md": "\n".join(lines),
        "crlf__md": "\r\n".join(lines),
        "cr__md": "\r".join(lines),
        "mixed__md": "\n".join(lines[:5]) + "\n" + "\r\n".join(lines[5:]),
    }
    folder = case(given, "02-crlf-and-mixed-eol", tmp_path, **own)
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    outputs = {shown(folder / name, "--text") for name in before}
    assert len(outputs) == 1
    assert "\r" not in outputs.pop()
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


@both
@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/Los_Angeles"])
def test_10_dates_sort_and_stay(given: bool, tmp_path: Path, zone: str) -> None:
    dates = {
        "a": "'2010-05-11 23:18:55 -0500'",
        "b": "2010-05-09",
        "c": "2010-05-12 08:00:00 -05:00",
        "d": "2010-05-13 10:00:00",
        "e": "2010-05-10 10:00:00 EST",
    }
    own = {f"{n}__md": f"---\ntitle: {n}\ndate: {d}\n---\nx\n" for n, d in dates.items()}
    own["2009-01-02-f__md"] = "---\ntitle: f\n---\nx\n"
    folder = case(given, "10-mixed-date-types", tmp_path, **own)
    posts = run_json("list", folder, "--json")
    assert [post["title"] for post in posts] == ["f", "b", "e", "a", "c", "d"]
    assert posts[3]["date"] == "2010-05-11"
    assert run("list", folder, env={"TZ": zone}).output == run("list", folder).output
    told = run_json("check", folder, "--json", code=1)
    assert [(one["path"], one["line"]) for one in told] == [("e.md", 3)]


@both
def test_14_tags_of_objects_build_nothing(given: bool, tmp_path: Path) -> None:
    trap = Path("/tmp/csreader-pwned") if given else tmp_path / "trap"
    own = {
        "bang__md": "---\ntitle: ! 'Attention: a title'\n---\nText.\n",
        "ruby__md": "---\ntitle: Imported\nauthor: !ruby/object:Desk\n  a: b\n---\nText.\n",
        "python__md": "---\ntitle: Evil\n"
        f"x: !!python/object/apply:os.mkdir ['{trap}']\n---\nText.\n",
    }
    folder = case(given, "14-yaml-object-tags", tmp_path, **own)
    titles = [post["title"] for post in run_json("list", folder, "--json")]
    assert sorted(titles) == ["Attention: a title", "Evil", "Imported"]
    assert len(run_json("check", folder, "--json", code=1)) == 2
    assert not trap.exists()


@both
def test_17_empty_files(given: bool, tmp_path: Path) -> None:
    own = {
        "zero__md": "",
        "space__md": " \n\t\n",
        "fences__md": "---\n---\n",
        "onefence__md": "---",
        "header__md": "---\ntitle: Header only\n---\n",
    }
    folder = case(given, "17-empty-files", tmp_path, **own)
    posts = run_json("list", folder, "--json", "--words")
    assert len(posts) == 5
    assert {post["words"] for post in posts} == {0}
    for post in posts:
        assert not shown(folder / post["id"], "--text").strip()
        run("tag", folder / post["id"], "--tag", "a", "--start", "0", "--end", "0", code=2)
    run("check", folder, code=0)
    assert not any("annotations" in file.name for file in folder.iterdir())


@both
def test_19_a_brace_first(given: bool, tmp_path: Path) -> None:
    own = {
        "brace__txt": "{\nbot joined the room\n}\nGood morning!\n",
        "toml__md": '+++\ntitle = "Hugo style"\n+++\nText.\n',
    }
    folder = case(given, "19-brace-first-line", tmp_path, **own)
    source = (folder / "brace.txt").read_text(encoding="utf-8")
    assert shown(folder / "brace.txt", "--text").strip() == source.strip()
    assert "Hugo style" in run("list", folder).output
    run("check", folder, code=0)


@both
def test_21_an_excerpt_shows_once_and_a_quote_is_the_bodys(given: bool, tmp_path: Path) -> None:
    own = (
        '---\ntitle: Desk notes\nexcerpt: "<div>\\r\\n\\tThey <b>did</b> call\n  back.&nbsp;'
        '\\r\\n</div>\\r\\n"\n---\n<div>\n\tThey <b>did</b> call back.&nbsp;\n</div>\n'
    )
    folder = case(given, "21-excerpt-copy-of-body", tmp_path, mt__markdown=own)
    (file,) = folder.glob("*.markdown")
    assert shown(file, "--text") == "They did call back.\n"
    marked = run_json("tag", file, "--tag", "a", "--quote", "did call", "--json")
    assert (marked["start"], marked["end"]) == (5, 13)
    assert "<" not in run("list", folder).output


@both
def test_22_a_story_in_raw_html_shows_whole(given: bool, tmp_path: Path) -> None:
    own = STORY.format("Raw") + (
        '<div style="margin: 1em">\n\tMy order was <b>lost</b>.&nbsp;\n</div>\n'
        '<blockquote class="webkit-indent">\n\t<i>Hello,<br />\n<br />\n'
        'We are sorry. See <a href="http://x.org" title="Help">our page</a>.</i>\n</blockquote>\n'
        "<i>Two hours later:</i>\n<div><div>\n<p>\n\tPut customers first.\n</p></div></div>\n"
        "<!--break-->\n"
    )
    file = case(given, "22-html-block-swallowed", tmp_path, mt__markdown=own) / "mt.markdown"
    text = shown(file, "--text")
    for words in ("My order was lost.", "Hello,", "We are sorry. See our page.", "Two hours later:",
                  "Put customers first."):  # fmt: skip
        assert words in text
    assert not any(tag in shown(file) for tag in ("<", "webkit", "margin"))


@both
def test_23_indented_html_shows_as_prose(given: bool, tmp_path: Path) -> None:
    own = (
        STORY.format("Indent") + "<div>\n\t<p>Before.</p>\n\n\t\t<p>They called me.</p>\n\n"
        "\t\t<div>They <em>wrote</em> too.</div>\n</div>\n"
    )
    file = case(given, "23-html-indent-becomes-code", tmp_path, indent__md=own) / "indent.md"
    assert shown(file, "--text").split("\n\n") == [
        "Before.",
        "They called me.",
        "They wrote too.\n",
    ]
    kinds = {block["kind"] for block in run_json("show", file, "--json")["blocks"]}
    assert kinds == {"paragraph"}


@both
def test_25_and_26_marks_of_kramdown_and_liquid_show_nowhere(given: bool, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    ial = (
        STORY.format("IAL")
        + "* TOC\n{:toc}\n\n## Head\n{: .no_toc}\n\n![](/a/shot.png){: .image-border}\n\nThat is"
        ' [policy](https://x.org){:target="_blank"}.\n\nKept `{: .x}` in code.\n'
    )
    liquid = (
        STORY.format("Liquid")
        + 'Intro.\n\n{% highlight ruby %}\nputs "<b>&amp;</b>"\n{% endhighlight %}\n\n'
        "{% include video.html %}\n\nSee [home]({{ site.url }}/a b).\n\n"
        "{% raw %}Use {{ name }} here.{% endraw %}\n\nUnclosed {{ here.\n"
    )
    one = shown(case(given, "25-kramdown-ial", tmp_path / "a", ial__md=ial) / "ial.md")
    assert not any(word in one for word in ("_blank", "image-border", "no_toc", "ref-a", "TOC\n"))
    assert "{: .x}" in one
    assert "shot.png" in one
    two = shown(case(given, "26-liquid-tags", tmp_path / "b", liquid__md=liquid) / "liquid.md")
    assert not any(word in two for word in ("highlight", "{%"))
    for words in ('puts "<b>&amp;</b>"', "Use {{ name }} here.", "Unclosed {{ here.", "home"):
        assert words in two


@both
def test_27_breaks_and_entities(given: bool, tmp_path: Path) -> None:
    own = STORY.format('"Fish &amp; chips"') + (
        "Fish &amp; chips &mdash; &pound;20 &#8217;ok&#x2019;\n\na  \nb\n\na\\\nb\n\na<br>b\n\n"
        "a<br/>b\n\nCode `&copy; &amp;` and &amp;lt; here.&nbsp;End\n"
    )
    file = case(given, "27-br-nbsp-entities", tmp_path, ent__md=own) / "ent.md"
    assert shown(file, "--text") == (
        "Fish & chips — £20 ’ok’\n\na\nb\n\na\nb\n\na\nb\n\na\nb\n\n"
        "Code &copy; &amp; and &lt; here. End\n"
    )


@both
def test_28_quotations_show_their_depth(given: bool, tmp_path: Path) -> None:
    own = STORY.format("Quotes") + (
        "> agent wrote\n>\n> > I wrote first\n> > second line\n>\n> reply of mine\n\n"
        ">> deep\nlazy line\n\nout\n"
    )
    file = case(given, "28-nested-quotes", tmp_path, q__md=own) / "q.md"
    lines = shown(file).splitlines()
    places = {
        words: next(line.index(words) for line in lines if words in line)
        for words in ("agent wrote", "I wrote first", "reply of mine", "deep", "out")
    }
    assert places["out"] < places["agent wrote"] == places["reply of mine"]
    assert places["agent wrote"] < places["I wrote first"] == places["deep"]
    assert ">" not in shown(file, "--text")


@both
def test_34_long_lines_and_huge_files(given: bool, tmp_path: Path) -> None:
    own = {
        "longline__txt": "word " * 30_000 + "\n" + "x" * 150_000 + "\n",
        "big__md": STORY.format("Big") + "A paragraph of a few words.\n\n" * 56_000,
    }
    folder = case(given, "34-long-line-and-huge-file", tmp_path, **own)
    started = time.process_time()
    long = shown(folder / "longline.txt", columns=60)
    assert len(shown(folder / "big.md")) > 1_000_000
    assert run_json("list", folder, "--json")
    # A machine that is busy takes its time, but not many times this.
    assert time.process_time() - started < 30
    assert max(map(cell_len, long.splitlines())) <= 60
    source = (folder / "longline.txt").read_text(encoding="utf-8")
    assert "".join(source.split()) in "".join(long.split())


def test_34_many_posts(tmp_path: Path) -> None:
    for number in range(5000):
        (tmp_path / f"p{number}.md").write_text(f"---\ntitle: s{number}\n---\nbody\n")
    started = time.process_time()
    assert len(run_json("list", tmp_path, "--json")) == 5000
    assert time.process_time() - started < 20


@both
def test_38_a_scraped_page_shows_its_characters(given: bool, tmp_path: Path) -> None:
    own = (
        "Tuesday, March 4, 2008\n\nMy phone shop\n\nThey were kind.  5 * 3 * 2 is 30 and __init__"
        " is a name.\n\n#1 in service\n\n  1. Nice!\n\n  2. I agree <3\n\n        • indented\n"
    )
    folder = case(given, "38-plain-text-scrape", tmp_path, scrape__txt=own)
    source = (folder / "scrape.txt").read_text(encoding="utf-8")
    text = shown(folder / "scrape.txt", "--text")
    assert [line for line in text.splitlines() if line] == [
        line.rstrip() for line in source.splitlines() if line.strip()
    ]
    (post,) = run_json("list", folder, "--json")
    assert (post["title"], post["date"]) == ("My phone shop", "2008-03-04")


@both
def test_39_active_html_shows_nowhere(given: bool, tmp_path: Path) -> None:
    own = (
        STORY.format("Active")
        + '<p>Start.</p><script src="loader.js">alert("x")</script><style>p{color: red}</style>'
        '<a href="javascript:alert(1)">press</a><iframe src="https://video.example/1"></iframe>'
        '<noscript>Plain words</noscript><p onclick="x()">End.</p>'
    )
    file = case(given, "39-script-style-iframe", tmp_path, s__html=own) / "s.html"
    painted = shown(file)
    assert not any(word in painted for word in ("alert", "color: red", "loader.js", "onclick"))
    for words in ("Start.", "press", "Plain words", "End."):
        assert words in painted
