"""The command line. One module a group of commands; `main` turns every expected failure into one line."""

from bot.cli.entry import main

__all__ = ["main"]
