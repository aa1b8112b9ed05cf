"""Two versions of an annotation file or a codebook made one, three-way, for git."""
