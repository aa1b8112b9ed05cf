"""How a cursor moves through a reading text, and what it can take hold of."""
