"""What came in: keys of things already dealt with, open forms, counts of stops, and what was refused."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Text
from sqlmodel import Field

from storage.base import Table


class Inbox(Table, table=True):
    """The key of something dealt with, written in the same transaction as its effect. Never a body."""

    key: str = Field(primary_key=True)
    at: datetime = Field(index=True)


class Draft(Table, table=True):
    """An open form. It expires, and a stop deletes it in its own transaction."""

    id: str = Field(primary_key=True)  # random; travels in the form's private metadata
    user: str = Field(index=True)  # recipient key
    values: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    long_text: str = Field(default="", sa_type=Text)  # what is longer than Slack's field
    created_at: datetime
    expires_at: datetime = Field(index=True)


class StopCount(Table, table=True):
    """A stop keeps nothing but this."""

    __table_args__ = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, primary_key=True)
    stream: str
    at: datetime
    ward: str | None = None


class Refused(Table, table=True):
    """An attempt that was about no issue on record, so that no history has it. Never a word of what was typed.

    `actor` is a recipient key; `about`: the number that was asked for, or an organisation's id.
    """

    __table_args__ = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)  # business time
    actor: str = Field(index=True)
    way: str
    verb: str
    about: str = ""
