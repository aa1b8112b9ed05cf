"""Laws that hold for any bytes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csreader.collection import Post
from csreader.collection.decode import decode
from csreader.collection.header import split
from csreader.collection.posts import read_post
from csreader.collection.titles import title_in_body
from csreader.text.model import Format

PIECES = st.sampled_from(
    [
        "---\n", "...\n", "+++\n", ";;;\n", "{\n", "}\n", "\n", "\r\n", "\r", "\ufeff", "title: ",
        "title: x\n", "date: 2012-07-09\n", "date: ", "2012-02-31\n", "- a\n", "\t", "  ", ": ",
        "a: &a [*a]\n", "*b", "<<: ", "!ruby/object:A ", "!!python/name:os ", '"', "'", "|\n",
        ">\n",
        "[", "]", "{", "}", "# x\n", 'title = "x"\n', '"title": "x",\n', "lang: de\n", "? ", "%",
        "@", "`", "\x00", "\x1b[31m", "\x85", "\u2028", "\ud7ff", "\U0001f600", "é",
        "words words\n",
        "July 9, 2012\n", "Photo by Mo\n", "<b>", "9" * 20, "word ", "----\n", " ---\n",
        "---json\n", "--- # c\n", "title:x\n", " date: y\n", "// c\n", "{{ y }}\n",
        "#1 in\n", "[[a]]\n",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=5), max_size=30).map("".join)
BYTES = (
    st.binary(max_size=200)
    | TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass"))
    | TEXTS.map(lambda text: text.encode("utf-16", "surrogatepass"))
    | TEXTS.map(lambda text: text.encode("cp1252", "replace"))
    | st.tuples(TEXTS, st.binary(max_size=5), TEXTS).map(
        lambda parts: b"".join(
            part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
            for part in parts
        )
    )
)
NAMES = st.sampled_from(["a.md", "2012-07-09-a.markdown", "a.txt", "a.html"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("laws")


@settings(
    max_examples=400,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=BYTES, name=NAMES)
def test_any_bytes_are_a_post_that_loses_no_line(folder: Path, data: bytes, name: str) -> None:
    path = folder / name
    path.write_bytes(data)
    post: Post = read_post(path, name, name, "en")
    lines = re.split("\r\n?|\n", decode(data).text.lstrip("\ufeff"))
    assert post.body.split("\n") == lines[post.body_line - 1 :] or post.body == ""
    assert "\r" not in post.body
    assert all(one.line is None or 1 <= one.line <= len(lines) for one in post.problems)
    said = [post.title, *(one.message for one in post.problems)]
    assert not any(re.search("[\x00-\x1f\x7f-\x9f\ud800-\udfff]", text) for text in said)
    assert post.title
    assert post.date is None or re.fullmatch(r"\d{4}-\d\d-\d\d", post.date)


@settings(max_examples=400, deadline=None)
@given(text=TEXTS)
def test_a_text_is_its_header_and_its_body(text: str) -> None:
    text = re.sub("\r\n?", "\n", text)
    parts = split(text)
    assert text.endswith(parts.body)
    header = text[: len(text) - len(parts.body)]
    assert header.count("\n") == parts.body_line - 1 or parts.body == ""
    assert parts.header.kind or header == ""
    assert parts.findings or not parts.header.repaired


@settings(max_examples=200, deadline=None)
@given(head=st.text(alphabet="ab .,-#*_[]()<>\n\t\"'&é電", max_size=120))
def test_titles_are_one_line(head: str) -> None:
    for kind in Format:
        title = title_in_body(head, kind)
        assert title == title.strip()
        assert "\n" not in title


@settings(max_examples=300, deadline=None)
@given(
    body=st.lists(
        st.sampled_from(
            [*"aB電.,:=-!'(“ \n", "\n\n", "  \n", "word ", "- ", "3. ", "July 9, 2012", "www.a.b "]
        ),
        max_size=60,
    ).map("".join)
)
def test_plain_prose_has_the_title_that_markdown_gives(body: str) -> None:
    # The comment leaves no text, but makes all of it be read as Markdown.
    commented = body + "\n\n<!-- no words -->\n"
    assert title_in_body(body, Format.MARKDOWN) == title_in_body(commented, Format.MARKDOWN)
