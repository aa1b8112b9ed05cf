"""Files that cannot be read: where the fault is, and what can be brought back of them."""
