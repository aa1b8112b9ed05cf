"""Who marks: asked for, environment, configuration, remembered, git, login."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from annotating import POST, STORY, mark, markdown, tree

from csreader.annotations import Store, acting_coder

READING = markdown(STORY)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A collection in a git repository whose user.name is set there only."""
    monkeypatch.delenv("CSREADER_CODER")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "login")
    root = tmp_path / "repository"
    root.mkdir()
    _git(root, "init", "-q")
    _git(root, "config", "user.name", "  Git  Name ")
    return root


def _git(root: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=root, check=True, capture_output=True)


def _first_mark(root: Path) -> None:
    mark(Store(root, acting_coder(root)), READING, "refund", "a")


def test_the_first_that_says_a_name(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert acting_coder(root) == "Git Name"
    _first_mark(root)
    _git(root, "config", "user.name", "Renamed")
    assert acting_coder(root) == "Git Name"
    assert acting_coder(root, configured="from the file") == "from the file"
    monkeypatch.setenv("CSREADER_CODER", "from outside")
    assert acting_coder(root, configured="from the file") == "from outside"
    assert acting_coder(root, "asked for", "from the file") == "asked for"


def test_without_git_the_login(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _git(root, "config", "--unset", "user.name")
    assert acting_coder(root) == "login"
    monkeypatch.setenv("PATH", str(root))  # no git at all
    assert acting_coder(root) == "login"


def test_git_is_asked_in_the_root(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = root.parent / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert acting_coder(root) == "Git Name"
    assert acting_coder(elsewhere) == "login"


def test_blank_names_do_not_count(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSREADER_CODER", "  ")
    assert acting_coder(root, " \n", "\t") == "Git Name"


def test_names_are_made_safe_to_print(root: Path) -> None:
    assert acting_coder(root, " a\tb \x1b[2J\n") == "a b \ufffd[2J"
    assert Store(root, " a\nb ").coder == "a b"
    assert Store(root, "").coder == "coder"


def test_only_a_mark_is_remembered(root: Path) -> None:
    store = Store(root, acting_coder(root))
    store.marks(POST, READING)
    store.codebook()
    assert not list(Path.home().rglob("coder.json"))
    _git(root, "config", "user.name", "Renamed")
    assert acting_coder(root) == "Renamed"
    _first_mark(root)
    _git(root, "config", "user.name", "Renamed again")
    mark(Store(root, "Renamed again"), READING, "refund", "a")
    assert acting_coder(root) == "Renamed"


def test_a_name_asked_for_once_is_not_remembered(root: Path) -> None:
    mark(Store(root, acting_coder(root, "just now")), READING, "refund", "a")
    assert acting_coder(root) == "Git Name"
    _first_mark(root)
    _git(root, "config", "user.name", "Renamed")
    assert acting_coder(root) == "Git Name"


def test_each_root_has_its_own(root: Path) -> None:
    _first_mark(root)
    other = root.parent / "other"
    other.mkdir()
    _first_mark(other)
    _git(root, "config", "user.name", "Renamed")
    assert (acting_coder(root), acting_coder(other)) == ("Git Name", "login")


def test_done_counts_as_a_mark(root: Path) -> None:
    Store(root, acting_coder(root)).set_done(POST, READING, True)
    _git(root, "config", "user.name", "Renamed")
    assert acting_coder(root) == "Git Name"


def test_asking_writes_nothing(root: Path) -> None:
    before = tree(root)
    acting_coder(root)
    assert tree(root) == before
    assert not list(Path.home().rglob("*.json"))


@pytest.mark.parametrize("content", ["", "{", "[]", '{"coder": null}', '"x"', "\0"])
def test_a_broken_memory_is_none(root: Path, content: str) -> None:
    _first_mark(root)
    (memory,) = Path.home().rglob("coder.json")
    _git(root, "config", "user.name", "Renamed")
    assert acting_coder(root) == "Git Name"
    memory.write_text(content, encoding="utf-8")
    assert acting_coder(root) == "Renamed"


def test_a_state_folder_that_cannot_be_made_stops_no_mark(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = root.parent / "taken"
    taken.write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_STATE_HOME", str(taken))
    monkeypatch.setenv("HOME", str(taken))
    assert mark(Store(root, "one"), READING, "refund", "a").quote == "refund"


def test_a_root_that_is_not_utf8(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CSREADER_CODER")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    root = tmp_path / "caf\udce9"
    try:
        root.mkdir()
    except OSError:
        pytest.skip("this disk takes UTF-8 names only")
    login = acting_coder(root)
    mark(Store(root, login), READING, "refund", "a")
    monkeypatch.setenv("LOGNAME", "renamed")
    assert acting_coder(root) == login
    assert [one.quote for one in Store(root, login).marks(POST, READING).own] == ["refund"]
