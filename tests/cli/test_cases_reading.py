"""Cases of reading collected from other tools, on the given inputs and on inputs of our own."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from commands import CONTROLS, copy_case, run, run_json, write_posts
from rich.cells import cell_len

WIDE = (
    "---\ntitle: 幅の広い題名と長い言葉 and more\n---\n"
    "# 見出しは長いので二行になります\n\n"
    "漢字とかな交じりの文章は空白なしで続きます。 " + "👨‍👩‍👧‍👦" * 11 + " " + "🇫🇮" * 11 + " "
    "cafe\u0301 ❤️❤️❤️❤️❤️❤️❤️❤️❤️❤️❤️❤️ 한국어 문장\n\n> - 引用の中の項目は棒と点を持ちます\n"
)
ESCAPES = (
    '---\ntitle: "red \\e[31m and \\x9b2J"\ntags: ["\\e]0;x\\a"]\n---\n'
    "Ring \x07 back\x08 \x1b]52;c;eA==\x07 \x9b31m [a \x1b[2J link](x\x1b[1m) `co\x1bde`\n\n"
    "![alt \x1b[5m](p\x1b.png)\n"
)
BRACKETS = (
    '---\ntitle: "[/inn] we [b and [blue] [@click=app.quit]x[/]"\n---\nA [/] b [0] c [bold.\n'
)


# 04 A header that is never closed


def _unclosed_is_told(folder: Path, name: str, words: str) -> None:
    (told,) = run_json("check", folder / name, "--json", code=1)
    assert (told["path"], told["line"]) == (name, 1)
    assert "not closed" in told["message"]
    assert words in run("show", folder / name, "--text").output


def test_an_unclosed_header_swallows_nothing(tmp_path: Path) -> None:
    text = "---\ntitle: The ferry\n\nIt left without us.\n"
    _unclosed_is_told(write_posts(tmp_path, cut__md=text), "cut.md", "It left without us.")


def test_an_unclosed_header_swallows_nothing_in_the_case(tmp_path: Path) -> None:
    folder = copy_case("04-missing-closing-fence", tmp_path)
    body = (folder / "unclosed.md").read_text(encoding="utf-8")
    _unclosed_is_told(folder, "unclosed.md", body.strip().splitlines()[-1])


# 07 Titles that YAML does not read


def _repaired_is_told(folder: Path, names: list[str]) -> None:
    listed = {post["id"]: post for post in run_json("list", folder, "--json")}
    problems = run_json("check", folder, "--json", code=1)
    for name in names:
        assert listed[name]["title"]
        assert run("show", folder / name, "--text").output.strip()
        run("tag", folder / name, "--tag", "a", "--start", "0", "--end", "3")
    assert any(one["line"] for one in problems)


def test_a_title_with_a_colon_is_read(tmp_path: Path) -> None:
    write_posts(tmp_path, a__md="---\ntitle: Trams: the long wait\n---\nWords here.\n")
    write_posts(tmp_path, b__md="---\ntitle: @home again\n---\nWords here.\n")
    _repaired_is_told(tmp_path, ["a.md", "b.md"])
    assert run_json("list", tmp_path / "a.md", "--json")[0]["title"] == "Trams: the long wait"


def test_a_title_with_a_colon_is_read_in_the_case(tmp_path: Path) -> None:
    folder = copy_case("07-colon-in-title", tmp_path)
    _repaired_is_told(folder, [f"t{number}.md" for number in range(1, 6)])


# 18 Files that are not UTF-8


def _encodings_are_told(folder: Path, guessed: list[str]) -> None:
    told = {one["path"]: one["message"] for one in run_json("check", folder, "--json", code=1)}
    for name in guessed:
        assert "UTF-" in told[name]
        run("tag", folder / name, "--tag", "a", "--start", "0", "--end", "4")
    posts = json.loads(run("export", folder, "--with-text").stdout_bytes.decode("utf-8"))["posts"]
    for post in posts:
        for one in post["annotations"]:
            assert one["state"] == "anchored"
            assert post["text"][one["start"] : one["end"]] == one["quote"]


def test_other_encodings_are_read_and_told(tmp_path: Path) -> None:
    write_posts(
        tmp_path,
        w__txt="It’s 5 € — “fine” … she said".encode("cp1252"),
        u__md="\ufeff# Über uns\n\nWords.".encode("utf-16-le"),
        s__md="Café, näive, señor, one bad ".encode() + b"\xff byte",
    )
    _encodings_are_told(tmp_path, ["w.txt", "u.md", "s.md"])
    assert "It’s 5 € — “fine” …" in run("show", tmp_path / "w.txt", "--text").output
    assert (
        run("show", tmp_path / "s.md", "--text").output
        == "Café, näive, señor, one bad \ufffd byte\n"
    )


def test_other_encodings_are_read_and_told_in_the_case(tmp_path: Path) -> None:
    folder = copy_case("18-non-utf8-bytes", tmp_path)
    _encodings_are_told(folder, ["cp1252.txt", "latin1.md", "utf16.md", "stray.md"])
    text = run("show", folder / "cp1252.txt", "--text").output
    assert all(character in text for character in "’€…")


# 30 Brackets are no markup


def _brackets_are_plain(file: Path, title: str) -> None:
    assert title in run("list", file.parent).output
    run("tag", file, "--tag", "[/x]", "--note", "[bold]hm[/", "--start", "0", "--end", "3")
    shown = run("show", file).output
    assert title in " ".join(shown.split())
    assert "[[/x]]" in shown
    assert "[bold]hm[/" in shown
    (one,) = run_json("show", file, "--json")["annotations"]
    assert (one["tags"], one["note"]) == (["[/x]"], "[bold]hm[/")
    assert "[/x]" in run("export", file, "--format", "csv").output
    run("check", file, code=None)


def test_brackets_are_printed_as_they_are(tmp_path: Path) -> None:
    write_posts(tmp_path, b__md=BRACKETS)
    _brackets_are_plain(tmp_path / "b.md", "[/inn] we [b and [blue] [@click=app.quit]x[/]")
    assert "A [/] b [0] c [bold." in run("show", tmp_path / "b.md").output


def test_brackets_are_printed_as_they_are_in_the_case(tmp_path: Path) -> None:
    folder = copy_case("30-markup-brackets", tmp_path)
    _brackets_are_plain(folder / "br.md", "[/shop] reply [b and [red]")


# 31 Control characters


def _nothing_acts_on_the_terminal(folder: Path) -> None:
    for file in list(folder.iterdir()):
        if file.is_file() and file.name != "expect.md":
            run(
                "tag",
                file,
                "--tag",
                "t\x1b[1m",
                "--note",
                "n\x9b\x07",
                "--start",
                "0",
                "--end",
                "1",
            )
    (folder / "annotations" / "tester" / "broken\x1b.md.json").write_bytes(b"{\x1b")
    commands = [(command, folder) for command in ("list", "check", "export")]
    commands += [("list", folder, "--json"), ("check", folder, "--json")]
    commands += [("export", folder, "--format", "csv")]
    commands += [("show", file) for file in folder.iterdir() if file.suffix == ".md"]
    commands += [
        ("show", folder / "no\x1b[31m.md"),
        ("tag", "no\x1b", "--tag", "\x1b", "--quote", "\x1b"),
    ]
    commands += [("export", folder, "--format", "\x1b"), ("\x1b[31m",), ("list", "--\x1b")]
    for command in commands:
        result = run(*command, code=None)
        for printed in (result.stdout_bytes, result.stderr_bytes):
            # Rows of CSV end with CR LF.
            assert not CONTROLS.search(printed.replace(b"\r\n", b"\n")), command


def test_control_characters_act_nowhere(tmp_path: Path) -> None:
    write_posts(tmp_path, e__md=ESCAPES)
    (tmp_path / "2020-01-01-\x1b[31mred.md").write_text("x", encoding="utf-8")
    (tmp_path / "a\nb.md").write_text("# y\x1b\n", encoding="utf-8")
    (tmp_path / os.fsdecode(b"caf\xe9\x9b.md")).write_bytes(b"z \xc2\x9b\n")
    _nothing_acts_on_the_terminal(tmp_path)


def test_control_characters_act_nowhere_in_the_case(tmp_path: Path) -> None:
    folder = copy_case("31-terminal-escape-injection", tmp_path)
    (folder / "2020-01-01-\x1b[31mred.md").write_text("x", encoding="utf-8")
    _nothing_acts_on_the_terminal(folder)


# 33 Widths


@pytest.mark.parametrize("width", [7, 20, 33])
def test_no_line_is_wider_than_the_terminal(tmp_path: Path, width: int) -> None:
    write_posts(tmp_path, w__md=WIDE)
    run(
        "tag",
        tmp_path / "w.md",
        "--tag",
        "広い",
        "--note",
        "長い注釈です",
        "--start",
        "2",
        "--end",
        "30",
    )
    _fits(tmp_path / "w.md", width)


def test_no_line_is_wider_than_the_terminal_in_the_case(tmp_path: Path) -> None:
    _fits(copy_case("33-cell-widths", tmp_path) / "w.md", 20)


def _fits(file: Path, width: int) -> None:
    lines = run("show", file, env={"COLUMNS": str(width)}).output.splitlines()
    assert max(map(cell_len, lines)) <= width
    text = run("show", file, "--text").output
    for cluster in ("👨‍👩‍👧‍👦", "🇫🇮", "e\u0301", "❤️"):
        assert "".join(lines).count(cluster) >= text.count(cluster)
