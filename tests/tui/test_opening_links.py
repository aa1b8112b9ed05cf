"""Links and images are shown before they are opened, and nothing opens by itself."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from playing import bar_text, make_collection, playing, screen_text, until

from csreader.tui import links, opener, pictures
from csreader.tui.screens.about import AboutPage
from csreader.tui.screens.open_page import OpenPage
from csreader.tui.widgets.row_list import RowList

STORY = """\
---
title: The lamp
author: Ann Lee
categories: [service]
tags: [lamp, late]
source: https://www.example.com/2012/the-lamp
---
See [the shop](https://shop.example/a?b=1) and [the other one](b.md).

![A lamp](lamp.png) Words.

Nothing here.
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = make_collection(tmp_path / "stories")
    (root / "posts" / "a.md").write_text(STORY, encoding="utf-8")
    (root / "posts" / "lamp.png").write_bytes(b"not a picture")
    return root


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    handed: list[str] = []

    def take(target: str | Path) -> str:
        handed.append(str(target))
        return ""

    monkeypatch.setattr(links, "open_outside", take)
    return handed


async def test_a_link_is_shown_and_opened_only_by_enter(root: Path, opened: list[str]) -> None:
    async with playing(root) as (pilot, reader):
        await pilot.press("enter", "w", "o")
        assert isinstance(pilot.app.screen, OpenPage)
        await pilot.pause()
        assert "https://shop.example/a?b=1" in screen_text(reader)
        await pilot.press("escape")
        assert opened == []
        await pilot.press("o", "enter")
        await until(pilot, lambda: bool(opened))
        assert opened == ["https://shop.example/a?b=1"]
        await until(pilot, lambda: "handed over" in bar_text(reader))


async def test_a_link_to_another_post_opens_it_here(root: Path, opened: list[str]) -> None:
    async with playing(root) as (pilot, reader):
        await pilot.press("enter", "o", "j", "enter")
        await until(pilot, lambda: reader.session.post is not None and pilot.app.screen is reader)
        assert reader.session.post is not None
        assert reader.session.post.id == "b.md"
        assert opened == []


async def test_a_picture_of_the_collection_goes_to_the_viewer(
    root: Path, opened: list[str]
) -> None:
    async with playing(root) as (pilot, reader):
        await pilot.press("enter", "right_curly_bracket", "o", "enter")
        await until(pilot, lambda: bool(opened))
        assert opened == [str(root / "posts" / "lamp.png")]
        await pilot.press("right_curly_bracket", "o")
        assert pilot.app.screen is reader
        assert "no link or image" in bar_text(reader)


async def test_the_heading_says_what_the_header_does_and_i_shows_all(
    root: Path, opened: list[str]
) -> None:
    async with playing(root) as (pilot, reader):
        shown = screen_text(reader)
        assert "by Ann Lee · from example.com · in service" in shown
        assert "its own tags: lamp, late" in shown
        await pilot.press("I")
        assert isinstance(pilot.app.screen, AboutPage)
        await until(pilot, lambda: bool(pilot.app.screen.query_one(RowList).rows))
        assert "https://www.example.com/2012/the-lamp" in screen_text(reader)
        await pilot.press("G", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, OpenPage))
        await pilot.press("enter")
        await until(pilot, lambda: bool(opened))
        assert opened == ["https://www.example.com/2012/the-lamp"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has a function for it")
@pytest.mark.parametrize(("code", "says"), [("0", ""), ("3", "ended with 3")])
def test_the_systems_opener_is_called_with_the_address_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, says: str
) -> None:
    program = tmp_path / "opener"
    program.write_text(f'#!/bin/sh\nprintf "%s|%s" "$#" "$1" > {tmp_path}/got\nexit {code}\n')
    program.chmod(0o755)
    monkeypatch.setattr(opener, "_command", lambda: (str(program),))
    assert says in opener.open_outside("https://a.example/?b=$(touch x)&c='d'")
    assert (tmp_path / "got").read_text() == "1|https://a.example/?b=$(touch x)&c='d'"


def test_a_system_without_an_opener_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opener, "_command", lambda: None)
    assert "no program" in opener.open_outside("https://a.example")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
async def test_pictures_show_where_they_are_asked_for(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = pytest.importorskip("PIL.Image")
    widget = pytest.importorskip("textual_image.widget")
    image.new("RGB", (64, 32), (200, 40, 40)).save(root / "posts" / "lamp.png")
    monkeypatch.setattr(pictures, "_widget", widget.HalfcellImage)
    async with playing(root) as (pilot, reader):
        await pilot.press("enter", "right_curly_bracket", "o")
        await until(pilot, lambda: "▀" in screen_text(reader))
        assert "posts/lamp.png" in screen_text(reader)


async def test_a_broken_picture_is_no_fault(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    widget = pytest.importorskip("textual_image.widget")
    monkeypatch.setattr(pictures, "_widget", widget.HalfcellImage)
    async with playing(root) as (pilot, reader):
        await pilot.press("enter", "right_curly_bracket", "o")
        await pilot.pause()
        assert isinstance(pilot.app.screen, OpenPage)
        assert "posts/lamp.png" in screen_text(reader)
        assert pictures.load(root / "posts" / "lamp.png") is None
