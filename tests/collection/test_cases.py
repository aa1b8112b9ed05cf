"""The shared cases, each on the given input and on one of our own of the same kind."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support import shared_case, shared_path

from csreader.collection import Collection, Problem, Severity

Make = Callable[[dict[str, str | bytes]], Path]
Files = dict[str, str | bytes]

GIVEN = pytest.param(True, id="given")
OWN = pytest.param(False, id="own")
both = pytest.mark.parametrize("given", [GIVEN, OWN])


def opened(given: bool, case: str, make: Make, own: Files) -> Collection:
    if not given:
        return Collection.open(make(own))
    # Without the file that says what is right, which looks like a post.
    files = [file for file in shared_case(case).iterdir() if file.name != "expect.md"]
    return Collection.open(make({file.name: file.read_bytes() for file in files}))


def bad(problems: tuple[Problem, ...]) -> list[tuple[str, int | None, str]]:
    """What makes `csreader check` end with 1."""
    return sorted(
        (one.path, one.line, one.kind) for one in problems if one.severity is not Severity.NOTE
    )


@both
def test_01_byte_order_mark(given: bool, make: Make) -> None:
    story = "---\nlayout: post\ntitle: A toaster by return\n---\nThe **new** one came.\n"
    own: Files = {"bom.md": "\ufeff" + story, "nobom.md": story}
    collection = opened(given, "01-bom-front-matter", make, own)
    marked, plain = collection.get("bom.md"), collection.get("nobom.md")
    title = "A kettle that came back" if given else "A toaster by return"
    assert marked.title == plain.title == title
    assert (marked.body, marked.body_line) == (plain.body, plain.body_line)
    assert marked.reading == plain.reading
    assert "\ufeff" not in marked.reading.text
    assert [one.kind for one in collection.all_problems] == ["bom"]
    assert bad(collection.all_problems) == []


@both
def test_02_line_ends(given: bool, make: Make) -> None:
    lines = ["---", "title: Late chair", "date: 2012-07-09", "---", "One.", "", "Two.", ""]
    own: Files = {
        "lf.md": "\n".join(lines),
        "crlf.md": "\r\n".join(lines),
        "cr.md": "\r".join(lines),
        "mixed.md": "\n".join(lines[:4]) + "\n" + "\r\n".join(lines[4:]),
    }
    posts = opened(given, "02-crlf-and-mixed-eol", make, own).posts
    assert len(posts) == 4
    assert {post.title for post in posts} == {"Late parcel" if given else "Late chair"}
    assert len({(post.date, post.body, post.body_line, post.reading.sha256) for post in posts}) == 1
    assert not any("\r" in post.body for post in posts)


@both
def test_04_missing_closing_fence(given: bool, make: Make) -> None:
    own: Files = {"unclosed.md": "---\ntitle: Cut off\nlang: en\n\nShe called twice that day.\n"}
    collection = opened(given, "04-missing-closing-fence", make, own)
    (post,) = collection.posts
    assert post.title == "unclosed.md"
    words = (collection.root / "unclosed.md").read_text().replace("---", "").split()
    assert post.reading.text.split() == words
    (problem,) = post.problems
    assert (problem.path, problem.line, problem.severity) == ("unclosed.md", 1, Severity.ERROR)
    assert "front matter not closed" in problem.message


@both
def test_06_dashes_inside_values(given: bool, make: Make) -> None:
    own: Files = {
        "dashes.md": "---\ntitle: Dashes all over\ndescription: late --- again\nnote: |\n  up\n"
        "  ---\n  down\n---\nBody one\n----------\n\n---\n\nBody two\n"
    }
    collection = opened(given, "06-dashes-inside-value", make, own)
    post = collection.get("dashes.md")
    assert post.title == ("Three dashes" if given else "Dashes all over")
    assert " --- " in str(post.header.values["description"])
    assert "\n---\n" in str(post.header.values["note"])
    assert post.body.startswith("Body one\n----------\n")
    assert post.reading.text == "Body one\n\nBody two"
    assert collection.all_problems == ()


@both
def test_07_colon_in_a_title(given: bool, make: Make) -> None:
    titles = (
        ["Help desk: the good one", "@shop answered me", "100% refund", "*Really* fast"]
        if given
        else ["Returns: the slow one", "@desk wrote back", "50% off", "*Very* kind"]
    )
    titles.append('"Sorry" is a start' if given else '"Thanks" is enough')
    own: Files = {
        f"t{n}.md": f"---\nlayout: post\ntitle: {title}\n---\nBody {n} stays readable.\n"
        for n, title in enumerate(titles, 1)
    }
    collection = opened(given, "07-colon-in-title", make, own)
    assert [post.title for post in collection.posts] == titles
    for number, post in enumerate(collection.posts, 1):
        assert post.reading.text == f"Body {number} stays readable."
        assert post.reading.blocks[0].line == 5
    assert bad(collection.all_problems) == [(f"t{n}.md", 3, "front-matter") for n in (1, 2, 4, 5)]
    for problem in collection.all_problems:
        assert titles[int(problem.path[1]) - 1] in problem.message


@pytest.fixture(params=["UTC", "Asia/Tokyo", "America/Los_Angeles"])
def zone(request: pytest.FixtureRequest) -> Iterator[None]:
    """The computer's time zone."""
    if not hasattr(time, "tzset"):
        pytest.skip("this system's time zone cannot be set")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


@both
@pytest.mark.usefixtures("zone")
def test_10_kinds_of_date(given: bool, make: Make) -> None:
    dates = {
        "a": "'2010-05-11 23:50:00 -0500'",
        "b": "2010-05-09",
        "c": "2010-05-12 01:00:00 +09:00",
        "d": "2010-05-13 10:00:00",
        "e": "2010-05-10 10:00:00 EST",
    }
    own: Files = {f"{n}.md": f"---\ntitle: {n}\ndate: {d}\n---\nx\n" for n, d in dates.items()}
    own["2009-01-02-no-date-key.md"] = "---\ntitle: f\n---\nx\n"
    collection = opened(given, "10-mixed-date-types", make, own)
    assert [(post.title, post.date) for post in collection.posts] == [
        ("f", "2009-01-02"),
        ("b", "2010-05-09"),
        ("e", "2010-05-10"),
        ("a", "2010-05-11"),
        ("c", "2010-05-12"),
        ("d", "2010-05-13"),
    ]
    assert bad(collection.all_problems) == [("e.md", 3, "date")]


@both
def test_14_object_tags(given: bool, make: Make, tmp_path: Path) -> None:
    trap = Path("/tmp/csreader-pwned") if given else tmp_path / "trap"
    own: Files = {
        "bang.md": "---\ntitle: ! 'Attention: a title'\n---\nText.\n",
        "ruby.md": "---\ntitle: Imported\nauthor: !ruby/object:Desk\n  a: b\n---\nText.\n",
        "python.md": "---\ntitle: Evil\n"
        f"x: !!python/object/apply:os.mkdir ['{trap}']\n---\nText.\n",
    }
    collection = opened(given, "14-yaml-object-tags", make, own)
    titles = {post.id: post.title for post in collection.posts}
    assert titles == {"bang.md": "Attention: a title", "ruby.md": "Imported", "python.md": "Evil"}
    assert all(post.reading.text for post in collection.posts)
    assert bad(collection.all_problems) == [
        ("python.md", 3, "object-tag"),
        ("ruby.md", 3, "object-tag"),
    ]
    assert not trap.exists()


@both
def test_17_empty_files(given: bool, make: Make) -> None:
    own: Files = {
        "zero.md": "",
        "space.md": "\t\n  ",
        "fences.md": "---\n---\n",
        "onefence.md": "---",
        "header.md": "---\ntitle: Header only\n---\n",
    }
    collection = opened(given, "17-empty-files", make, own)
    assert len(collection.posts) == 5
    assert {post.reading.text for post in collection.posts} == {""}
    assert collection.get("header.md").title == "Header only"
    assert bad(collection.all_problems) == []


@both
def test_18_other_encodings(given: bool, make: Make) -> None:
    head = "---\ntitle: {}\n---\n"
    own: Files = {
        "cp1252.txt": "It’s €5 back… “kind”.".encode("cp1252"),
        "latin1.md": (head.format("Thé") + "Le thé glacé à part.\n").encode("latin-1"),
        "stray.md": (head.format("Stray") + "Here a ").encode() + b"\xff byte.\n",
        "utf16.md": ("\ufeff" + head.format("Wide") + "Two bytes.\n").encode("utf-16-le"),
    }
    collection = opened(given, "18-non-utf8-bytes", make, own)
    text = {post.id: post.reading.text for post in collection.posts}
    title = {post.id: post.title for post in collection.posts}
    if given:
        assert text["cp1252.txt"].strip() == "I couldn’t believe it: €20 back… “thank you”."
        assert title["latin1.md"] == "Café"
        assert text["latin1.md"].strip() == "El señor del café llamó."
        assert text["stray.md"].strip() == "Good text, one \ufffd byte, good text."
    else:
        assert text["cp1252.txt"] == "It’s €5 back… “kind”."
        assert title["latin1.md"] == "Thé"
        assert text["stray.md"] == "Here a \ufffd byte."
    assert title["utf16.md"] == "Wide"
    told = {one.path: one.message for one in collection.all_problems if one.kind == "encoding"}
    assert "cp1252" in told["cp1252.txt"]
    assert "cp1252" in told["latin1.md"]
    assert "UTF-8" in told["stray.md"]
    assert "UTF-16" in told["utf16.md"]
    assert {path for path, _, _ in bad(collection.all_problems)} == {
        "cp1252.txt",
        "latin1.md",
        "stray.md",
    }


@both
def test_19_a_brace_first(given: bool, make: Make) -> None:
    own: Files = {
        "brace.txt": "{\nbot joined the room\n}\nGood morning!\n",
        "toml.md": '+++\ntitle = "Hugo style"\n+++\nText.\n',
    }
    collection = opened(given, "19-brace-first-line", make, own)
    log = collection.get("brace.txt")
    assert log.reading.text == (collection.root / "brace.txt").read_text().strip()
    assert log.title == ("agent joined the chat" if given else "bot joined the room")
    assert collection.get("toml.md").title == "Hugo style"
    assert collection.all_problems == ()


@both
def test_21_an_excerpt_that_repeats_the_body(given: bool, make: Make) -> None:
    own: Files = {
        "mt.markdown": "---\ntitle: 'Desk notes: two'\nexcerpt: \"<div>\\r\\n\\tShe <b>did</b>"
        ' write\n  again.&nbsp;\\r\\n</div>\\r\\n"\nmt_id: 9\n---\n'
        "<div>\n\tShe <b>did</b> write again.&nbsp;\n</div>\n<!--break-->\n"
    }
    collection = opened(given, "21-excerpt-copy-of-body", make, own)
    (post,) = collection.posts
    words = "They did call back." if given else "She did write again."
    assert post.reading.text == words
    marked = words.replace("did", "<b>did</b>")
    assert post.header.values["excerpt"] == f"<div>\r\n\t{marked}&nbsp;\r\n</div>\r\n"
    assert post.header.values["mt_id"] == ("12" if given else "9")
    assert bad(post.all_problems) == []


@both
def test_60_names(given: bool, make: Make) -> None:
    names = [
        "UPPER.MD",
        "a.html",
        "a.md",
        "a.txt",
        "escape-+ %20[].markdown",
        "hash-#1.md",
        'it\'s "quoted".md',
    ]
    own: Files = dict.fromkeys([*names, ".hidden.md", "a.md.json"], "Words")
    collection = opened(given, "60-names-and-collisions", make, own)
    assert [post.id for post in collection.posts] == names
    for name in names:
        assert collection.get(name).id == name
        assert collection.get(str(collection.root / name)).id == name
        assert collection.get(name).reading.text


def test_the_seeds() -> None:
    collection = Collection.open(shared_path("seeds"))
    posts = {post.id[:3]: post for post in collection.posts}
    assert list(posts) == ["001", "002", "000", "003", "004"]
    assert [posts[number].date for number in ("001", "002")] == ["2010-05-11", "2010-11-23"]
    assert posts["000"].title == "Customer Service isn't dead"
    assert posts["001"].title.endswith("A real-life example")
    assert posts["002"].title == "Customer Service"
    assert posts["003"].title.removesuffix("…") in posts["003"].body.split("\n")[2]
    first = posts["004"].body.split("\n", 1)[0]
    assert first.startswith(posts["004"].title.removesuffix("…"))
    assert len(posts["004"].title) <= 60
    assert bad(collection.all_problems) == []
