"""The shared cases of export to other tools, with the files given and with our own."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from commands import copy_case, run, run_json, write_posts

Folder = Callable[[str], Path]
"""The folder of a case, or one of our own with posts of the same kind."""

OWN = {
    "63-doccano-jsonl": {
        "lines__md": "A\u2028B\u2029C\x85D\n\nTag\u00a0these 💡 words, e\u0301 too.\n",
        "none__md": "Nothing here.\n",
    },
    "64-label-studio-json": {
        "l__md": "👩‍🚒 It was  late,<br>and 𝒶𝒷 they\u00a0said sorry.\n\n- one\n- two 👍\n",
    },
    "65-w3c-annotation": {
        "ümlaut & 100% #1__md": "👍 _Very_ **well** <b>done</b>, e\u0301 & “so”.\n",
    },
}


@pytest.fixture(params=["given", "own"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Folder:
    def made(case: str) -> Path:
        if request.param == "given":
            found = copy_case(case, tmp_path)
            (found / "expect.md").unlink()
            return found
        write_posts(tmp_path, **OWN[case])
        return tmp_path

    return made


def _texts(folder: Path) -> dict[str, str]:
    posts = run_json("export", folder, "--with-text")["posts"]
    return {post["id"]: post["text"] for post in posts}


def _mark_words(folder: Path, *tags: str) -> dict[str, list[tuple[int, int]]]:
    """Marks each word of each post but those that end in `here.`, and all but the first."""
    marked: dict[str, list[tuple[int, int]]] = {}
    options = [part for tag in tags for part in ("--tag", tag)]
    for post, text in _texts(folder).items():
        words = [match.span() for match in re.finditer(r"\S+", text)]
        places = [] if text.endswith("here.") else [*words, (words[1][0], words[-1][1])]
        for start, end in places:
            run("tag", folder / post, "--start", start, "--end", end, *options)
        marked[post] = sorted(places)
    return marked


def test_doccano(folder: Folder) -> None:
    posts = folder("63-doccano-jsonl")
    marked = _mark_words(posts, "a/b", "c")
    texts = _texts(posts)
    data = run("export", posts, "--format", "doccano").stdout_bytes
    lines = [json.loads(line) for line in data.decode("utf-8").splitlines()]
    assert len(lines) == len(texts)
    assert {line["post"]: line["text"] for line in lines} == texts
    for line in lines:
        expected = {(*place, name) for place in marked[line["post"]] for name in ("a/b", "c")}
        assert {tuple(label) for label in line["label"]} == expected
        assert all(0 <= start < end <= len(line["text"]) for start, end, _ in line["label"])
    assert any(not line["label"] for line in lines)


def test_label_studio(folder: Folder, tmp_path: Path) -> None:
    posts = folder("64-label-studio-json")
    tags = ('a<b>&"c"', "plain")
    marked = _mark_words(posts, *tags)
    out = tmp_path / "out" / "tasks.json"
    out.parent.mkdir()
    run("export", posts, "--format", "label-studio", "-o", out)
    (tasks_file,) = out.parent.glob("tasks.json")
    (config_file,) = out.parent.glob("*.labels.xml")
    root = ET.parse(config_file).getroot()
    labels, text = root.find(".//Labels"), root.find(".//Text")
    assert labels is not None
    assert text is not None
    named = {label.get("value") for label in labels.findall("Label")}
    assert named >= set(tags)
    for task in json.loads(tasks_file.read_text(encoding="utf-8")):
        shown: str = task["data"]["text"]
        results: list[dict[str, Any]] = [one for a in task["annotations"] for one in a["result"]]
        spans = [one for one in results if one["type"] == "labels"]
        assert len({one["id"] for one in spans}) == len(spans)
        for one in spans:
            assert one["from_name"] == labels.get("name")
            assert one["to_name"] == labels.get("toName") == text.get("name")
            value = one["value"]
            assert shown[value["start"] : value["end"]] == value["text"]
            assert set(value["labels"]) <= named
        (places,) = marked.values()
        assert sorted((s["value"]["start"], s["value"]["end"]) for s in spans) == places


def test_w3c(folder: Folder) -> None:
    posts = folder("65-w3c-annotation")
    marked = _mark_words(posts, "a b/c")
    (post,) = marked
    text = _texts(posts)[post]
    first = marked[post][0]  # joins the mark that is there
    run("tag", posts / post, "--start", first[0], "--end", first[1], "--note", "said <so>")
    values = json.loads(run("export", posts, "--format", "w3c").stdout)
    assert values["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert values["type"] == "AnnotationCollection"
    page = values["first"]
    assert page["type"] == "AnnotationPage"
    found, noted = [], []
    for one in page["items"]:
        assert one["type"] == "Annotation"
        assert one["id"].startswith("urn:uuid:")
        UUID(one["id"])
        bodies = one["body"] if isinstance(one["body"], list) else [one["body"]]
        said = [(body["purpose"], body["value"]) for body in bodies]
        assert said[0] == ("tagging", "a b/c")
        noted.extend(said[1:])
        source = one["target"]["source"]
        assert re.fullmatch(r"(?:[A-Za-z0-9._~!$&'()*+,;=@/-]|%[0-9A-F]{2})+", source)
        by_type = {selector["type"]: selector for selector in one["target"]["selector"]}
        quote, place = by_type["TextQuoteSelector"], by_type["TextPositionSelector"]
        start, end = place["start"], place["end"]
        assert text[start:end] == quote["exact"]
        assert text[:start].endswith(quote["prefix"])
        assert text[end:].startswith(quote["suffix"])
        found.append((start, end))
    assert sorted(found) == marked[post]
    assert noted == [("commenting", "said <so>")]
