"""Personal data: found in a text, and taken out of it."""
