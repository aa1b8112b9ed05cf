"""What a web page's own head says."""

from __future__ import annotations

from collections.abc import Callable

from csreader.collection import Post

Read = Callable[..., Post]

PAGE = """\
<!DOCTYPE html>
<html lang="de-DE">
<head>
<!-- <meta property="og:title" content="not this"> -->
<title>The late lamp &#8211; A blog about lamps</title>
<meta property="og:title" content="The late lamp &amp; its shade">
<meta name=author content='Ann Lee'>
<meta property="article:published_time" content="2018-05-06T21:30:00+00:00" />
<meta property="article:tag" content="lamp"><meta property="article:tag" content="late, parcel">
<link rel="canonical" href="https://lamps.example/2018/the-late-lamp/">
<style>p { color: red }</style>
</head>
<body><h1>A blog about lamps</h1><h1 class="entry-title">The late lamp</h1><p>It came.</p></body>
</html>
"""


def test_a_page_is_told_of_by_its_head(read: Read) -> None:
    post = read(PAGE, "page.html")
    assert (post.title, post.date) == ("The late lamp & its shade", "2018-05-06")
    assert post.about.authors == ("Ann Lee",)
    assert post.about.tags == ("lamp", "late", "parcel")
    assert post.about.source == "https://lamps.example/2018/the-late-lamp/"
    assert post.language == "de"
    assert (post.body, post.body_line, post.problems) == (PAGE, 1, ())


def test_front_matter_goes_before_the_head(read: Read) -> None:
    post = read(f"---\ntitle: Mine\n---\n{PAGE}", "page.html")
    assert (post.title, post.date, post.about.authors) == ("Mine", None, ())


def test_the_day_of_a_time_element_counts_where_the_head_says_none(read: Read) -> None:
    page = "<h1>A</h1><p><time datetime='2017-02-03T10:00'>yesterday</time> B</p>"
    assert read(page, "page.html").date == "2017-02-03"


def test_a_page_without_a_head_has_no_header(read: Read) -> None:
    post = read("<h2>The lamp</h2><p>B</p>", "page.html")
    assert (post.title, post.header.kind, post.date) == ("The lamp", "", None)


def test_an_address_is_no_author_and_a_broken_head_no_fault(read: Read) -> None:
    page = "<head><meta name=author content='https://x.example/a'><meta <meta content=><p>B</p>"
    assert read(page, "page.html").about.authors == ()
