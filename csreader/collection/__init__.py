"""Finds the posts of a folder and reads their headers."""

from csreader.collection.collection import Collection, open_post
from csreader.collection.model import CollectionError, Header, Post, Problem, Severity

__all__ = ["Collection", "CollectionError", "Header", "Post", "Problem", "Severity", "open_post"]
