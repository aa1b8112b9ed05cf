"""Finds annotations again in a text that may have changed since; see `placing`."""

from csreader.annotations.anchoring.likely import Likely, likely_places
from csreader.annotations.anchoring.placing import Placed, brought_up_to, marks_of, place

__all__ = ["Likely", "Placed", "brought_up_to", "likely_places", "marks_of", "place"]
