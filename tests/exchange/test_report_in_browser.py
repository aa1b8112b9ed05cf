"""The report in a browser: nothing in its console, and what it does.

CSREADER_CHROMIUM names the browser where it is not found by itself. CSREADER_AXE may name
a file with the script of axe-core, which then looks for what keeps people out.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import Page, chromium
from made_snapshots import EXPORTED, orphaned, placed, post, written

from csreader.annotations import Tag
from csreader.exchange.report.colors import contrast
from csreader.exchange.report.page import HTML
from csreader.exchange.snapshot import Snapshot
from csreader.text.model import Format
from csreader.text.reader import read_text

pytestmark = pytest.mark.skipif(chromium() is None, reason="no Chromium is found")

_BAD = "</script><script>alert(1)</script><img src=http://e.test/x onerror=alert(2)>"


def _story(identity: str, markdown: str, *marks: tuple[Any, ...], **more: object):
    reading = read_text(markdown, Format.MARKDOWN)
    made = []
    for number, (words, tags, note) in enumerate(marks):
        start = reading.text.index(words)
        own = f"{identity}{number}"
        made.append(placed(reading.text, start, start + len(words), own, tags, note=note))
    if identity == "a.md":
        made.append(orphaned("gone", "lost", ("apology",), note=_BAD))
    return post(identity, reading.text, *made, reading=reading, **more)


def _snapshot() -> Snapshot:
    lamp = (
        ("The lamp came broken. They said sorry at once.", ("fault",), "the whole of it"),
        ("said sorry", ("apology", _BAD.replace("/", "∕")), _BAD),
        ("x" * 200, ("fault",), ""),
    )
    long = "x" * 200
    table = (
        "| a | b | c | d | e |\n|---|---|---|---|---|\n" + f"| {'wide ' * 20}| 2 | 3 | 4 | 5 |\n"
    )
    posts = (
        _story(
            "a.md",
            f"The lamp came broken. They said sorry at once.\n\n{long}\n\n{table}\n\n"
            f"```\n{long}\n```",
            *lamp,
            title=_BAD,
            date="2020-01-01",
        ),
        _story("b.md", "A café in Zürich.", ("café", ("fault",), ""), title="Coffee"),
    )
    colors = ("#ffff00", "#000000", "#ffffff")
    names = ("apology", "fault", _BAD.replace("/", "∕"))
    book = tuple(Tag(name, name, color) for name, color in zip(names, colors, strict=True))
    return Snapshot(EXPORTED, book, posts)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_bytes(written(HTML, _snapshot()))
    return path


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    program = chromium()
    assert program is not None
    with Page(program, tmp_path_factory.mktemp("profile")) as page:
        yield page


@pytest.fixture
def page(browser: Page, report: Path) -> Iterator[Page]:
    browser.open(report)
    yield browser
    assert browser.problems == []


def _colors(page: Page, selector: str) -> list[tuple[str, str]]:
    """Of each element, the colour of its words and of what is behind them."""
    found = page.run(
        f"[...document.querySelectorAll({json.dumps(selector)})].map((one) => {{"
        "let behind = one; let color = 'rgba(0, 0, 0, 0)';"
        "while (behind && color === 'rgba(0, 0, 0, 0)') {"
        "color = getComputedStyle(behind).backgroundColor; behind = behind.parentElement; }"
        "return [getComputedStyle(one).color, color]; })"
    )
    return [(_hex(one), _hex(other)) for one, other in found]


def _hex(color: str) -> str:
    numbers = color.removeprefix("rgb(").removesuffix(")").split(",")
    return "#" + "".join(f"{int(number):02x}" for number in numbers)


@pytest.mark.parametrize("colors", ["light", "dark"])
def test_all_words_can_be_read_in_both_schemes(page: Page, report: Path, colors: str) -> None:
    page.open(report, scheme=colors)
    assert page.run("document.querySelectorAll('mark').length") >= 5
    for selector in ("mark", ".tag", "a", "p", "h3", "li", "th", "td", "button", "label", "code"):
        found = _colors(page, selector)
        assert found
        for words, behind in found:
            assert contrast(words, behind) >= 4.5, (selector, words, behind)
    (paper,) = {behind for _, behind in _colors(page, "body")}
    assert (contrast(paper, "#ffffff") < 2) == (colors == "light")


def test_the_switch_turns_the_colours(page: Page) -> None:
    (light,) = _colors(page, "body")
    pressed = "document.querySelector('#scheme').getAttribute('aria-pressed')"
    assert page.run(pressed) == "false"
    page.run("document.querySelector('#scheme').click()")
    (dark,) = _colors(page, "body")
    assert contrast(light[1], dark[1]) > 10
    assert page.run(pressed) == "true"
    page.run("document.querySelector('#scheme').click()")
    assert _colors(page, "body") == [light]


def _shown(page: Page, selector: str) -> list[str]:
    return page.run(
        f"[...document.querySelectorAll({json.dumps(selector)})]"
        ".filter((one) => one.checkVisibility()).map((one) => one.textContent)"
    )


def _search(page: Page, words: str) -> None:
    page.run("document.querySelector('#find').value = ''; document.activeElement.blur()")
    page.key("/")
    assert page.run("document.activeElement.id") == "find"
    page.type(words)
    page.run(
        "new Promise((done) => new MutationObserver(() => done())"
        ".observe(document.querySelector('#found'), {childList: true}))"
    )


def test_the_search_leaves_what_has_all_words(page: Page) -> None:
    assert len(_shown(page, "article h3")) == 2
    _search(page, "ZURICH cafe")
    assert _shown(page, "article h3") == ["Coffee"]
    assert _shown(page, ".contents ol a") == ["Coffee"]
    # The quote's entry does not say where the café is.
    assert _shown(page, ".entries li") == []
    assert _shown(page, "#found") == ["1 story, 0 passages by tag"]
    page.key("Escape")
    assert len(_shown(page, "article h3")) == 2
    _search(page, "said sorry")
    assert len(_shown(page, "article h3")) == 1
    assert len(_shown(page, "#index .group")) == 3


def test_the_pointer_shows_the_notes_of_a_place(page: Page) -> None:
    card = "document.querySelector('#card')"
    assert page.run(f"{card}.hidden")
    page.point_at("mark[data-marks='1 2']")
    assert not page.run(f"{card}.hidden")
    said = page.run(f"{card}.textContent")
    assert "the whole of it" in said
    assert _BAD in said
    assert page.run("document.querySelectorAll('mark.lit').length") == 3
    assert page.run(f"{card}.getBoundingClientRect().right <= innerWidth")
    page.key("Escape")
    assert page.run(f"{card}.hidden")


def test_all_is_reached_by_key(page: Page) -> None:
    page.key("Tab")
    assert page.run("document.activeElement.className") == "skip"
    assert page.run("document.activeElement.getBoundingClientRect().top") >= 0
    page.key("Enter")
    assert page.run("document.activeElement.id") == "main"
    page.run("document.querySelector('.ref').focus()")
    assert not page.run("document.querySelector('#card').hidden")
    assert page.run("document.activeElement.getAttribute('aria-describedby')") == "card"
    page.key("Enter")
    assert page.run("location.hash").startswith("#s1-m")


@pytest.mark.parametrize("width", [320, 768, 1024, 1600])
def test_nothing_is_wider_than_the_window(page: Page, report: Path, width: int) -> None:
    page.open(report, width=width)
    assert page.run("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("colors", ["light", "dark"])
def test_axe_finds_nothing_that_keeps_people_out(page: Page, report: Path, colors: str) -> None:
    script = os.environ.get("CSREADER_AXE")
    if not script:
        pytest.skip("CSREADER_AXE names no script of axe-core")
    page.open(report, scheme=colors)
    page.call("Runtime.evaluate", expression=Path(script).read_text(encoding="utf-8"))
    found = page.run("axe.run().then((said) => [said.violations, said.passes.length])")
    assert found[0] == []
    assert found[1] > 20


def test_on_paper_there_is_nothing_to_operate(page: Page) -> None:
    page.scheme("dark", media="print")
    for selector in (".tools", ".contents", ".skip"):
        assert page.run(f"getComputedStyle(document.querySelector('{selector}')).display") == "none"
    for words, behind in _colors(page, "mark"):
        assert contrast(words, behind) >= 4.5
        assert contrast(behind, "#ffffff") < 3
    page.scheme("light", media="screen")
