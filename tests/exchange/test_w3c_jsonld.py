"""A JSON-LD processor reads what csreader writes as Web Annotations.

It loads nothing from the network. The context is a stand-in written for this test, from
the names that the Web Annotation Vocabulary gives the terms; CSREADER_ANNO_CONTEXT may name
a file with the context that the W3C publishes, with which the same must come out.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from made_snapshots import EXPORTED, orphaned, placed, post, written

from csreader.annotations import Tag
from csreader.exchange.formats.w3c.web_annotation import W3C
from csreader.exchange.snapshot import Snapshot

jsonld = pytest.importorskip("pyld.jsonld", reason="pyld is not installed")

_OA = "http://www.w3.org/ns/oa#"
_AS = "http://www.w3.org/ns/activitystreams#"
_DC = "http://purl.org/dc/terms/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_BASE = "https://stories.test/collection/"


def _node(term: str, **more: str) -> dict[str, str]:
    return {"@id": term, "@type": "@id", **more}


_STAND_IN: dict[str, Any] = {
    "id": "@id",
    "type": "@type",
    **{
        name: _OA + name
        for name in (
            "Annotation", "TextualBody", "SpecificResource", "TextQuoteSelector",
            "TextPositionSelector", "TimeState", "tagging", "commenting", "exact", "prefix",
            "suffix", "start", "end",
        )
    },
    "AnnotationCollection": f"{_AS}OrderedCollection",
    "AnnotationPage": f"{_AS}OrderedCollectionPage",
    "Software": f"{_AS}Application",
    "Person": "http://xmlns.com/foaf/0.1/Person",
    "name": "http://xmlns.com/foaf/0.1/name",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
    "format": "http://purl.org/dc/elements/1.1/format",
    "value": f"{_RDF}value",
    "body": _node(f"{_OA}hasBody"),
    "target": _node(f"{_OA}hasTarget"),
    "source": _node(f"{_OA}hasSource"),
    "selector": _node(f"{_OA}hasSelector"),
    "state": _node(f"{_OA}hasState"),
    "cached": _node(f"{_OA}cachedSource"),
    "motivation": {"@id": f"{_OA}motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": f"{_OA}hasPurpose", "@type": "@vocab"},
    "creator": _node(f"{_DC}creator"),
    "created": {"@id": f"{_DC}created", "@type": "http://www.w3.org/2001/XMLSchema#dateTime"},
    "modified": {"@id": f"{_DC}modified", "@type": "http://www.w3.org/2001/XMLSchema#dateTime"},
    "generated": {"@id": f"{_DC}issued", "@type": "http://www.w3.org/2001/XMLSchema#dateTime"},
    "generator": _node(f"{_AS}generator"),
    "first": _node(f"{_AS}first"),
    "partOf": _node(f"{_AS}partOf"),
    "items": _node(f"{_AS}items", **{"@container": "@list"}),
    "startIndex": f"{_AS}startIndex",
    "total": f"{_AS}totalItems",
}  # fmt: skip


def _published() -> dict[str, Any] | None:
    named = os.environ.get("CSREADER_ANNO_CONTEXT")
    if not named:
        return None
    loaded: dict[str, Any] = json.loads(Path(named).read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(params=["stand-in", "published"])
def context(request: pytest.FixtureRequest) -> dict[str, Any]:
    if request.param == "stand-in":
        return {"@context": _STAND_IN}
    found = _published()
    if found is None:
        pytest.skip("CSREADER_ANNO_CONTEXT names no file with the W3C's context")
    return found


_TEXT = "The lamp 💡 came.\n\nThey said sorry."
_ID = "11111111-1111-1111-1111-111111111111"


def _quads(context: dict[str, Any]) -> list[tuple[str, str, str]]:
    start = _TEXT.index("They")
    marks = (
        placed(_TEXT, start, len(_TEXT), _ID, ("apology",), note="so <soon>"),
        orphaned("gone", "2" * 8 + _ID[8:], ("apology",)),
    )
    book = (Tag("t", "apology", "#56b4e9"),)
    snapshot = Snapshot(EXPORTED, book, (post("a b#c.md", _TEXT, *marks),))
    loaded: list[str] = []

    def load(url: str, options: object) -> dict[str, Any]:
        del options
        loaded.append(url)
        return {"contextUrl": None, "documentUrl": url, "document": context}

    options = {"base": _BASE, "documentLoader": load}
    dataset = jsonld.to_rdf(json.loads(written(W3C, snapshot)), options)
    assert set(loaded) == {"http://www.w3.org/ns/anno.jsonld"}
    assert list(dataset) == ["@default"]
    return [
        (one["subject"]["value"], one["predicate"]["value"], one["object"]["value"])
        for one in dataset["@default"]
    ]


def test_what_is_written_is_a_graph_of_annotations(context: dict[str, Any]) -> None:
    quads = _quads(context)

    def objects(subject: str, predicate: str) -> list[str]:
        return [o for s, p, o in quads if (s, p) == (subject, predicate)]

    def typed(kind: str) -> list[str]:
        return [s for s, p, o in quads if (p, o) == (f"{_RDF}type", kind)]

    (collection,) = typed(f"{_AS}OrderedCollection")
    (page,) = objects(collection, f"{_AS}first")
    assert objects(page, f"{_AS}partOf") == [collection]
    assert objects(collection, f"{_AS}totalItems") == ["2"]
    annotation = f"urn:uuid:{_ID}"
    assert annotation in typed(f"{_OA}Annotation")
    assert len(typed(f"{_OA}Annotation")) == 2
    assert objects(annotation, f"{_OA}motivatedBy") == [f"{_OA}tagging"]
    said = {
        (objects(body, f"{_OA}hasPurpose")[0], objects(body, f"{_RDF}value")[0])
        for body in objects(annotation, f"{_OA}hasBody")
    }
    assert said == {(f"{_OA}tagging", "apology"), (f"{_OA}commenting", "so <soon>")}
    (target,) = objects(annotation, f"{_OA}hasTarget")
    # Relative to where the collection is, as it was found by a base.
    assert objects(target, f"{_OA}hasSource") == [f"{_BASE}posts/a%20b%23c.md"]
    places = objects(target, f"{_OA}hasSelector")
    (quote,) = (one for one in places if one in typed(f"{_OA}TextQuoteSelector"))
    (place,) = (one for one in places if one in typed(f"{_OA}TextPositionSelector"))
    start, end = (int(objects(place, _OA + name)[0]) for name in ("start", "end"))
    assert _TEXT[start:end] == objects(quote, f"{_OA}exact")[0] == "They said sorry."
    (state,) = objects(target, f"{_OA}hasState")
    assert objects(state, f"{_OA}cachedSource")[0].startswith("ni:///sha-256;")
    (creator,) = objects(annotation, f"{_DC}creator")
    assert objects(creator, "http://xmlns.com/foaf/0.1/name") == ["ann"]
    assert objects(annotation, f"{_DC}created") == ["2024-01-01T00:00:00Z"]
