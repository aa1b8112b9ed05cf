"""The options that begin a tagging session."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import run

from csreader.cli.session import SessionOptions
from csreader.tui.session_queue import Plan, QueueOrder
from csreader.tui.tagging import Request

PLAN = Plan()


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (SessionOptions(), None),
        (SessionOptions(session=True), Request()),
        (SessionOptions(session=True, order="date"), Request(PLAN)),
        (SessionOptions(session=True, query=""), Request(Plan(""))),
        (SessionOptions(session=True, seed=4), Request(Plan(order=QueueOrder.RANDOM, seed=4))),
        (
            SessionOptions(session=True, order="least-tagged", query="refund"),
            Request(Plan("refund", QueueOrder.LEAST_TAGGED)),
        ),
    ],
)
def test_what_the_app_is_asked_for(options: SessionOptions, expected: Request | None) -> None:
    assert options.request() == expected


def test_options_before_and_behind_the_path_go_together() -> None:
    before, behind = SessionOptions(session=True, seed=3), SessionOptions(query="refund", seed=4)
    assert behind.over(before) == SessionOptions(session=True, seed=4, query="refund")
    assert behind.over(None) == behind


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--order", "date"), "--order goes with --session."),
        (("--seed", "3"), "--seed goes with --session."),
        (("--query", "x", "."), "--query goes with --session."),
        ((".", "--query", "x"), "--query goes with --session."),
        (("--session", "--order", "date", "--seed", "3"), "--seed goes with --order random."),
        (("--session", "--query", "colour:red"), "--query: there is no colour: but title"),
        (("--session", "--query", "status:x"), "--query: a status is done"),
        (("--session", "list"), "--session opens the app and goes with no command."),
        (("--session", "--order", "odd"), "'odd' is not one of"),
        (("--session", "--seed", "0"), "0 is not in the range"),
    ],
)
def test_wrong_use_is_one_line(arguments: tuple[str, ...], message: str) -> None:
    result = run(*arguments, code=2)
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_it_needs_a_terminal(tmp_path: Path) -> None:
    assert "needs a terminal" in run("--session", tmp_path, code=2).stderr


def test_the_help_tells_of_them() -> None:
    shown = run("--help").output
    for name in ("--session", "--order [date|random|least-tagged]", "--seed N", "--query TEXT"):
        assert name in shown
