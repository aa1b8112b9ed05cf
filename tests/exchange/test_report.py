"""The report: what stands in it, that nothing else does, and that it can be read by all."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_snapshots import AWKWARD, EXPORTED, colors, orphaned, placed, post, snapshots, written
from selectolax.lexbor import LexborHTMLParser, LexborNode

from csreader.annotations import State, Tag
from csreader.annotations.tags.codebook import PALETTE
from csreader.exchange.interface import Options
from csreader.exchange.report import colors as scheme
from csreader.exchange.report.colors import contrast, line_color, tint
from csreader.exchange.report.page import HTML
from csreader.exchange.snapshot import PostSnapshot, Snapshot
from csreader.text.characters import replace_controls
from csreader.text.model import Block, BlockKind, Format, ReadingText, Span, Style
from csreader.text.reader import read_text

_RICH = """# The lamp

It came **broken**, and `so` did the [next](https://e.test/?a=1&b=2) one. ![a lamp](l.png)

> They said *sorry*.
>
> > Twice.

- one
- two

  second paragraph

    1. inner
    2. more
- three

3. third
4. fourth

### Deep

    code <b>
      indented

| a | b |
|---|--:|
| c | d |

Term
: Definition

---

<script>alert(1)</script><p onclick="alert(2)">raw & <i>end</i></p>
[bad](javascript:alert(3))
"""


def _page(snapshot: Snapshot, **options: bool) -> str:
    return written(HTML, snapshot, Options(**options)).decode("utf-8")


def _read(markdown: str) -> ReadingText:
    return read_text(markdown, Format.MARKDOWN)


def _marked(reading: ReadingText, *marks: object, **more: object) -> PostSnapshot:
    return post("a.md", reading.text, *marks, reading=reading, **more)  # type: ignore[arg-type]


def _at(reading: ReadingText, words: str, identity: str, *tags: str, **more: object):
    start = reading.text.index(words)
    return placed(reading.text, start, start + len(words), identity, tags, **more)


def _bare(words: str) -> str:
    return "".join(words.split())


def _shown(node: LexborNode) -> str:
    """What a node shows of the post's own text, without white space."""
    copied = LexborHTMLParser(node.html or "").body
    assert copied is not None
    for added in copied.css(".ref, .marker, .decoration"):
        added.decompose()
    return _bare(copied.text())


def _bodies(page: str) -> list[LexborNode]:
    return LexborHTMLParser(page).css("article .body")


def _marks_of(body: LexborNode, number: int) -> str:
    pieces = [
        one for one in body.css("mark") if str(number) in one.attributes["data-marks"].split()
    ]
    return _bare("".join(one.text() for one in pieces))


def test_the_whole_text_is_shown_with_its_blocks() -> None:
    reading = _read(_RICH)
    page = _page(Snapshot(EXPORTED, (), (_marked(reading, _at(reading, "broken", "1", "a")),)))
    (body,) = _bodies(page)
    assert _shown(body) == _bare(reading.text)
    assert [one.text() for one in body.css("h4, h5, h6")] == ["The lamp", "Deep"]
    assert body.css_first("blockquote blockquote p").text() == "Twice."
    assert [_shown(one) for one in body.css(".body > ul > li")] == [
        "one", "twosecondparagraphinnermore", "three",
    ]  # fmt: skip
    assert [one.text() for one in body.css("li ol .marker")] == ["1. ", "2. "]
    assert [_shown(one) for one in body.css(".body > ol > li")] == ["third", "fourth"]
    assert body.css_first("pre code").text() == "code <b>\n  indented"
    assert [one.text() for one in body.css("table th")] == ["a", "b"]
    assert body.css_first("table td.right").text() == "d"
    assert body.css_first("p.term").text() == "Term"
    assert len(body.css("hr")) == 1
    assert [one.attributes["href"] for one in body.css("p a[href^=http]")] == [
        "https://e.test/?a=1&b=2"
    ]
    assert "javascript:" not in str([one.attributes for one in body.css("a")])
    assert body.css_first("strong mark, mark strong").text() == "broken"


def test_a_heading_that_is_the_title_is_shown_once() -> None:
    reading = _read("# The  lamp\n\nIt came.")
    plain = _marked(reading, _at(reading, "came", "1", "a"), title="The lamp")
    (body,) = _bodies(_page(Snapshot(EXPORTED, (), (plain,))))
    assert body.css("h4") == []
    marked = _marked(reading, _at(reading, "lamp", "1", "a"), title="The lamp")
    (body,) = _bodies(_page(Snapshot(EXPORTED, (), (marked,))))
    assert body.css_first("h4 mark").text() == "lamp"


def test_headings_leave_no_level_out() -> None:
    reading = _read("## a\n\n## b\n\n##### c\n\n#### d\n\n# e\n\ntext")
    snapshot = Snapshot(EXPORTED, (), (_marked(reading, _at(reading, "text", "1", "t")),))
    (body,) = _bodies(_page(snapshot))
    found = [f"{one.tag} {one.text()}" for one in body.css("h4, h5, h6")]
    assert found == ["h4 a", "h4 b", "h5 c", "h5 d", "h4 e"]


def test_links_lead_to_the_web_and_nowhere_else() -> None:
    links = ("https://e.test", "mailto:a@e.test", "javascript:alert(1)", "DATA:text/html,x",
             "file:///etc", "relative.md", "//e.test", "https://[")  # fmt: skip
    text = "".join("abcdefgh"[: len(links)])
    spans = tuple(Span(at, at + 1, Style(link=link)) for at, link in enumerate(links))
    reading = ReadingText(text, (Block(BlockKind.PARAGRAPH, 0, len(text), 1),), spans)
    (body,) = _bodies(_page(Snapshot(EXPORTED, (), (_marked(reading),)), all_posts=True))
    assert [one.attributes["href"] for one in body.css("a")] == list(links[:2])
    assert _shown(body) == text


def test_overlapping_marks_are_seen_apart() -> None:
    reading = _read("one two three four")
    marks = (
        _at(reading, "one two three", "1", "a"),
        _at(reading, "two", "2", "b"),
        _at(reading, "three four", "3", "a", "c"),
        _at(reading, "two", "4", note="only a note"),
    )
    page = _page(Snapshot(EXPORTED, (Tag("", "b", "#e69f00"),), (_marked(reading, *marks),)))
    (body,) = _bodies(page)
    pieces = [(one.text(), one.attributes["data-marks"]) for one in body.css("mark")]
    assert pieces == [("one ", "1"), ("two", "1 2 3"), (" ", "1"), ("three", "1 4"), (" four", "4")]
    classes = [one.attributes["class"] for one in body.css("mark")]
    # a; a and b; a; a and c; a and c
    assert classes[0] == classes[2] != classes[1] != classes[3] == classes[4]
    rule = re.search(rf"\.{classes[1]}\{{(.*?)\}}", page)
    assert rule is not None
    assert rule[1].count("linear-gradient") == 2
    assert [one.text() for one in body.css(".ref")] == ["2", "3", "1", "4"]


@given(snapshot=snapshots())
def test_every_mark_is_shown_in_full(snapshot: Snapshot) -> None:
    page = _page(snapshot)
    told = [one for one in snapshot.posts if one.marks]
    assert len(_bodies(page)) == len(told)
    parsed = LexborHTMLParser(page)
    for at, (one, body) in enumerate(zip(told, _bodies(page), strict=True), 1):
        assert _shown(body) == _bare(one.text or "")
        for number, mark in enumerate(one.marks, 1):
            if mark.start is not None:
                assert _marks_of(body, number) == _bare(mark.quote)
            listed = parsed.css_first(f"#s{at}-m{number}")
            assert [tag.text() for tag in listed.css(".tag")] == list(mark.tags)
            assert mark.start is not None or _bare(replace_controls(mark.quote)) in _bare(
                listed.text()
            )
            if mark.note:
                assert listed.css_first(".note").text() == replace_controls(mark.note)
    for number, tag in enumerate(_tags_in_order(snapshot), 1):
        entries = parsed.css(f"#tag-{number} li")
        assert len(entries) == sum(tag in m.tags for one in told for m in one.marks)


def _tags_in_order(snapshot: Snapshot) -> list[str]:
    used = {tag for one in snapshot.posts for mark in one.marks for tag in mark.tags}
    book = [tag.name for tag in snapshot.codebook]
    return [name for name in book if name in used] + sorted(used - set(book))


@given(markdown=st.lists(st.sampled_from(_RICH.split("\n\n")), max_size=6).map("\n\n".join))
def test_any_blocks_are_well_formed_and_whole(markdown: str) -> None:
    reading = _read(markdown)
    marks = (placed(reading.text, 0, len(reading.text), "1", ("all",)),) if reading.text else ()
    page = _page(Snapshot(EXPORTED, (), (_marked(reading, *marks),)), all_posts=True)
    (body,) = _bodies(page)
    assert _shown(body) == _bare(reading.text)
    assert _marks_of(body, 1) == _bare(reading.text)
    _Strict().go_through(page)


class _Strict(HTMLParser):
    """Fails where an element is not ended in its place, or is none of those expected."""

    _VOID = frozenset("meta link hr input".split())
    _ELEMENTS = frozenset(
        "html head title style script body header nav main section article footer search div h1 h2 "
        "h3 h4 h5 h6 p a span strong em u s code pre sup sub mark q time ol ul li blockquote table "
        "caption thead tbody tr th td figure figcaption svg rect text label button".split()
    ) | {"meta", "link", "hr", "input"}
    _ATTRIBUTES = frozenset(
        "aria-describedby aria-hidden aria-label aria-labelledby aria-pressed autocomplete charset "
        "class content data-find data-marks datetime dir for height hidden href http-equiv id lang "
        "name preserveaspectratio rel role scope spellcheck tabindex type value viewbox width x "
        "y".split()
    )

    def __init__(self) -> None:
        super().__init__()
        self._open: list[str] = []
        self.scripts = 0

    def go_through(self, page: str) -> None:
        self.feed(page)
        self.close()
        assert self._open == []
        assert self.scripts == 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in self._ELEMENTS, tag
        assert {name for name, _ in attrs} <= self._ATTRIBUTES, (tag, attrs)
        self.scripts += tag == "script"
        if tag not in self._VOID and not (self.get_starttag_text() or "").endswith("/>"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "rect":
            return
        assert self._open.pop() == tag


def _hostile() -> Snapshot:
    bad = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'><b>&lt;"
    reading = ReadingText(f"{bad} and {AWKWARD.strip()}".replace("\x00", ""))
    reading = ReadingText(replace_controls(reading.text))
    mark = placed(reading.text, 0, len(bad), "1", (bad.replace("/", "∕"),), note=bad, coder=bad)
    lost = orphaned(bad, "2", (), note="</style><style>*{display:none}")
    book = (Tag("", bad.replace("/", "∕"), "#e69f00", bad),)
    return Snapshot(EXPORTED, book, (_marked(reading, mark, lost, title=bad, date="2020-01-01"),))


def test_content_is_never_markup() -> None:
    page = _page(_hostile())
    _Strict().go_through(page)
    parsed = LexborHTMLParser(page)
    assert len(parsed.css("style")) == len(parsed.css("script")) == 1
    assert parsed.css("img, b, iframe, object") == []
    assert parsed.css_first("article h3").text().startswith("</script><script>alert(1)")


@given(snapshot=snapshots())
def test_any_page_is_well_formed(snapshot: Snapshot) -> None:
    _Strict().go_through(_page(snapshot))


def test_only_its_own_style_and_script_are_allowed() -> None:
    page = _page(_hostile())
    policy = LexborHTMLParser(page).css_first("meta[http-equiv=Content-Security-Policy]")
    allowed = dict(part.split(" ", 1) for part in policy.attributes["content"].split("; "))
    assert allowed["default-src"] == "'none'"
    for element, name in (("style", "style-src"), ("script", "script-src")):
        content = re.search(rf"<{element}>(.*?)</{element}>", page, re.DOTALL)
        assert content is not None
        digest = base64.b64encode(hashlib.sha256(content[1].encode()).digest()).decode()
        assert allowed[name] == f"'sha256-{digest}'"
    assert not re.search(r"(src|srcset|url)\s*[=(]", page.replace("img src=x", ""))


def _rich() -> Snapshot:
    reading = _read(_RICH)
    marks = (
        _at(reading, "broken", "1", "fault", note="so"),
        _at(reading, "sorry.\n\nTwice", "2", "apology", "fault", coder="bob"),
        _at(reading, "third", "3", note="no tag", state=State.CHANGED, quote_was="thrid"),
        orphaned("gone", "4", ("apology",)),
    )
    book = (Tag("", "apology", "#ffff00", "says sorry"), Tag("", "fault", "#000000"))
    more = _marked(_read("Short."), _at(_read("Short."), "Short", "5", "other"), date="2021-01-01")
    first = _marked(reading, *marks, title="The lamp", date="2020-02-02")
    return Snapshot(EXPORTED, book, (first, more, post("c.md", "No marks.")))


def test_headings_landmarks_and_addresses_are_in_order() -> None:
    parsed = LexborHTMLParser(_page(_rich()))
    levels = [int(one.tag[1]) for one in parsed.css("h1, h2, h3, h4, h5, h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for landmark in ("header.top", "nav[aria-label]", "main", "footer", "search"):
        assert len(parsed.css(landmark)) == 1
    assert parsed.css_first("body > :first-child").attributes["href"] == "#main"
    ids = [one.attributes["id"] for one in parsed.css("[id]")]
    assert len(set(ids)) == len(ids)
    addresses = {one.attributes["href"] for one in parsed.css("a[href^='#']")}
    assert {address[1:] for address in addresses} <= set(ids)
    assert parsed.css_first("label").attributes["for"] == "find"
    assert parsed.css_first("html").attributes["lang"] == "en"
    for figure in parsed.css("svg"):
        assert figure.attributes.get("aria-hidden") == "true" or figure.attributes["aria-label"]


def test_numbers_are_told() -> None:
    parsed = LexborHTMLParser(_page(_rich()))
    rows = [
        [cell.text() for cell in row.css("th, td")][:3] for row in parsed.css(".counts tbody tr")
    ]
    assert rows == [
        ["apology", "2", "1"],
        ["fault", "2", "1"],
        ["other", "1", "1"],
        ["ann", "4", ""],
        ["bob", "1", ""],
    ]
    assert parsed.css_first("#summary .about").text() == (
        "5 passages · 2 notes · 2 stories · 2 coders · 1 passage not found in the text any more"
    )
    columns = parsed.css_first("svg.columns").attributes["aria-label"]
    assert columns == "Passages by the year of the story. 2020: 4, 2021: 1"
    assert [one.text() for one in parsed.css("#index h3")] == [
        "apology 2 passages", "fault 2 passages", "other 1 passage", "Without a tag 1 passage",
    ]  # fmt: skip


def test_posts_without_marks_are_shown_when_asked_for() -> None:
    assert len(_bodies(_page(_rich()))) == 2
    assert len(_bodies(_page(_rich(), all_posts=True))) == 3
    assert _bodies(_page(Snapshot(EXPORTED, (), ()))) == []


def test_contrast_is_as_wcag_has_it() -> None:
    assert contrast("#000000", "#ffffff") == contrast("#ffffff", "#000000") == 21
    # The grey that is known as the lightest to pass level AA on white, and the next.
    assert contrast("#767676", "#ffffff") >= 4.5 > contrast("#777777", "#ffffff")


def _both(pair: scheme.Pair) -> tuple[str, str]:
    return pair.light, pair.dark


@pytest.mark.parametrize("behind", [scheme.PAPER, scheme.SURFACE])
def test_the_page_s_own_colours_can_be_read(behind: scheme.Pair) -> None:
    for over in (scheme.INK, scheme.QUIET, scheme.ACCENT):
        for one, other in zip(_both(over), _both(behind), strict=True):
            assert contrast(one, other) >= 4.5
    for one, other in zip(_both(scheme.CONTROL), _both(behind), strict=True):
        assert contrast(one, other) >= 3


@given(st.lists(st.one_of(colors, st.sampled_from(PALETTE)), min_size=1, max_size=6))
def test_words_on_any_tag_s_colour_can_be_read(found: list[str]) -> None:
    for one, other in zip(_both(tint(tuple(found))), _both(scheme.INK), strict=True):
        assert contrast(one, other) >= 4.5
    for color in found:
        for paper in (scheme.PAPER, scheme.SURFACE):
            for one, other in zip(_both(line_color(color)), _both(paper), strict=True):
                assert contrast(one, other) >= 3


def test_the_package_has_its_style_and_script() -> None:
    folder = Path(scheme.__file__).parent
    for name in ("style.css", "script.js"):
        content = (folder / name).read_text(encoding="utf-8")
        assert content.isascii()
        # Neither may end the element that it is put into.
        assert "</" not in content
