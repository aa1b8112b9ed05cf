"""A reading text as painted lines of a width, and the way from offsets to cells and back."""

from csreader.text.layout.layout import Layout, Line, Piece, Role, lay_out

__all__ = ["Layout", "Line", "Piece", "Role", "lay_out"]
