"""Where links and images of a post lead."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from csreader.collection import Collection
from csreader.collection.destinations import Addresses, Destination

Make = Callable[[dict[str, str | bytes]], Path]

FILES: dict[str, str | bytes] = {
    "posts/2012-07-10-the-lamp.md": "A lamp.\n",
    "posts/2012-07-11-other.md": "Other.\n",
    "posts/lamp.png": b"",
    "posts/2012-07-10-the-lamp/inner.png": b"",
    "static/images/top.jpg": b"",
    "posts/run.sh": b"",
    "posts/a page.html": "A page.\n",
}


@pytest.fixture
def lead(make: Make) -> Callable[..., Destination]:
    root = make(FILES)

    def leads(address: str, name: str = "2012-07-10-the-lamp.md") -> Destination:
        collection = Collection.open(root)
        post = collection.get(str(root / "posts" / name))
        return Addresses(collection).destination(address, post)

    return leads


@pytest.mark.parametrize(
    "address",
    ["http://a.example/b?c=1#d", "HTTPS://a.example", "mailto:ann@a.example"],
)
def test_addresses_of_the_web_are_kept_as_they_are(
    lead: Callable[..., Destination], address: str
) -> None:
    assert lead(address) == Destination(address, url=address)


def test_an_address_without_a_scheme_is_secure(lead: Callable[..., Destination]) -> None:
    assert lead("//a.example/b").url == "https://a.example/b"


def test_letters_of_other_scripts_are_told(lead: Callable[..., Destination]) -> None:
    # The first letter is Cyrillic; its Punycode is that of RFC 3492.
    assert "xn--pple-43d.example" in lead("https://аpple.example/").shown


def test_what_stands_before_an_at_is_no_site(lead: Callable[..., Destination]) -> None:
    assert "(that is evil.example)" in lead("https://bank.example@evil.example/").shown


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "ssh://a.example", "tel:1"],
)
def test_other_schemes_are_not_opened(lead: Callable[..., Destination], address: str) -> None:
    found = lead(address)
    assert found.reason
    assert (found.url, found.file, found.post) == ("", None, None)


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("lamp.png", "posts/lamp.png"),
        ("./lamp.png?size=2", "posts/lamp.png"),
        ("inner.png", "posts/2012-07-10-the-lamp/inner.png"),
        ("/images/top.jpg", "static/images/top.jpg"),
        ("{{ site.baseurl }}/images/top.jpg", "static/images/top.jpg"),
        ("../static/images/top%2Ejpg", "static/images/top.jpg"),
    ],
)
def test_pictures_of_the_collection_are_files(
    lead: Callable[..., Destination], address: str, file: str
) -> None:
    found = lead(address)
    assert found.file is not None
    assert found.file.as_posix().endswith(f"/stories/{file}")
    assert (found.shown, found.is_image) == (file, True)


@pytest.mark.parametrize(
    "address",
    [
        "2012-07-11-other.md",
        "/posts/2012-07-11-other.md#part",
        "/2012/07/11/other/",
        '{{ "/2012/07/11/other/" | url }}',
        "/2012/07/11/other.html",
        "{% post_url 2012-07-11-other %}",
        "{% link _posts/2012-07-11-other.md %}",
        '{{< relref "2012-07-11-other.md" >}}',
    ],
)
def test_other_posts_open_in_the_app(lead: Callable[..., Destination], address: str) -> None:
    found = lead(address)
    assert found.post is not None
    assert found.post.id == "2012-07-11-other.md"
    assert found.shown.partition("#")[0] == "posts/2012-07-11-other.md"


@pytest.mark.parametrize(
    "address",
    ["run.sh", "missing.png", "../../outside.png", "/etc/passwd", "#", "", "a\x00b.png"],
)
def test_what_leads_nowhere_says_why(lead: Callable[..., Destination], address: str) -> None:
    found = lead(address)
    assert found.reason
    assert (found.url, found.file, found.post) == ("", None, None)


def test_a_place_in_the_post_itself(lead: Callable[..., Destination]) -> None:
    found = lead("#a-part")
    assert found.post is not None
    assert (found.post.id, found.part) == ("2012-07-10-the-lamp.md", "a-part")


def test_a_link_out_of_the_collection_is_not_followed(make: Make, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"")
    root = make(FILES)
    (root / "posts" / "link.png").symlink_to(tmp_path / "secret.png")
    collection = Collection.open(root)
    post = collection.get(str(root / "posts" / "2012-07-11-other.md"))
    assert "outside" in Addresses(collection).destination("link.png", post).reason


def test_a_copied_page_links_as_its_original_does(make: Make) -> None:
    root = make(
        FILES | {"posts/copy.md": "---\ntitle: x\nsource: https://a.example/b/c\n---\nBody\n"}
    )
    collection = Collection.open(root)
    post = collection.get(str(root / "posts" / "copy.md"))
    addresses = Addresses(collection)
    found = addresses.destination("d.html", post)
    assert found.url == "https://a.example/b/d.html"
    assert "not in the collection" in found.shown
    assert addresses.destination("run.sh", post).url == ""
    assert addresses.destination("/e.png", post).url == "https://a.example/e.png"
    assert addresses.destination("lamp.png", post).file == root / "posts" / "lamp.png"


def test_of_posts_of_one_name_the_day_and_the_folders_decide(make: Make) -> None:
    root = make(
        {
            "en/_posts/2012-10-12-news.md": "---\ndate: 2012-10-12\n---\nA\n",
            "ja/_posts/2012-10-12-news.md": "---\ndate: 2012-10-12\n---\nB\n",
            "en/_posts/2013-10-12-news.md": "---\ndate: 2013-10-12\n---\nC\n",
            "en/own.md": "---\npermalink: /somewhere/else/\n---\nD\n",
        }
    )
    collection = Collection.open(root)
    addresses = Addresses(collection)
    post = collection.posts[0]

    def leads(address: str) -> str:
        found = addresses.destination(address, post)
        return found.post.id if found.post else found.reason

    assert leads("/ja/news/2012/10/12/news/") == "ja/_posts/2012-10-12-news.md"
    assert leads("{{ site.url }}/en/2012/10/12/news/") == "en/_posts/2012-10-12-news.md"
    assert leads("/2013/10/12/news.html") == "en/_posts/2013-10-12-news.md"
    assert leads("/somewhere/else") == "en/own.md"
    # The name alone is not enough, nor is a day that several have.
    assert "no such file" in leads("/news/")
    assert "no such file" in leads("/2012/10/12/news/")
    assert "fills this in" in leads("{{ site.license.url }}")
