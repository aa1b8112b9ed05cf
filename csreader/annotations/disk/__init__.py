"""The files of an annotations folder: how they are named, laid out, locked and replaced."""
