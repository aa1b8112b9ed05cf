"""Markdown: what its parsers show is what was marked."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from made_snapshots import (
    AWKWARD,
    EXPORTED,
    orphaned,
    placed,
    post,
    snapshots,
    tag_names,
    words,
    written,
)
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from csreader.annotations import State, Tag
from csreader.exchange.formats.markdown.escaping import line, paragraphs
from csreader.exchange.formats.markdown.quotes import MARKDOWN
from csreader.exchange.interface import Options
from csreader.exchange.snapshot import Snapshot
from csreader.text.characters import one_line, replace_controls

_STRICT = MarkdownIt("commonmark")
_RICH = MarkdownIt("gfm-like").use(footnote_plugin).use(deflist_plugin).use(dollarmath_plugin)
_RICH.use(tasklists_plugin)


def _shown(tokens: list[Token], allowed: tuple[str, ...]) -> str:
    """The text of an inline token's children."""
    shown = ""
    for token in tokens:
        if token.type in ("text", "text_special"):
            shown += token.content
        elif token.type == "hardbreak":
            shown += "\n"
        else:
            # A link that is made of an address shows the address.
            assert token.tag in allowed, token
    return shown


def _blocks(
    parser: MarkdownIt, text: str, *, allowed: tuple[str, ...] = ("a",)
) -> list[tuple[str, bool, str]]:
    """Each paragraph and heading: its element, whether it is quoted, what it shows."""
    found, stack = [], []
    for token in parser.parse(text):
        if token.nesting == 1:
            stack.append(token.tag)
        elif token.nesting == -1:
            stack.pop()
        else:
            assert token.type == "inline", token
            found.append((stack[-1], "blockquote" in stack, _shown(token.children, allowed)))
    return found


_TEXTS = st.one_of(
    words,
    st.text(st.sampled_from(AWKWARD), max_size=30),
    st.text(st.sampled_from("-+=#:*_ \n\t1.)>a`~|[]!<&;"), max_size=20),
)


@pytest.mark.parametrize("parser", [_STRICT, _RICH])
@given(text=_TEXTS.filter(bool))
@example(text="~~a~~ $b$ [^1] :smile: | c |\n|---|---|")
@example(text="a\n===\n\na\n: b\n\n[a]: b\n\n- [ ] c\n1) d\n> e\n    f\n```\n***")
@example(text="*a* **b** _c_ `d` <e> <http://f> ![g](h) &amp; &#42; \\* i\\")
@example(text=" a \n b\n\n\n\nc\t\n")
def test_a_text_is_shown_as_it_is(parser: MarkdownIt, text: str) -> None:
    wanted = replace_controls(text)
    for prefix, quoted in (("> ", True), ("", False)):
        blocks = _blocks(parser, f"Before.\n\n{paragraphs(text, prefix)}\n\nBehind.\n")
        assert {one[:2] for one in blocks[1:-1]} == {("p", quoted)}
        assert "\n\n".join(shown for _, _, shown in blocks[1:-1]) == wanted
        assert [shown for _, _, shown in (blocks[0], blocks[-1])] == ["Before.", "Behind."]


@pytest.mark.parametrize("parser", [_STRICT, _RICH])
@given(text=words.filter(str.strip))
def test_a_title_is_shown_as_it_is(parser: MarkdownIt, text: str) -> None:
    (shown,) = _blocks(parser, f"## {line(text)}\n")
    assert shown == ("h2", False, one_line(text))


@pytest.mark.parametrize(
    ("text", "written_as"),
    [
        ("Plain words, with (signs) - and \"quotes\"!", None),
        ("1. one", "1\\. one"),
        ("- dash", "\\- dash"),
        ("a_b *c* <d> &amp; [e](f)", "a\\_b \\*c\\* \\<d\\> \\&amp; \\[e\\](f)"),
        ("at 10:30, I wrote", None),
        (":smile:", "\\:smile:"),
        ("a\nb\n\nc", "a\\\nb\n\nc"),
    ],
)  # fmt: skip
def test_plain_words_stay_plain(text: str, written_as: str | None) -> None:
    assert paragraphs(text) == (text if written_as is None else written_as)


_TEXT = "The lamp came broken.\n\n* They said sorry.\n  At once."


def _story() -> Snapshot:
    at = _TEXT.index
    marks = (
        placed(_TEXT, at("lamp"), at(" came"), "1", ("fault",)),
        placed(_TEXT, at("came"), len(_TEXT), "2", ("apology", "s/fast_one"), note="so\n\n# soon"),
        orphaned("gone", "3", ("apology",)),
        placed(_TEXT, 0, 3, "4", (), note="only a note", state=State.CHANGED, quote_was="They"),
    )
    book = (Tag("", "apology", "#56b4e9", "says sorry"), Tag("", "unused", "#e69f00"))
    posts = (post("a.md", _TEXT, *marks, date="2020-02-02", title="A *lamp*"), post("b.md", "B"))
    return Snapshot(EXPORTED, book, posts)


def _told(by: str, all_posts: bool = False) -> list[tuple[str, bool, str]]:
    data = written(MARKDOWN, _story(), Options(by=by, all_posts=all_posts))
    return _blocks(_STRICT, data.decode(), allowed=("strong",))


_HEAD = [("h1", False, "Marked passages"), ("p", False, f"Exported by csreader, {EXPORTED}.")]


def test_quotes_by_post() -> None:
    assert _told("post") == [
        *_HEAD,
        ("h2", False, "A *lamp*"),
        ("p", False, "posts/a.md · 2020-02-02"),
        ("p", True, "The"),
        ("p", False, "ann · line 1"),
        ("p", False, "Marked when it read:"),
        ("p", True, "They"),
        ("p", False, "Note: only a note"),
        ("p", True, "lamp"),
        ("p", False, "fault · ann · line 1"),
        ("p", True, "came broken."),
        ("p", True, "* They said sorry.\n  At once."),
        ("p", False, "apology, s/fast_one · ann · line 1"),
        ("p", False, "Note: so"),
        ("p", False, "# soon"),
        ("p", True, "gone"),
        ("p", False, "apology · ann · not found in the text any more"),
    ]
    assert _told("post", all_posts=True)[len(_told("post")) :] == [
        ("h2", False, "A story"),
        ("p", False, "posts/b.md"),
    ]


def test_quotes_by_tag() -> None:
    place = "A *lamp* (posts/a.md) · 2020-02-02 · ann · line 1"
    told = _told("tag")
    assert [shown for tag, _, shown in told if tag == "h2"] == [
        "apology", "fault", "s/fast_one", "Without a tag",
    ]  # fmt: skip
    assert told[2:8] == [
        ("h2", False, "apology"),
        ("p", False, "says sorry"),
        ("p", True, "came broken."),
        ("p", True, "* They said sorry.\n  At once."),
        ("p", False, f"{place} · also s/fast_one"),
        ("p", False, "Note: so"),
    ]


@given(name=tag_names)
def test_a_tag_is_shown_as_it_is(name: str) -> None:
    marks = (placed("abc", 0, 1, "1", (name, "other"), coder="bob"),)
    data = written(MARKDOWN, Snapshot(EXPORTED, (), (post("a.md", "abc", *marks),))).decode()
    shown = [shown for _, _, shown in _blocks(_STRICT, data, allowed=("strong",))]
    assert shown[-1] == f"{name}, other · bob · line 1"


@given(snapshot=snapshots(), by=st.sampled_from(["post", "tag"]))
def test_every_quote_stands_in_it(snapshot: Snapshot, by: str) -> None:
    data = written(MARKDOWN, snapshot, Options(by=by)).decode()
    for one in snapshot.posts:
        for mark in one.marks:
            count = data.count(f"\n{paragraphs(mark.quote, '> ')}\n")
            assert count >= (len(mark.tags) or 1 if by == "tag" else 1)
