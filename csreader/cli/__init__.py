"""The command line: one module per command, `main` gathers them."""

from csreader.cli.group import main

__all__ = ["main"]
