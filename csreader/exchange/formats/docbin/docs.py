"""spaCy's DocBin (.spacy), with a doc for each post and each tag of a mark as a span.

https://spacy.io/api/docbin and https://spacy.io/api/spangroup describe both. The spans stand
in `doc.spans["csreader"]`, where they may overlap; a span's id (`id_`) is the mark's. Spans
are ranges of tokens, so the tokens of the post's language are parted where marks begin and
end: a span's text is what was marked, and `doc.text` the reading text. Marks with a note only
are spans without a label in `doc.spans["csreader_notes"]`, apart from what is trained on.
What spaCy has no place for stands in `doc.user_data`: the title as displaCy takes it, the rest
under `csreader`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, BinaryIO

from csreader.exchange.formats.docbin.reading import NOTES, OWN, read_docs
from csreader.exchange.interface import Format, Options
from csreader.exchange.snapshot import PlacedMark, PostSnapshot, Snapshot
from csreader.exchange.tokens import Token, fitted_tokens

_ANY_LANGUAGE = "xx"
"""What spaCy calls the tokenizer of no language."""


def _write(snapshot: Snapshot, stream: BinaryIO, options: Options) -> None:  # noqa: ARG001
    from spacy.tokens import DocBin

    # Texts and spans only: nothing is said of entities, tags of words and the like.
    found = DocBin(attrs=["ORTH"], store_user_data=True)
    pipelines = _Pipelines()
    for post in snapshot.posts:
        found.add(_doc(post, pipelines.of(post.language)))
    stream.write(found.to_bytes())


class _Pipelines:
    """spaCy's blank pipelines, each made once."""

    def __init__(self) -> None:
        self._known: dict[str, Any] = {}

    def of(self, language: str) -> Any:
        """That of a language, or of none where spaCy has none or it needs more packages."""
        if language not in self._known:
            self._known[language] = self._made(language)
        return self._known[language]

    def _made(self, language: str) -> Any:
        import spacy

        try:
            return spacy.blank(language)
        except (ImportError, OSError, ValueError):
            return spacy.blank(_ANY_LANGUAGE)


def _doc(post: PostSnapshot, pipeline: Any) -> Any:
    from spacy.tokens import Doc

    text = _utf8(post.text or "")
    marks = [one for one in post.marks if one.start is not None and one.end is not None]
    ranges = [(one.start or 0, one.end or 0) for one in marks]
    tokens = fitted_tokens(text, _bounds(text, pipeline.tokenizer), ranges)
    doc = Doc(
        pipeline.vocab,
        words=[text[one.start : one.end] for one in tokens],
        spaces=[one.has_space for one in tokens],
    )
    tagged = [(mark, tag) for mark in marks for tag in mark.tags]
    doc.spans[OWN] = _spans(doc, tokens, tagged)
    if untagged := [(mark, "") for mark in marks if not mark.tags]:
        doc.spans[NOTES] = _spans(doc, tokens, untagged)
    doc.user_data["title"] = _utf8(post.title)
    doc.user_data[OWN] = {
        "post": _utf8(post.id),
        "date": post.date or "",
        "status": {_utf8(coder): status.value for coder, status in post.status.items()},
        "marks": {one.id: _said(one) for one in marks},
    }
    return doc


def _bounds(text: str, tokenizer: Callable[[str], Any]) -> Iterator[int]:
    for token in tokenizer(text):
        yield token.idx
        yield token.idx + len(token)


def _spans(doc: Any, tokens: Sequence[Token], labels: Sequence[tuple[PlacedMark, str]]) -> Any:
    from spacy.tokens import Span

    first = {one.start: number for number, one in enumerate(tokens)}
    behind = {one.end: number for number, one in enumerate(tokens, 1)}
    return [
        Span(doc, first[mark.start or 0], behind[mark.end or 0], label=_utf8(tag), span_id=mark.id)
        for mark, tag in labels
    ]


def _said(mark: PlacedMark) -> dict[str, str]:
    return {
        "coder": _utf8(mark.coder),
        "note": _utf8(mark.note),
        "created": mark.created,
        "modified": mark.modified,
    }


def _utf8(text: str) -> str:
    """A text without lone surrogates, which names of files may have and spaCy cannot hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


SPACY = Format(
    name="spacy",
    endings=(".spacy",),
    description="spaCy's DocBin: a doc for each post, with a span for each tag of a mark",
    loses=(
        "It holds the posts' texts, titles and dates, which are done, and the marks: none without "
        "a place, nothing of how a mark has moved or changed, nothing of the codebook."
    ),
    needs_text=True,
    leaves_out=frozenset({"orphans"}),
    extra="spacy",
    write=_write,
    read=read_docs,
)
