"""A body becomes reading text: blocks, styled spans, sentences; layout wraps it to a width."""
