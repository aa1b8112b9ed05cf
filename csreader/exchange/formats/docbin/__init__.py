"""spaCy's DocBin: docs with span groups in one binary file.

spaCy is an extra and heavy: it is imported when a file is written or read, not before.
"""
