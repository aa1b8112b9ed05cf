"""csreader: read a collection of stories in the terminal and mark what matters in them."""

__version__ = "0.1.0"
