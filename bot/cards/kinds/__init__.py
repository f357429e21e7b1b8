"""One drawer for each kind of message."""
