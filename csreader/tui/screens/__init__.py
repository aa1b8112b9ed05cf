"""One screen a file: the reader, and the dialogs over it."""
