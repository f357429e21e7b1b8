"""A text as words, and a council's lists of words found in it."""
