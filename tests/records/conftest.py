"""The desk and the people of tests/desk, for the records."""

from tests.desk.conftest import accepted, asked, desk, office

__all__ = ["accepted", "asked", "desk", "office"]
