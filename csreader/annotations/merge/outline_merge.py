"""Which outlines of former texts a merged annotation file keeps."""

from __future__ import annotations

from collections.abc import Iterable

from csreader.annotations.disk.jsonfile import Tables
from csreader.annotations.disk.outlines import Outlines, read_outlines
from csreader.annotations.disk.sheet import read_meta, read_text_version
from csreader.annotations.merge.threeway import Row


def merged_outlines(rows: Iterable[Row], ours: Tables, theirs: Tables) -> Outlines:
    """The outlines of the texts that merged rows count in, and the file does not.

    Args:
        rows: The merged annotations' rows.
        ours: One side's tables: the text that it counted in may be no longer the file's.
        theirs: The other side's.
    """
    known: dict[str, str] = {}
    for side in (ours, theirs):
        text = read_text_version(read_meta(side), "meta")
        for sha256, outline in [*read_outlines(side).items(), (text.sha256, text.outline)]:
            # Two that differ are not expected; the same one is taken from either side.
            known[sha256] = max(outline, known.get(sha256, ""))
    needed = {row["text_sha256"] for row in rows if row.get("text_sha256")}
    return {sha256: known[sha256] for sha256 in sorted(needed) if known.get(sha256)}
