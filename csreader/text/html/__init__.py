"""HTML becomes blocks, spans and decorations, as a browser shows them."""
