"""Commands about the records themselves: audit, person, hold, retain, export, dpia."""
