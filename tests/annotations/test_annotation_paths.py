"""Names of annotation files: different for different posts, and never outside."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from annotating import fresh, mark, markdown, stored
from hypothesis import given
from hypothesis import strategies as st
from support import shared_case

from csreader.annotations import Store
from csreader.annotations.disk.paths import annotation_path, encoded_part, percent_decoded
from csreader.annotations.disk.paths import percent_encoded as encoded
from csreader.collection import Collection

FOLDER = Path("/c/annotations")

NASTY = [
    "../../etc/passwd.md",
    "..",
    ".",
    "./..",
    "a/../../b.md",
    "/etc/passwd",
    "//a",
    "a//b",
    "a/",
    "",
    "\x00.md",
    "a\nb.md",
    "C:\\temp\\x.md",
    "..\\..\\x.md",
    "\udcff\udcfe.md",
    "%2e%2e/x.md",
    "~/x.md",
    "con",
    "AUX.md",
    "a. ",
    "x" * 5000,
    "/".join(["deep"] * 20),
]


@pytest.mark.parametrize("post", NASTY)
def test_nothing_leaves_the_folder(post: str) -> None:
    for path in (annotation_path(FOLDER, "ann", post), annotation_path(FOLDER, post, "a.md")):
        below = path.relative_to(FOLDER)
        assert ".." not in below.parts
        assert Path(os.path.normpath(path)) == path
        assert len(below.parts) >= 2
        assert not below.parts[0].startswith(".")
        assert path.name.endswith(".json")


@pytest.mark.parametrize("name", [*NASTY, '<>:"|?*\\', 'it\'s "quoted".md', "hash-#1.md"])
def test_names_are_safe_on_every_system(name: str) -> None:
    for part in (encoded_part(name), encoded_part(name, folder=True)):
        assert not re.search('[\x00-\x1f\x7f-\x9f<>:"|?*\\\\/\ud800-\udfff]', part)
        assert part not in ("", ".", "..")
        assert part[-1] not in ". "
        assert len(part.encode("utf-8")) <= 180


def test_names_that_need_no_change_have_none() -> None:
    for name in ("a.md", "2014-03-22 it's +[].markdown", "Größe 値.txt", "x.aspx.markdown"):
        assert encoded_part(name) == name
    path = annotation_path(FOLDER, "Ann B. Coder", "2014/may/a.md")
    assert path == FOLDER / "Ann B. Coder" / "2014" / "may" / "a.md.json"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("100%.md", "100%25.md"),
        ("what?.md", "what%3F.md"),
        ("a\nb.md", "a%0Ab.md"),
        ("\x85", "%C2%85"),
        ("caf\udce9.md", "caf%E9.md"),
        ("..", "%2E%2E"),
        (".", "%2E"),
        ("con.md", "%63on.md"),
        ("COM1", "%43OM1"),
        ("AUX.txt", "%41UX.txt"),
        ("nul", "%6Eul"),
        ("Prn .md", "%50rn .md"),
        ("lpt¹.md", "%6Cpt¹.md"),
        ("end.", "end%2E"),
        ("end ", "end%20"),
        ("console.md", "console.md"),
    ],
)
def test_what_is_encoded(name: str, kept: str) -> None:
    assert encoded_part(name) == kept


def test_a_folder_never_looks_like_an_annotation_file() -> None:
    post = annotation_path(FOLDER, "ann", "a.md")
    inside = annotation_path(FOLDER, "ann", "a.md.json/b.md")
    assert post not in inside.parents
    coder = annotation_path(FOLDER, "codebook.json", "b.md")
    assert FOLDER / "codebook.json" not in coder.parents
    assert FOLDER / "CODEBOOK.JSON" not in annotation_path(FOLDER, "CODEBOOK.JSON", "b").parents
    lock = annotation_path(FOLDER, ".lock", "b.md")
    assert FOLDER / ".lock" not in lock.parents


def test_long_names_stay_apart() -> None:
    head = "値" * 300
    paths = {annotation_path(FOLDER, "ann", f"{head}{number}.md") for number in range(20)}
    assert len(paths) == 20
    assert all(len(path.name.encode()) <= 200 for path in paths)


def test_different_posts_have_different_paths() -> None:
    posts = [
        *("a.md a.html a.txt a ./a.md a.md/a.md A.md a%2Emd ../a.md %2E%2E/a.md".split()),
        *("./../a.md a/b.md a%2Fb.md a\\b.md a%5Cb.md".split()),
        "a.md ",
        "a.md%20",
        "con.md",
        "%63on.md",
        "caf\udce9.md",
        "caf%E9.md",
        "caf\xe9.md",
        "",
        "%",
        "%25",
    ]
    assert len({annotation_path(FOLDER, "ann", post) for post in posts}) == len(posts)


awkward = st.text(
    st.one_of(
        st.sampled_from('%./\\:*?"<>| a2EeF~\n\x00\x7f\x85\udc80\udcff\ud800́é值🧵'),
        st.characters(),
    ),
    max_size=300,
)


@given(awkward, awkward)
def test_no_two_names_meet(one: str, other: str) -> None:
    if one != other:
        assert encoded_part(one) != encoded_part(other)
        assert encoded_part(one, folder=True) != encoded_part(other, folder=True)


@given(awkward)
def test_any_post_stays_below_its_coder(post: str) -> None:
    below = annotation_path(FOLDER, "ann", post).relative_to(FOLDER / "ann")
    assert not {"", ".", ".."} & set(below.parts)
    assert len(below.parts) == post.count("/") + 1


@given(st.text(st.one_of(st.sampled_from("%2Ee/\udcff"), st.characters(exclude_categories=["Cs"]))))
def test_percent_encoding_comes_back(name: str) -> None:
    assert percent_decoded(encoded(name)) == name


# Case 60: the same stem, odd names.


def _apart(root: Path) -> None:
    collection = Collection.open(root)
    posts = [post for post in collection.posts if post.reading.text.strip()]
    assert {"a.md", "a.html", "a.txt"} <= {post.id for post in posts}
    store = Store(root, "ann")
    for post in posts:
        store.add(post.id, post.reading, 0, len(post.reading.text), [f"tag of {post.id}"])
    for post in posts:
        (found,) = fresh(root, post.reading, post.id).own
        assert found.annotation.tags == (f"tag of {' '.join(post.id.split())}",)
    again = Collection.open(root)
    assert [post.id for post in again.posts] == [post.id for post in collection.posts]
    files = [path for path in (root / "annotations" / "ann").rglob("*") if path.is_file()]
    assert len(files) == len(posts)
    assert all(len(stored(path)) == 1 for path in files)
    assert set(store.overview().posts) == {post.id for post in posts}


def test_case_60_names_do_not_meet(tmp_path: Path) -> None:
    for path in shared_case("60-names-and-collisions").iterdir():
        if path.name != "expect.md":
            (tmp_path / path.name).write_bytes(path.read_bytes())
    _apart(tmp_path)


def test_names_of_our_own_do_not_meet(tmp_path: Path) -> None:
    for name in (
        "a.md",
        "a.html",
        "a.txt",
        "sub/a.md",
        "50%25 off + [x].md",
        'say "hi" #2.markdown',
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"<p>The words of {name.count('a')} {len(name)}.</p>\n", encoding="utf-8")
    _apart(tmp_path)


def test_a_post_outside_the_posts_folder_has_its_own_file(tmp_path: Path) -> None:
    reading = markdown("The same words.\n")
    store = Store(tmp_path, "ann")
    mark(store, reading, "same", "inside", post="x.md")
    mark(store, reading, "same", "outside", post="./x.md")
    assert [one.annotation.tags for one in fresh(tmp_path, reading, "x.md").own] == [("inside",)]
    assert [one.annotation.tags for one in fresh(tmp_path, reading, "./x.md").own] == [("outside",)]
    assert store.overview().problems == ()


@pytest.mark.parametrize(
    "post",
    ["caf\udce9.md", "a\nb.md", "100%.md", "x" * 250 + ".md", "..", "\udce9/con.md", "a:b?.md"],
)
def test_odd_names_are_stored_truly(tmp_path: Path, post: str) -> None:
    reading = markdown("The same words.\n")
    made = mark(Store(tmp_path, "Ann/\\: B."), reading, "same", "t", post=post)
    store = Store(tmp_path, "Ann/\\: B.")
    assert [one.annotation for one in store.marks(post, reading).own] == [made]
    assert list(store.overview().posts) == [post]
    assert store.overview().problems == ()
    other = Store(tmp_path, "bob").marks(post, reading)
    assert [(one.annotation, one.coder) for one in other.others] == [(made, "Ann/\\: B.")]


def test_two_coders_whose_names_a_disk_takes_for_one_do_not_mix(tmp_path: Path) -> None:
    # As on a disk that ignores case: Bob's file lies where bob's belongs.
    reading = markdown("The same words.\n")
    mark(Store(tmp_path, "Bob"), reading, "same", "t")
    (tmp_path / "annotations" / "Bob").rename(tmp_path / "annotations" / "bob")
    before = (tmp_path / "annotations" / "bob" / "kettle.md.json").read_bytes()
    store = Store(tmp_path, "bob")
    marks = store.marks("kettle.md", reading)
    assert marks.own == ()
    assert marks.refused is not None
    assert "Bob" in marks.refused
    with pytest.raises(Exception, match="Bob"):
        mark(store, reading, "words", "t")
    assert (tmp_path / "annotations" / "bob" / "kettle.md.json").read_bytes() == before
