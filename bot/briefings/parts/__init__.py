"""One part of a briefing for each kind of role: which matters, in which sections. Wording is in the templates."""
