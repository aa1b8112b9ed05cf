"""The Textual app: screens and widgets."""
