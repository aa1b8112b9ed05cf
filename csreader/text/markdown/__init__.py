"""Markdown becomes HTML: markdown-it, and the dialects that blogs are written in."""
