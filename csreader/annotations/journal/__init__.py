"""The journal: what each change did, kept apart from the marks, and what comes back from it."""
