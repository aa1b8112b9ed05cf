"""Marks go out to other tools and come in from them, each format behind one interface."""
