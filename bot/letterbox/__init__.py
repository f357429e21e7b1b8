"""What comes in by e-mail, read: from bytes to a `Letter`. Nothing is decided here, and everything has an end."""
