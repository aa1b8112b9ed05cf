"""How `show` paints a post."""

from __future__ import annotations

from pathlib import Path

from rich.text import Text

from csreader.annotations import Store
from csreader.cli.painting import paint_post
from csreader.collection import Collection


def _lines(folder: Path, width: int) -> list[Text]:
    post = Collection.open(folder).get("a.md")
    store = Store(folder, "ann")
    marks = store.marks("a.md", post.reading)
    return list(paint_post(post, marks.own, store.codebook(), width))


def _styled(lines: list[Text], what: str) -> str:
    """The painted characters whose style has something, such as `bold`."""
    return "".join(
        line.plain[span.start : span.end]
        for line in lines
        for span in line.spans
        if getattr(span.style, what, None) not in (None, False)
    )


def test_styles_lie_on_their_words_at_any_width(tmp_path: Path) -> None:
    text = (
        "Some **bold words** here, 漢字 and *slanted* ones, a [link](x) and ~~struck~~.\n\n"
        '> Quoted, <span style="color: red">in red letters</span>.\n'
    )
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    for width in (9, 14, 80):
        lines = _lines(tmp_path, width)
        assert _styled(lines, "bold").replace(" ", "") == "boldwords"
        assert _styled(lines, "italic") == "slanted"
        assert _styled(lines, "underline") == "link"
        assert _styled(lines, "strike") == "struck"
        assert _styled(lines, "color").replace(" ", "") == "inredletters"
        assert set(_styled(lines, "dim")) <= set("▎ ")


def test_marks_are_highlighted_and_told_below(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("One two three four five.\n\nSix seven.\n", encoding="utf-8")
    post = Collection.open(tmp_path).get("a.md")
    text = post.reading.text
    start, end = text.index("three"), text.index(" seven")
    Store(tmp_path, "ann").add("a.md", post.reading, start, end, ["count"], "over [b]blocks")
    for width in (7, 12, 80):
        lines = _lines(tmp_path, width)
        assert "".join(_styled(lines, "bgcolor").split()) == "threefourfive.Six"
        assert _styled(lines, "bgcolor") == _styled(lines, "underline")
    assert lines[-1].plain == '[count] "three four five. Six" — over [b]blocks (ann)'


def test_the_title_stands_first_and_wraps(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: A rather long one\n---\nWords.\n", encoding="utf-8")
    assert [line.plain for line in _lines(tmp_path, 12)] == ["A rather", "long one", "", "Words."]
