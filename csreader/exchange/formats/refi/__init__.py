"""REFI-QDA, which programs for qualitative analysis exchange projects and codebooks in.

The standard is REFI-QDA 1.5 with its XML schemas (Codebook.xsd and Project.xsd, 1.0).
"""
