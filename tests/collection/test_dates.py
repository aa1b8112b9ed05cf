"""The day that a text names, as written."""

from __future__ import annotations

import pytest

from csreader.collection.dates import day_in_lines, day_in_name, is_date_line, read_day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2012-07-09", "2012-07-09"),
        (" 2012-7-9 ", "2012-07-09"),
        ("2012/07/09 10:20", "2012-07-09"),
        ("2012.07.09", "2012-07-09"),
        ("20120709", "2012-07-09"),
        ("20120709T235959Z", "2012-07-09"),
        ("2012-07-09 10pm", "2012-07-09"),
        ("2012-07-09 8:10 p.m.", "2012-07-09"),
        ("2012-07-09 24:00:00", "2012-07-09"),
        ("2012-07-09 23:59:60", "2012-07-09"),
        ("2012-07-09 23:59:59 -0800", "2012-07-09"),
        ("2012-07-09T00:10:00+13:00", "2012-07-09"),
        ("2012-07-09T00:10:00.123Z", "2012-07-09"),
        ("2012-07-09 00:10:00 +0200 (CEST)", "2012-07-09"),
        ("2012-07-09 00:10:00 UTC", "2012-07-09"),
        ("2012-07-09 8:10 PM", "2012-07-09"),
        ("Monday, July 9, 2012", "2012-07-09"),
        ("9 Jul 2012 23:50:00 +0000", "2012-07-09"),
        ("Mon, 09 Jul 2012 23:50:00 GMT", "2012-07-09"),
        ("July 9th, 2012", "2012-07-09"),
        ("Tues July 10 2012 00:00:00 GMT-0500 (EST)", "2012-07-10"),
        ("13/07/2012", "2012-07-13"),
        ("07/07/2012", "2012-07-07"),
    ],
)
def test_days(text: str, day: str) -> None:
    found = read_day(text)
    assert (found.day, found.doubt) == (day, "")


@pytest.mark.parametrize(
    "text",
    [
        "2012-07-09 10:00:00 EST",
        "2012-07-09 soon",
        "2012-07-09 25:61:00",
        "2012-07-09T10:75",
        "20120709T256100",
        "9 Jul 2012 10:00 PST",
        "2012-07-09 Europe/Bern",
    ],
)
def test_what_follows_a_day_may_be_doubtful(text: str) -> None:
    found = read_day(text)
    assert found.day == "2012-07-09"
    assert found.doubt


def test_month_and_day_that_may_be_swapped_are_doubtful() -> None:
    found = read_day("07/09/2012")
    assert found.day == "2012-07-09"
    assert "two ways" in found.doubt


@pytest.mark.parametrize(
    "text",
    [
        "2012-02-31",
        "0000-00-00",
        "20120231",
        "July 2012",
        "2012",
        "Monday 2012",
        "soon",
        "9",
        "1341792000",
        "9" * 5000,
        "9 Jul 2012 " * 100,
        "[a, b]",
        "1/2/3/4/2012",
        "99999999999 jan 2012",
    ],
)
def test_what_is_no_day(text: str) -> None:
    found = read_day(text)
    assert found.day is None
    assert found.doubt


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2012-07-09-lamp.md", "2012-07-09"),
        ("2012-7-9_lamp.md", "2012-07-09"),
        ("2012-07-09.md", "2012-07-09"),
        ("2012-13-09-lamp.md", None),
        ("2012-07-099.md", None),
        ("lamp-2012-07-09.md", None),
    ],
)
def test_days_in_names(name: str, day: str | None) -> None:
    assert day_in_name(name) == day


@pytest.mark.parametrize(
    "head",
    [
        "Monday, July 9, 2012\n\nA lamp.",
        "A lamp\n\nby Mo\n\n**July 9, 2012**\n",
        "<h1>A lamp</h1>\n<p class='d'>9&nbsp;July 2012</p>\n",
        "Posted on: 2012-07-09 10:00\n",
        "Date: July 9, 2012",
    ],
)
def test_a_date_line_among_the_first(head: str) -> None:
    assert day_in_lines(head) == "2012-07-09"


@pytest.mark.parametrize(
    "head",
    [
        "On July 9, 2012 a lamp came.",
        "2012-07-09 is when the lamp came",
        "one\ntwo\nthree\nfour\nfive\nJuly 9, 2012",
        "In July 2012",
        "Order 20120709 was late",
    ],
)
def test_prose_with_a_date_is_no_date_line(head: str) -> None:
    assert day_in_lines(head) is None


def test_date_lines() -> None:
    assert is_date_line("Tuesday, July 10, 2012")
    assert not is_date_line("Customer service in 2012")
