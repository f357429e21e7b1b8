"""Remembers: the rows of the council's one database. Knows nothing of Slack."""
