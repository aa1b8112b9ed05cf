"""Folders whose files cannot all be read: each is told in one line, and the rest works."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from commands import CONTROLS, run, run_apart, run_json

SOUND = "---\ntitle: Sound\n---\nWords to read.\n"

needs_bytes = pytest.mark.skipif(
    sys.platform != "linux", reason="this system's file names are not bytes"
)


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    folder = tmp_path / "odd"
    folder.mkdir()
    (folder / "sound.md").write_text(SOUND, encoding="utf-8")
    return folder


def told(folder: Path, code: int = 1) -> dict[str, str]:
    """What check says of each path; `list` must still have the sound post."""
    listed = run("list", folder, "--json", code=None)
    assert listed.exit_code in (0, 1)
    assert '"Sound"' in listed.stdout
    assert "Words to read." in run("show", folder / "sound.md").output
    problems = run_json("check", folder, "--json", code=code)
    paths = [one["path"] for one in problems]
    assert len(paths) == len(set(paths))
    assert not any("\n" in one["message"] for one in problems)
    return {one["path"]: one["message"] for one in problems}


def test_links_that_lead_nowhere_and_in_circles(odd: Path) -> None:
    (odd / "dangling.md").symlink_to("nowhere.md")
    (odd / "self.md").symlink_to("self.md")
    (odd / "a.md").symlink_to("b.md")
    (odd / "b.md").symlink_to("a.md")
    (odd / "here").symlink_to(".")
    (odd / "above").symlink_to("..")
    assert sorted(told(odd)) == ["a.md", "above", "b.md", "dangling.md", "here", "self.md"]


def test_folders_that_are_named_like_posts(odd: Path) -> None:
    (odd / "folder.md").mkdir()
    (odd / "folder.md" / "inner.md").write_text("Inner words.\n", encoding="utf-8")
    (odd / "empty.md").mkdir()
    assert told(odd, code=0) == {}
    ids = [post["id"] for post in run_json("list", odd, "--json")]
    assert ids == ["folder.md/inner.md", "sound.md"]
    assert "folder" in run("show", odd / "folder.md", code=2).output


def test_what_is_no_file_never_blocks(odd: Path) -> None:
    os.mkfifo(odd / "pipe.md")
    (odd / "null.md").symlink_to("/dev/null")
    (odd / "zero.md").symlink_to("/dev/zero")
    told(odd)
    for name in ("pipe.md", "null.md", "zero.md"):
        done = run_apart("show", odd / name)
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 1
        assert name.encode() in done.stderr


@needs_bytes
@pytest.mark.parametrize(
    "name",
    [
        b"new\nline.md", b"esc\x1b[31mred.md", b"tab\tname.md", b"bad\xff\xfe.md", b"\x9b2J.md",
        b"-dash.md", b"--help.md", b" blank .md", b"~.md", b"[b]x[].md", b"%41.md", b"x" * 252
        + b".md", "é".encode() * 126 + b".md", "a\u202eb.md".encode(), "e\u0301.md".encode(),
        b"*?.md", b"$HOME.md", b"'\".md", b"\\.md",
    ],
)  # fmt: skip
def test_names_of_any_bytes(odd: Path, name: bytes) -> None:
    path = os.path.join(os.fsencode(odd), name)  # noqa: PTH118
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(b"---\ntitle: Odd\ntitle: Name\n---\nOdd words.\n")
    for command in ("list", "check"):
        done = run_apart(command, odd)
        assert done.returncode == (1 if command == "check" else 0), done.stderr
        assert not CONTROLS.search(done.stdout + done.stderr)
    (problem,) = run_json("check", odd, "--json", code=1)
    assert (problem["kind"], problem["line"]) == ("duplicate-key", 3)
    done = run_apart("show", "--", os.fsdecode(path))
    assert b"Odd words." in done.stdout, done.stderr
    post = next(one for one in run_json("list", odd, "--json") if one["title"] == "Name")
    assert b"Odd words." in run_apart("show", "--", post["id"], cwd=odd).stdout


def test_a_folder_deeper_than_a_path_may_be(odd: Path) -> None:
    here = os.getcwd()  # noqa: PTH109
    try:
        os.chdir(odd)
        for number in range(300):
            os.mkdir(f"deep{number:03}_and_long")  # noqa: PTH102
            os.chdir(f"deep{number:03}_and_long")
        Path("deepest.md").write_text("Too deep.\n", encoding="utf-8")
    finally:
        os.chdir(here)
    (path,) = told(odd)
    assert path.startswith("deep000_and_long/")


def test_a_deep_folder_within_reach(odd: Path) -> None:
    folder = odd.joinpath(*"d" * 300)
    folder.mkdir(parents=True)
    (folder / "deepest.md").write_text("Deep words.\n", encoding="utf-8")
    assert told(odd, code=0) == {}
    assert "Deep words." in run("show", folder / "deepest.md").output


def test_bombs_in_headers_and_huge_lines(odd: Path) -> None:
    header = "---\ntitle: Boom\nx: {}\n---\nWords.\n"
    files = {
        "items.md": header.format("- [" * 300_000),
        "braces.md": header.format("{a: " * 250_000),
        "alias.md": header.format("&a [*a]"),
        "keys.md": header.format("y\n" + "\n".join(f"k{i}: v" for i in range(200_000))),
        "line.md": "word " * 400_000,
    }
    for name, text in files.items():
        (odd / name).write_text(text, encoding="utf-8")
    assert sorted(told(odd)) == ["alias.md", "braces.md", "items.md", "keys.md"]
    titles = {post["id"]: post["title"] for post in run_json("list", odd, "--json")}
    assert {titles[name] for name in files if name != "line.md"} == {"Boom"}
