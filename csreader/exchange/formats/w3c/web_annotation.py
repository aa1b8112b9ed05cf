"""W3C Web Annotation: marks for whatever reads the Recommendation's JSON-LD."""

from __future__ import annotations

from csreader.exchange.formats.w3c.reading import read, recognises
from csreader.exchange.formats.w3c.writing import write
from csreader.exchange.interface import Format

W3C = Format(
    name="w3c",
    endings=(".jsonld", ".json"),
    description="W3C Web Annotation (JSON-LD): quotes and positions, for Hypothesis and its kin",
    loses=(
        "It holds the marks only: no titles, dates, texts or status of the posts, no posts "
        "without marks, no codebook, and of words that changed not those that were marked."
    ),
    streams=True,
    leaves_out=frozenset({"done"}),
    write=write,
    read=read,
    recognises=recognises,
)
