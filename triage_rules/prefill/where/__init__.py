"""Places: known by name, found in a text, put in their areas."""
