"""Markdown to read and to write on: quotes with their tags and notes."""
