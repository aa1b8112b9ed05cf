"""Prodigy's JSON Lines of tasks."""
