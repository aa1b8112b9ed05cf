"""Taguette's exports: tables of highlights and of tags, pages, and projects in SQLite."""
