"""One module per export or import format, found through one registry."""
