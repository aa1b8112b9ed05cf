"""Marks from files: how they join those that are here, what is written down, how they go again."""
