"""The mail tests' desk and server."""

from tests.mail.conftest import database_file, mailbox, post

__all__ = ["database_file", "mailbox", "post"]
