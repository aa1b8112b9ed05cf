"""One module per format, each with a `Format` that the registry names."""
