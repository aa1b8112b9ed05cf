"""Cases of marking collected from other tools, on the given inputs and on inputs of our own."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
from pathlib import Path

import pytest
from commands import copy_case, run, run_json, write_posts
from support import shared_case, shared_path

# 43 Offsets behind an emoji


def _offsets_count_code_points(file: Path, word: str) -> None:
    hits = len(re.findall(re.escape(word), run("show", file, "--text").output))
    assert hits > 1
    for number in range(1, hits + 1):
        run("tag", file, "--tag", "apology", "--quote", word, "--nth", number)
    values = run_json("export", file, "--with-text")
    assert values["offset_unit"] == "codepoint"
    (post,) = values["posts"]
    assert len(post["annotations"]) == hits
    assert len({one["start"] for one in post["annotations"]}) == hits
    for one in post["annotations"]:
        assert post["text"][one["start"] : one["end"]] == one["quote"] == word


def test_offsets_count_code_points(tmp_path: Path) -> None:
    write_posts(tmp_path, a__md="So 😀😀 sorry 👩‍🚒 then 🇫🇮 sorry,\n\n𝒶𝒷 and sorry again\n")
    _offsets_count_code_points(tmp_path / "a.md", "sorry")


def test_offsets_count_code_points_in_the_case(tmp_path: Path) -> None:
    _offsets_count_code_points(copy_case("43-offsets-astral", tmp_path) / "a.md", "sorry")


# 46 The same words again and again


def _each_stays_at_itswrite_posts(file: Path, words: str) -> None:
    for number in (2, 4):
        run("tag", file, "--tag", f"n{number}", "--quote", words, "--nth", number)
    text = file.read_text(encoding="utf-8")
    head, mark, body = text.rpartition("---\n")
    file.write_text(f"{head}{mark}{words} And new words on top.\n\n{body}", encoding="utf-8")
    shown = run_json("show", file, "--json")
    found = [match.start() for match in re.finditer(re.escape(words), shown["text"])]
    starts = {one["tags"][0]: one["start"] for one in shown["annotations"]}
    assert starts == {"n2": found[2], "n4": found[4]}


def test_each_mark_stays_at_its_own_words(tmp_path: Path) -> None:
    body = "\n\n".join(
        f"{what} was fixed. Well done." for what in ("Tap", "Oven", "Door", "Lock", "Pipe")
    )
    write_posts(tmp_path, r__md=f"---\ntitle: R\n---\n{body}\n")
    _each_stays_at_itswrite_posts(tmp_path / "r.md", "Well done.")


def test_each_mark_stays_at_its_own_words_in_the_case(tmp_path: Path) -> None:
    _each_stays_at_itswrite_posts(copy_case("46-repeated-quote", tmp_path) / "r.md", "Thank you.")


# 48 A quote across markup


def test_a_quote_holds_no_markup(tmp_path: Path) -> None:
    file = (
        write_posts(
            tmp_path,
            m__md="First **we *did* [mend](http://x.net){:target=_blank}** it &amp; left, so.\n",
        )
        / "m.md"
    )
    told = run_json("tag", file, "--tag", "a", "--quote", "we did mend it & left", "--json")
    assert told["quote"] == "we did mend it & left"
    assert (told["prefix"], told["suffix"], told["line"]) == ("First ", ", so.", 1)
    file.write_text(file.read_text().replace("*did*", "did"), encoding="utf-8")
    (one,) = run_json("show", file, "--json")["annotations"]
    assert one["state"] == "anchored"


def test_a_quote_holds_no_markup_in_the_case(tmp_path: Path) -> None:
    file = copy_case("48-quote-across-markup", tmp_path) / "m.md"
    told = run_json("tag", file, "--tag", "a", "--quote", "we did pay & closed", "--json")
    for part in (told["prefix"], told["suffix"]):
        assert not re.search(r"\*\*|\]\(|\{:|&amp;", part)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("**did**", "did"), encoding="utf-8")
    (one,) = run_json("show", file, "--json")["annotations"]
    assert one["quote"] == "we did pay & closed"


# 49 Overlaps


def test_overlapping_marks_are_kept_in_the_case(tmp_path: Path) -> None:
    file = copy_case("49-overlap-and-duplicates", tmp_path) / "o.md"
    for tag, words in (
        ("A", "a refund and a sincere apology"), ("B", "sincere apology the next day"),
        ("C", "refund"), ("D", "refund"), ("C", "refund"),
    ):  # fmt: skip
        result = run("tag", file, "--tag", tag, "--quote", words)
    assert "already" in result.output
    rows = list(csv.DictReader(io.StringIO(run("export", file, "--format", "csv").output)))
    assert sorted(row["tag"] for row in rows) == ["A", "B", "C", "D"]
    (post,) = run_json("export", file)["posts"]
    for one in post["annotations"]:
        run("untag", file, one["id"])
    assert run_json("export", file)["posts"][0]["annotations"] == []


# 54 Broken annotation files


@pytest.mark.parametrize("name", ["trunc", "tail", "nul", "shape", "intkey"])
def test_broken_annotation_files_are_left_alone_in_the_case(tmp_path: Path, name: str) -> None:
    write_posts(tmp_path, a__md="A few words.\n")
    kept = (shared_case("54-corrupt-sidecar") / f"{name}.json").read_bytes()
    broken = tmp_path / "annotations" / "tester" / "a.md.json"
    broken.parent.mkdir(parents=True)
    broken.write_bytes(kept)
    assert "a.md.json" in run("show", tmp_path / "a.md").stderr
    assert "A few words." in run("show", tmp_path / "a.md").stdout
    assert "a.md.json" in run("check", tmp_path, code=1).output
    run("tag", tmp_path / "a.md", "--tag", "a", "--quote", "few", code=1)
    assert broken.read_bytes() == kept


# 60 Names


def _three_posts_of_a_stem(folder: Path, names: list[str]) -> None:
    for number, name in enumerate(names):
        run("tag", folder / name, "--tag", f"tag {number}", "--start", "0", "--end", "2")
    values = run_json("export", folder)
    tags = {post["id"]: [one["tags"] for one in post["annotations"]] for post in values["posts"]}
    assert {name: tags[name] for name in names} == {
        name: [[f"tag {number}"]] for number, name in enumerate(names)
    }
    assert not any(name.endswith(".json") for name in tags)


def test_posts_of_one_stem_and_odd_names_stay_apart(tmp_path: Path) -> None:
    names = ["b.md", "b.html", "b.txt", "plus-+ %41{}.md", "no-#2.md", 'the "so called" it\'s.md']
    names += ["line\nbreak.md", os.fsdecode(b"caf\xe9.md"), os.fsdecode(b"caf\xe8.md"), "BIG.TXT"]
    for name in names:
        (tmp_path / name).write_text(f"words of {names.index(name)}", encoding="utf-8")
    _three_posts_of_a_stem(tmp_path, names)


def test_posts_of_one_stem_and_odd_names_stay_apart_in_the_case(tmp_path: Path) -> None:
    folder = copy_case("60-names-and-collisions", tmp_path)
    (folder / "expect.md").unlink()
    _three_posts_of_a_stem(folder, [path.name for path in folder.iterdir() if path.name[0] != "."])


# 61 CSV for spreadsheets


def test_csv_of_the_case(tmp_path: Path) -> None:
    file = copy_case("61-csv-formulas-and-quoting", tmp_path) / "f.md"
    blocks = run_json("show", file, "--json")["blocks"]
    for block in blocks:
        place = ("--start", block["start"], "--end", block["end"])
        run("tag", file, "--tag", "=1+1", "--note", '-2+3\n"x"', *place)
    data = run("export", file, "--format", "csv").stdout_bytes.decode("utf-8")
    rows = list(csv.reader(io.StringIO(data, newline=""), strict=True))
    assert len(rows) == 1 + len(blocks)
    assert len({len(row) for row in rows}) == 1
    assert not any(
        cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row
    )


# The issue's own


def test_the_two_quotes_of_the_seeds(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(shared_path("seeds"), tmp_path / "seeds"))
    file = next(folder.glob("001*.txt"))
    marks = {
        "fast response": "you may have experienced. I've forwarded your feedback",
        "exception to policy": "exception to our standard policy",
    }
    for tag, words in marks.items():
        run("tag", file, "--quote", words, "--tag", tag)
    values = run_json("export", folder, "--with-text")
    post = next(post for post in values["posts"] if post["annotations"])
    found = {one["tags"][0]: one for one in post["annotations"]}
    for tag, words in marks.items():
        one = found[tag]
        assert post["text"][one["start"] : one["end"]] == one["quote"]
        assert one["quote"].split() == words.split()
