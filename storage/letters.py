"""Letters that came in and that nobody could file: the team sees them, then they go."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field

from storage.base import Table


class StrayLetter(Table, table=True):
    """`why`: what stood in the way, one of the words in bot/desk/mail.py. `at` is system time, aware UTC.

    Its words are personal data of whoever wrote: housekeeping deletes the row after a while.
    """

    __table_args__ = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)
    why: str
    sender: str = ""
    subject: str = Field(default="", sa_type=Text)
    text: str = Field(default="", sa_type=Text)
    issue_id: int | None = Field(default=None, foreign_key="issue.id", index=True)
