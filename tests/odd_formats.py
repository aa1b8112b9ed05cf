"""Formats that only tests have: one in several files, one with a companion."""

from __future__ import annotations

from typing import BinaryIO

import pytest

from csreader.exchange import registry
from csreader.exchange.interface import Format, OpenFile, Options
from csreader.exchange.snapshot import Snapshot


def _write_folder(snapshot: Snapshot, opened: OpenFile, options: Options) -> None:
    del options
    for post in snapshot.posts:
        # Two at a time, as a text and what stands beside it.
        with opened(f"{post.id}.a") as first, opened(f"sub/{post.id}.b") as second:
            first.write(f"{len(post.marks)}\n".encode())
            second.write(b"b")
            if any("fail" in mark.tags for mark in post.marks):
                raise OSError(28, "No space left on device")


def _write(snapshot: Snapshot, stream: BinaryIO, options: Options) -> None:
    stream.write(f"{options.by} {sum(len(post.marks) for post in snapshot.posts)}\n".encode())


def _companion(snapshot: Snapshot, stream: BinaryIO, options: Options) -> None:
    del options
    stream.write("".join(f"{tag.name}\n" for tag in snapshot.codebook).encode())


FOLDER = Format("folder", (".folder",), "several files", "Notes.", write_folder=_write_folder)
PAIR = Format(
    "pair",
    (".pair.txt", ".pair"),
    "a file and its labels",
    "Notes, orphans.",
    accepts=frozenset({"by"}),
    write=_write,
    companions={".labels.xml": _companion},
    leaves_out=frozenset({"notes", "orphans", "unmarked"}),
)


def _needing(snapshot: Snapshot, stream: BinaryIO, options: Options) -> None:
    del snapshot, stream, options
    import no_such_package  # noqa: F401


NEEDING = Format("needing", (".needing",), "", "", write=_needing, extra="spacy")


def join(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes them formats of csreader's own."""
    more = {one.name: (__name__, one.name.upper()) for one in (FOLDER, PAIR, NEEDING)}
    monkeypatch.setattr(registry, "BUILT_IN", {**registry.BUILT_IN, **more})
