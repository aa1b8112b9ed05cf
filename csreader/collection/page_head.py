"""What a web page says of itself in its head: what WordPress and its kin write there.

The names are those of the Open Graph protocol, of HTML's standard metadata names, and of
Dublin Core.
"""

from __future__ import annotations

import re
from html import unescape

from csreader.collection.model import Header
from csreader.text.characters import one_line

_HEAD = 65_536
"""How much of a page, in code points, is looked through."""
_END = re.compile(r"</head\s*>|<body\b", re.IGNORECASE)
_HIDDEN = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<(meta|link|html)\b([^<>]*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-zA-Z:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_TIME = re.compile(
    r"<time\b[^<>]*?\bdatetime\s*=\s*[\"']?(\d{4}-\d\d-\d\d[^\"'<>]{0,20})", re.IGNORECASE
)
_KEYS = {
    "og:title": "title",
    "article:published_time": "date",
    "datepublished": "date",
    "dc.date": "date",
    "dcterms.created": "date",
    "date": "date",
    "author": "author",
    "article:author": "author",
    "dc.creator": "author",
    "keywords": "tags",
    "article:tag": "tags",
    "article:section": "categories",
    "description": "description",
    "og:description": "description",
    "og:url": "source",
}
_LISTS = frozenset(("tags", "categories"))


def read_page_head(page: str) -> Header:
    """What the head of a page of HTML says, under the names that a post's header has.

    Args:
        page: The page, line ends as LF.

    Returns:
        Text, and lists of text; without anything where the page has no head.
    """
    start = page[:_HEAD]
    end = _END.search(start)
    head = _HIDDEN.sub("", start[: end.start()] if end else start)
    values: dict[str, object] = {}
    for match in _TAG.finditer(head):
        attributes = {
            name.lower(): unescape(double or single or bare)
            for name, double, single, bare in _ATTRIBUTE.findall(match[2])
        }
        kind = match[1].lower()
        if kind == "html" and attributes.get("lang"):
            values.setdefault("lang", attributes["lang"])
        elif kind == "link" and attributes.get("rel", "").lower() == "canonical":
            values["source"] = attributes.get("href", "")
        elif kind == "meta":
            name = attributes.get("property") or attributes.get("name") or ""
            name = name or attributes.get("itemprop", "")
            _take(values, _KEYS.get(name.lower(), ""), attributes.get("content", ""))
    if "date" not in values and (time := _TIME.search(_HIDDEN.sub("", start))):
        values["date"] = time[1].strip()
    kept = {key: value for key, value in values.items() if value}
    return Header(kept, "html") if kept else Header()


def _take(values: dict[str, object], key: str, content: str) -> None:
    text = " ".join(one_line(content).split())
    if not key or not text or (key == "author" and text.startswith(("http:", "https:"))):
        return
    if key in _LISTS:
        known = values.setdefault(key, [])
        assert isinstance(known, list)
        known.extend(part.strip() for part in text.split(",") if part.strip())
    else:
        values.setdefault(key, text)
