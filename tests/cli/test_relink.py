"""relink: marks follow a post that was renamed, and nothing is guessed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands import run, run_json


@pytest.fixture
def renamed(folder: Path) -> Path:
    """A collection whose plain.txt, with a mark, is in a folder of another year now."""
    run("tag", "plain.txt", "--tag", "a", "--quote", "few words", "--note", "why?")
    (folder / "posts" / "2021").mkdir()
    (folder / "posts" / "plain.txt").rename(folder / "posts" / "2021" / "page.txt")
    return folder


def marks(post: str) -> list[tuple[str, list[str], str, str]]:
    shown = run_json("show", post, "--json")["annotations"]
    return [(one["quote"], one["tags"], one["note"], one["coder"]) for one in shown]


def files(root: Path) -> list[str]:
    folder = root / "annotations"
    return sorted(path.relative_to(folder).as_posix() for path in folder.glob("*/**/*.json"))


def test_a_renamed_post_gets_its_marks_back(renamed: Path) -> None:
    old = renamed / "annotations" / "tester" / "plain.txt.json"
    before = old.read_bytes()
    told = run("relink", "--dry-run").output
    assert "plain.txt → 2021/page.txt: 1 mark would be moved" in told
    assert old.read_bytes() == before
    (said,) = run_json("relink", "--json")
    assert (said["post"], said["new"], said["moved"]) == ("plain.txt", "2021/page.txt", True)
    assert files(renamed) == ["tester/2021/page.txt.json"]
    assert marks("2021/page.txt") == [("few words", ["a"], "why?", "tester")]
    # But for the post's name, not a byte is another.
    after = (renamed / "annotations" / "tester" / "2021" / "page.txt.json").read_bytes()
    assert after.replace(b'"2021/page.txt"', b'"plain.txt"') == before
    assert "No marks" in run("relink").output
    assert "no problems" in run("check").output


def test_check_names_the_command(renamed: Path) -> None:
    (problem,) = run_json("check", "--json", code=1)
    assert problem["kind"] == "no-post"
    assert "csreader relink plain.txt 2021/page.txt" in problem["message"]
    run("relink", "plain.txt", "2021/page.txt")
    run("check")
    assert files(renamed) == ["tester/2021/page.txt.json"]


def test_nothing_is_moved_where_two_fit(renamed: Path) -> None:
    page = renamed / "posts" / "2021" / "page.txt"
    (renamed / "posts" / "copy.txt").write_bytes(page.read_bytes())
    told = run("relink", code=1).output
    assert "2021/page.txt or copy.txt" in told
    assert files(renamed) == ["tester/plain.txt.json"]
    (said,) = run_json("relink", "--json", code=1)
    assert (said["fits"], said["new"], said["moved"]) == (
        ["2021/page.txt", "copy.txt"],
        None,
        False,
    )
    (problem,) = run_json("check", "--json", code=1)
    assert "relink plain.txt NEW" in problem["message"]
    run("relink", "plain.txt", "posts/copy.txt")
    assert files(renamed) == ["tester/copy.txt.json"]


def test_nothing_is_moved_where_two_lost_posts_had_the_text(folder: Path) -> None:
    posts = folder / "posts"
    (posts / "twin.txt").write_bytes((posts / "plain.txt").read_bytes())
    for post in ("plain.txt", "twin.txt"):
        run("tag", post, "--tag", "a", "--quote", "few words")
    (posts / "twin.txt").unlink()
    (posts / "plain.txt").rename(posts / "new.txt")
    assert "twin.txt had too" in run("relink", code=1).output
    assert files(folder) == ["tester/plain.txt.json", "tester/twin.txt.json"]


def test_by_hand_also_where_the_text_has_changed(renamed: Path) -> None:
    page = renamed / "posts" / "2021" / "page.txt"
    page.write_text("More came before it.\n\n" + page.read_text(encoding="utf-8"), encoding="utf-8")
    assert "no post has its text" in run("relink", code=1).output
    run("relink", renamed, "plain.txt", "2021/page.txt")
    assert marks("2021/page.txt") == [("few words", ["a"], "why?", "tester")]


@pytest.mark.usefixtures("renamed")
def test_marks_of_both_names_are_united() -> None:
    run("tag", "2021/page.txt", "--tag", "b", "--quote", "plain page")
    run("tag", "2021/page.txt", "--tag", "a", "--quote", "few words")
    run("relink")
    assert marks("2021/page.txt") == [
        ("plain page", ["b"], "", "tester"),
        ("few words", ["a"], "why?", "tester"),
    ]


def test_only_the_coders_own_marks_are_moved(renamed: Path) -> None:
    told = run("relink", "--coder", "bob").output
    assert "1 mark of tester, who alone can move them to 2021/page.txt" in told
    run("relink", "plain.txt", "2021/page.txt", "--coder", "bob", code=2)
    assert files(renamed) == ["tester/plain.txt.json"]


def test_a_post_that_is_done_stays_done(folder: Path) -> None:
    run("tag", "plain.txt", "--tag", "a", "--quote", "few words")
    path = folder / "annotations" / "tester" / "plain.txt.json"
    tables = json.loads(path.read_text(encoding="utf-8"))
    tables["meta"]["1"]["done"] = True
    tables["annotations"] = {}
    path.write_text(json.dumps(tables), encoding="utf-8")
    (folder / "posts" / "plain.txt").rename(folder / "posts" / "new.txt")
    run("relink")
    status = {post["id"]: post["status"] for post in run_json("list", "--json")}
    assert status["new.txt"] == "done"


@pytest.mark.parametrize(
    "wrong",
    [("kettle.md", "plain.txt"), ("gone.md", "plain.txt"), ("gone.md", "none.md"), "abcd"],
)
def test_wrong_use_is_one_line(folder: Path, wrong: tuple[str, ...]) -> None:
    assert len(run("relink", *wrong, code=2).stderr.splitlines()) == 1
    assert not (folder / "annotations").exists()


def test_a_broken_file_is_left_alone(renamed: Path) -> None:
    target = renamed / "annotations" / "tester" / "2021" / "page.txt.json"
    target.parent.mkdir()
    target.write_text("{", encoding="utf-8")
    result = run("relink", code=1)
    assert len(result.stderr.splitlines()) == 1
    assert "Nothing was moved" in result.stderr
    assert target.read_text(encoding="utf-8") == "{"
    assert (renamed / "annotations" / "tester" / "plain.txt.json").exists()


def test_a_second_try_after_a_crash_doubles_nothing(renamed: Path) -> None:
    old = renamed / "annotations" / "tester" / "plain.txt.json"
    data = old.read_bytes()
    run("relink")
    old.write_bytes(data)  # what a crash before the last step leaves
    run("relink")
    assert files(renamed) == ["tester/2021/page.txt.json"]
    assert marks("2021/page.txt") == [("few words", ["a"], "why?", "tester")]
