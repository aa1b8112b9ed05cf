"""Finds the posts of a folder and reads their headers."""
