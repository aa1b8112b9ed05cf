"""Taguette's rows as csreader has them."""

UNTAGGED = "highlighted without a tag"
"""The note of a highlight without tags, so that it is kept."""
