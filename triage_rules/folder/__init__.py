"""Reading a council folder: each value with its file and line, and what to write instead of a mistake."""
