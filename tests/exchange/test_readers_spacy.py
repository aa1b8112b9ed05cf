"""spaCy reads our DocBin: by its own loader, corpus and span categorizer."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from labelled import marks_on
from made_snapshots import EXPORTED, post, snapshots, written

from csreader.exchange.formats.docbin.docs import SPACY
from csreader.exchange.formats.prodigy.tasks import PRODIGY
from csreader.exchange.reading import records
from csreader.exchange.snapshot import PostSnapshot, Snapshot

spacy = pytest.importorskip("spacy", reason="spaCy is not installed")

_TEXTS = {
    "en": "The lamp 💡 didn't work, e\u0301.\n\nThey said sorry at once.\u2028The\u00a0end.  ",
    "de": "Z.B. kam's nie an;\tsie baten um Verzeihung – 👩\u200d🔬.",
    "ja": "届きませんでした。すみません。",
    "zh": "谢谢你们。",
}
_WORDS = {
    "en": ["lamp 💡", "idn't", "They said sorry", "said sorry at", "The\u00a0end", "once.\u2028"],
    "de": ["Z.B. ", "kam's nie an;\tsie", "Verzeih", "–"],
    "ja": ["せんでした", "。"],
    "zh": ["谢谢"],
}


def _posts() -> tuple[PostSnapshot, ...]:
    posts = []
    for language, text in _TEXTS.items():
        marks = marks_on(text, _WORDS[language], len(posts))
        posts.append(post(f"{language}.md", text, *marks, language=language))
    return (*posts, post("none.md", "Nothing is marked here.", language="en"))


def _docs(path: Path, snapshot: Snapshot) -> list:
    path.write_bytes(written(SPACY, snapshot))
    docs = spacy.tokens.DocBin().from_disk(path)
    return list(docs.get_docs(spacy.blank("en").vocab))


def _expected(one: PostSnapshot) -> list[tuple[str, int, int, str, str]]:
    return [
        (mark.id, mark.start, mark.end, mark.quote, tag)
        for mark in one.marks
        if mark.start is not None
        for tag in mark.tags
    ]


def _spans(doc: object) -> list[tuple[str, int, int, str, str]]:
    return [
        (span.id_, span.start_char, span.end_char, doc.text[span.start_char : span.end_char],
         span.label_)
        for span in doc.spans["csreader"]
    ]  # fmt: skip


def test_its_spans_are_what_was_marked(tmp_path: Path) -> None:
    posts = _posts()
    docs = _docs(tmp_path / "a.spacy", Snapshot(EXPORTED, (), posts))
    for doc, one in zip(docs, posts, strict=True):
        assert doc.text == one.text
        assert not doc.has_unknown_spaces
        assert _spans(doc) == _expected(one)
        for span in doc.spans["csreader"]:
            # None where a passage is not whole tokens.
            again = doc.char_span(span.start_char, span.end_char)
            assert again is not None
            assert again.text == span.text
    # Where no mark says otherwise, the tokens are the language's.
    assert [token.text for token in docs[-1]] == ["Nothing", "is", "marked", "here", "."]
    assert [token.text for token in docs[0]][3:6] == ["d", "id", "n't"]


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30
)
@given(snapshot=snapshots())
def test_so_are_awkward_ones(tmp_path: Path, snapshot: Snapshot) -> None:
    docs = _docs(tmp_path / "a.spacy", snapshot)
    for doc, one in zip(docs, snapshot.posts, strict=True):
        assert (doc.text, _spans(doc)) == (one.text, _expected(one))


def test_its_corpus_and_categorizer_train_on_what_is_whole_tokens(tmp_path: Path) -> None:
    """Training makes its own tokens of a text, and leaves out spans that begin within one."""
    from spacy.training import Corpus

    english, *_, none = _posts()
    path = tmp_path / "train.spacy"
    path.write_bytes(written(SPACY, Snapshot(EXPORTED, (), (english, none))))
    nlp = spacy.blank("en")
    suggester = {"@misc": "spacy.ngram_suggester.v1", "sizes": [1, 2, 3]}
    config = {"spans_key": "csreader", "suggester": suggester}
    categorizer = nlp.add_pipe("spancat", config=config)
    examples = list(Corpus(path)(nlp))
    marked, nothing = (
        one.get_aligned_spans_y2x(one.reference.spans["csreader"], allow_overlap=True)
        for one in examples
    )
    assert [(one.start_char, one.end_char, one.text, one.label_) for one in marked] == [
        tuple(said) for _, *said in _expected(english) if said[2] != "idn't"
    ]
    assert nothing == []
    nlp.initialize(lambda: examples)
    assert set(categorizer.labels) == {"a", "apology", "service/fast ≤ 1 день"}
    assert nlp.update(examples)["spancat"] > 0
    assert "spans_csreader_f" in nlp.evaluate(examples)


def test_prodigy_s_tokens_make_a_doc_in_which_its_spans_are_whole(tmp_path: Path) -> None:
    """As Prodigy does with tokens that a task brings."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(written(PRODIGY, Snapshot(EXPORTED, (), _posts())))
    vocab = spacy.blank("xx").vocab
    count = 0
    for task in records(path):
        tokens, text = task.values("tokens"), task.text("text")
        if not tokens:
            continue
        words, spaces = [one["text"] for one in tokens], [one["ws"] for one in tokens]
        doc = spacy.tokens.Doc(vocab, words=words, spaces=spaces)
        assert doc.text == text
        for span in task.values("spans"):
            whole = doc[span["token_start"] : span["token_end"] + 1]
            assert (whole.start_char, whole.end_char) == (span["start"], span["end"])
            assert doc.char_span(span["start"], span["end"]) is not None
            count += 1
    assert count == sum(len(_expected(one)) for one in _posts())
