"""Outlines of texts, as the page on the format says, and files with those of before."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from zlib import crc32

import pytest
from annotating import POST, mark, markdown, own, passage

from csreader.annotations import State, Store
from csreader.annotations.outline import MOST, outline_of, read_outline

BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
TEXT = "They said sorry.  It isn’t “much”! 値段は？\n\nÉtrange, no?"
PIECES = [
    ("They said sorry.  ", ["they", "said", "sorry"]),
    ("It isn’t “much”! ", ["it", "isn", "t", "much"]),
    ("値段は？\n\n", ["値", "段", "は"]),
    ("Étrange, no?", ["étrange", "no"]),
]


def test_an_outline_is_what_the_format_says() -> None:
    expected = []
    for piece, words in PIECES:
        digest = hashlib.blake2b(" ".join(piece.split()).encode(), digest_size=4).digest()
        hashed = base64.urlsafe_b64encode(digest)[:5].decode()
        letters = "".join(BASE64[crc32(word.encode()) % 64] for word in words)
        expected.append(f"{len(piece)}:{hashed}{letters}")
    made = outline_of(TEXT)
    assert made is not None
    assert made.written == " ".join(expected)
    assert read_outline(made.written) == made


@pytest.mark.parametrize("text", ["", "a" * (MOST + 1)], ids=["empty", "too long"])
def test_a_text_may_have_no_outline(text: str) -> None:
    assert outline_of(text) is None


@pytest.mark.parametrize(
    "written",
    ["", "x", "5:abc", "5", ":abcde", "5:ab de", "5:abcdé", "-5:abcde", "5:abcde,1:fghij"],
)
def test_what_is_no_outline_is_none(written: str) -> None:
    assert read_outline(written) is None


def test_words_cost_a_byte_each() -> None:
    text = "\n\n".join(
        f"Number {n} came by the post on the same day as the others." for n in range(99)
    )
    made = outline_of(text)
    assert made is not None
    words, sentences = len(text.split()), 99
    assert len(made.written.encode()) <= words + 9 * sentences


SOURCE = "The lamp came late. They wrote that they were sorry. A new lamp came in May."


def _without(path: Path, pattern: str, put: str) -> None:
    tables = json.loads(path.read_text("utf-8"))
    outline = tables["meta"]["1"]["text_outline"]
    tables["meta"]["1"]["text_outline"] = re.sub(pattern, put, outline)
    assert tables["meta"]["1"]["text_outline"] != outline
    path.write_text(json.dumps(tables), "utf-8")


@pytest.mark.parametrize(
    ("pattern", "put"),
    [
        pytest.param(r"(:.{5})\S*", r"\1", id="of sentences only"),
        pytest.param(r".+", "", id="none"),
        pytest.param(r".+", "not an outline", id="no outline"),
        pytest.param(r"^\d+", "9999999", id="of another length"),
        pytest.param(r"(:.{5})\S*", r"\1AAAA", id="of other words"),
    ],
)
def test_files_with_other_outlines_are_read_and_written_anew(
    tmp_path: Path, pattern: str, put: str
) -> None:
    made = mark(Store(tmp_path, "ann"), markdown(SOURCE), "They wrote that they were sorry.", "a")
    path = tmp_path / "annotations" / "ann" / f"{POST}.json"
    fresh = json.loads(path.read_text("utf-8"))["meta"]["1"]["text_outline"]
    _without(path, pattern, put)
    new = markdown(f"It was a long year.\n\n{SOURCE.replace('came in May', 'came by June')}")
    (found,) = own(tmp_path, new)
    assert (found.state, found.start) == (State.MOVED, passage(new, made.quote)[0])
    (same,) = own(tmp_path, markdown(SOURCE))
    assert same.state is State.ANCHORED
    Store(tmp_path, "ann").update(POST, markdown(SOURCE), made.id, note="n")
    assert json.loads(path.read_text("utf-8"))["meta"]["1"]["text_outline"] == fresh


def test_a_changed_sentence_is_followed_by_its_words(tmp_path: Path) -> None:
    mark(Store(tmp_path, "ann"), markdown(SOURCE), "They wrote that they were sorry.", "a")
    now = "Yesterday they wrote to me that they are very sorry."
    new = markdown(SOURCE.replace("They wrote that they were sorry.", now))
    (found,) = own(tmp_path, new)
    assert found.state is State.CHANGED
    assert found.quote.endswith("very sorry.")
    assert new.text[found.start : found.end] in now
