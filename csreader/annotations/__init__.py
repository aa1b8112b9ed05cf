"""Annotations, the codebook, anchoring, and the TinyDB store that keeps them."""
