"""The codebook, and changes of tags that go through a coder's files."""
