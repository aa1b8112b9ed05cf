"""Annotations, the codebook, anchoring, and the TinyDB store that keeps them."""

from csreader.annotations.coder import acting_coder
from csreader.annotations.errors import StoreError
from csreader.annotations.history import History
from csreader.annotations.model import Annotation, Change, Mark, Marks, State, Status, Tag
from csreader.annotations.store import Store
from csreader.annotations.tags.codebook import Codebook

__all__ = [
    "Annotation",
    "Change",
    "Codebook",
    "History",
    "Mark",
    "Marks",
    "State",
    "Status",
    "Store",
    "StoreError",
    "Tag",
    "acting_coder",
]
