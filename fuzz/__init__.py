"""Hostile requests over loopback against a whole process: `make fuzz`. It stops by itself and says what it found."""
