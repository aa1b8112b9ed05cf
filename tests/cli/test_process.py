"""csreader in a process of its own: what it loads, pipes, terminals, the last resort."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from commands import ROOT, run, run_apart

from csreader.cli import main
from csreader.cli.demo import copy_demo

_LOADED = """
import sys
from csreader.cli import main
try:
    main({arguments!r})
except SystemExit as end:
    code = end.code
print(code, *sorted({{name.partition('.')[0] for name in sys.modules}}), file=sys.stderr)
"""


@pytest.fixture
def post(tmp_path: Path) -> Path:
    file = tmp_path / "long.md"
    file.write_text("# Long\n\n" + "Some **words** here.\n\n" * 20_000, encoding="utf-8")
    return file


def _loaded(*arguments: str, cwd: Path) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", _LOADED.format(arguments=list(arguments))],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=180,
        check=True,
    )
    code, *names = done.stderr.splitlines()[-1].split()
    assert code == "0", done.stderr
    return set(names)


@pytest.mark.parametrize(
    "command",
    [
        ("--help",),
        ("list",),
        ("show", "a.md"),
        ("show", "a.md", "--text"),
        ("check",),
        ("tag", "a.md", "--tag", "a", "--quote", "words"),
        ("export", "--format", "json"),
        ("export", "--format", "csv"),
        ("report", "-o", "-"),
    ],
)
def test_no_command_loads_textual(tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "a.md").write_text("Few words.\n", encoding="utf-8")
    loaded = _loaded(*command, cwd=tmp_path)
    assert "csreader" in loaded
    assert "textual" not in loaded


def test_help_loads_nothing_that_reads(tmp_path: Path) -> None:
    heavy = {"markdown_it", "selectolax", "tinydb", "rich", "sentencex", "yaml", "frontmatter"}
    assert not heavy & _loaded("--help", cwd=tmp_path)


def test_the_app_needs_a_terminal(post: Path) -> None:
    for arguments in ((), (post.parent,), ("--demo",), (f"./{post.parent.name}",)):
        done = run_apart(*arguments, cwd=post.parent.parent)
        assert (done.returncode, done.stdout) == (2, b"")
        assert len(done.stderr.splitlines()) == 1
        assert b"terminal" in done.stderr


def test_a_missing_path_is_wrong_use(tmp_path: Path) -> None:
    for arguments in (
        ("nowhere",),
        ("lst",),
        ("list", "nowhere"),
        ("check", "nowhere"),
        ("export", "nowhere"),
        ("show", "nowhere.md"),
        ("show", tmp_path / "nowhere.md"),
        ("tag", "nowhere.md", "--tag", "a", "--quote", "b"),
    ):
        done = run_apart(*arguments, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, b""), arguments
        assert len(done.stderr.splitlines()) == 1


def test_a_mistyped_command_is_told(tmp_path: Path) -> None:
    assert b"csreader list?" in run_apart("lst", cwd=tmp_path).stderr


def test_a_command_s_name_as_a_path_is_a_path(tmp_path: Path) -> None:
    (tmp_path / "list").mkdir()
    assert b"terminal" in run_apart("./list", cwd=tmp_path).stderr


@pytest.mark.parametrize(
    "variables", [{}, {"NO_COLOR": "1"}, {"TERM": "dumb"}, {"FORCE_COLOR": "1"}]
)
def test_no_escape_code_reaches_a_file(tmp_path: Path, variables: dict[str, str]) -> None:
    (tmp_path / "a.md").write_text("# A *b*\n\n**c** `d` [e](f)\n\n> g\n", encoding="utf-8")
    run_apart("tag", "a.md", "--tag", "x", "--quote", "c d", cwd=tmp_path)
    for command in (("show", "a.md"), ("list",), ("check",), ("--help",)):
        done = run_apart(*command, cwd=tmp_path, env=variables)
        assert done.returncode == 0
        assert done.stdout
        assert b"\x1b" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    "command", [("show",), ("show", "--text"), ("show", "--json"), ("export", "--with-text")]
)
def test_a_reader_that_stops_is_no_error(post: Path, command: tuple[str, ...]) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "csreader", *command, str(post)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 0


def test_text_is_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Café 😀\n", encoding="utf-8")
    variables = {"PYTHONIOENCODING": "latin-1:strict", "LC_ALL": "C"}
    done = run_apart("show", "a.md", "--text", cwd=tmp_path, env=variables)
    assert done.stdout == "Café 😀\n".encode()
    done = run_apart("show", "a.md", cwd=tmp_path, env=variables)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == "Café ?\n".encode("latin-1")


def test_a_full_disk_is_told_in_one_line(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    (tmp_path / "a.md").write_text("Words.\n", encoding="utf-8")
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = subprocess.run(
            [sys.executable, "-m", "csreader", "show", "a.md"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=180,
            check=False,
        )
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1


def test_an_unforeseen_error_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("no\nway")

    monkeypatch.setattr("csreader.collection.Collection.open", fail)
    result = run("list", tmp_path, code=1)
    assert len(result.stderr.splitlines()) == 1
    assert "ZeroDivisionError: no way" in result.stderr
    assert "report" in result.stderr
    monkeypatch.setenv("CSREADER_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        main(["list", str(tmp_path)])


def test_every_command_has_help_with_an_example() -> None:
    assert isinstance(main, click.Group)
    assert (
        list(main.commands)
        == "list show check tag untag history restore export report import merge relink".split()
    )
    for name in main.commands:
        text = run(name, "--help").output
        assert f"  csreader {name} " in text
        assert name in run("--help").output
    assert "  csreader --demo" in run("--help").output


def test_the_version_is_told() -> None:
    from csreader import __version__

    assert run("--version").output == f"csreader {__version__}\n"


def test_the_demonstration_is_copied_once(tmp_path: Path) -> None:
    folder = copy_demo(tmp_path / "demo")
    posts = sorted(path.name for path in (folder / "posts").iterdir())
    assert len(posts) == 5
    assert (folder / "annotations" / "codebook.json").is_file()
    assert {path.name for path in (folder / "annotations").iterdir()} == {"codebook.json", "demo"}
    first = folder / "posts" / posts[0]
    first.write_text("Changed by its reader.\n", encoding="utf-8")
    copy_demo(folder)
    assert first.read_text(encoding="utf-8") == "Changed by its reader.\n"


def test_what_the_project_ships_has_no_problem(tmp_path: Path) -> None:
    folder = copy_demo(tmp_path / "demo")
    assert "no problems" in run("check", folder).output
