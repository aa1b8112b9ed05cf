"""Fixtures that every room's tests use."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _own_state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every test out of the user's own state, configuration and identity."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("CSREADER_CODER", "tester")
    # The tour has tests of its own.
    (home / "state" / "csreader").mkdir(parents=True)
    (home / "state" / "csreader" / "toured").touch()


@pytest.fixture(autouse=True)
def _all_colors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the terminal that the tests run in can show, what they look at is the same."""
    monkeypatch.setattr("textual.constants.COLOR_SYSTEM", "truecolor")
