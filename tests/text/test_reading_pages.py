"""Random pages of Markdown whose words, kinds, containers and lines are known beforehand."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from csreader.text.model import Format
from csreader.text.reader import read_text


@dataclass(frozen=True)
class Leaf:
    """A block as it must be read."""

    kind: str
    text: str
    line: int
    """From 0, within the page or the part of it."""
    inside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """Some lines of Markdown and what they must become."""

    lines: tuple[str, ...]
    leaves: tuple[Leaf, ...]


def one(kind: str, text: str, *lines: str, line: int = 0) -> Part:
    return Part(lines, (Leaf(kind, text, line),))


WORD = st.sampled_from(["late", "kind", "pan", "Skerrow", "été", "漢字", "👩‍🍳", "36"])


@st.composite
def leaf(draw: st.DrawFn) -> Part:
    a, b = draw(WORD), draw(WORD)
    return draw(
        st.sampled_from(
            [
                one("paragraph", f"{a} {b} end.", f"{a} **{b}** end."),
                one("paragraph", f"{a} {b}", f"*{a}*", f"  {b}"),
                one("paragraph", f"{a}\n{b}", f"{a}\\", b),
                one("paragraph", f"{a} & {b}", f"[{a}](http://x.example) &amp; `{b}`"),
                one("paragraph", f"{a} {b}", f"{a}{{: .x}} {b}", "{: .lead}"),
                one("paragraph", f"{a} <sigh> {b}", f"{a} <sigh> {b}"),
                one("paragraph", f"{a} {b}.", f"{a} {{{{ x }}}}{{% y %}} {b}."),
                one("paragraph", f"Raw {a} {b}", "<div>Raw", f" {a} {b}</div>"),
                one("paragraph", f"{a} {b}", "<!-- x", "-->", "", f"{a} {b}", line=3),
                one("heading", f"{a} {b}", f"### {a} {b} {{#top}}"),
                one("heading", f"{a} {b}", f"{a} *{b}*", "---"),
                one("code", f"{a}\n\n  <{b}>", "```", a, "", f"  <{b}>", "```", line=1),
                one(
                    "code",
                    f"{a} &amp;\n{b}",
                    "{% highlight x %}",
                    f"{a} &amp;",
                    b,
                    "{% endhighlight %}",
                    line=1,
                ),
                one("table", f"{a}\tx\n{b}\ty", f"| {a} | x |", "|---|---|", f"| {b} | y |"),
            ]
        )
    )


def beside(parts: list[Part]) -> Part:
    """Parts below each other, a comment between them so that none runs into the next."""
    lines: list[str] = []
    leaves: list[Leaf] = []
    for part in parts:
        if lines:
            lines += ["", "<!-- -->", ""]
        leaves += (replace(each, line=each.line + len(lines)) for each in part.leaves)
        lines += part.lines
    return Part(tuple(lines), tuple(leaves))


def within(part: Part, first: str, later: str, name: str) -> Part:
    lines = [(later if number else first) + line for number, line in enumerate(part.lines)]
    leaves = [replace(each, inside=(name, *each.inside)) for each in part.leaves]
    if name == "item" and leaves[0].inside == ("item",) and leaves[0].kind == "paragraph":
        leaves[0] = replace(leaves[0], kind="item")
    return Part(tuple(line.rstrip(" ") for line in lines), tuple(leaves))


PARTS = st.recursive(
    leaf(),
    lambda inner: st.tuples(
        st.lists(inner, min_size=1, max_size=3).map(beside),
        st.sampled_from(
            [
                ("> ", "> ", "quote"),
                ("- ", "  ", "item"),
                ("7. ", "   ", "item"),
            ]
        ),
    ).map(lambda pair: within(pair[0], *pair[1])),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(page=st.lists(PARTS, min_size=1, max_size=4).map(beside))
def test_a_page_reads_as_it_was_made(page: Part) -> None:
    reading = read_text("\n".join(page.lines), Format.MARKDOWN, first_line=11)
    read = [
        Leaf(
            str(block.kind),
            reading.text[block.start : block.end],
            block.line - 11,
            tuple(str(each.kind) for each in block.containers),
        )
        for block in reading.blocks
    ]
    assert read == list(page.leaves)
    assert reading.problems == ()
