"""The REFI-QDA project (.qdpx): posts, tags, and what is marked with them."""

from __future__ import annotations

from csreader.exchange.formats.refi.project_reading import read_project
from csreader.exchange.formats.refi.project_writing import write_project
from csreader.exchange.interface import Format

QDPX = Format(
    name="qdpx",
    endings=(".qdpx",),
    description="REFI-QDA project, for QualCoder, NVivo, MAXQDA, ATLAS.ti, qualitative-coding",
    loses=(
        "It does not say how a mark has moved or changed, and nothing of the tags' keys and "
        "former names; tags stand in the order of their tree; control characters are U+FFFD."
    ),
    needs_text=True,
    streams=True,
    write=write_project,
    read=read_project,
)
