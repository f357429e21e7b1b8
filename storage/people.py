"""Who is who in Slack, as it was last looked up."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from storage.base import Table


class SlackIdentity(Table, table=True):
    """A (team, user) pair and the directory person it stands for: empty for somebody not in it."""

    __table_args__ = (UniqueConstraint("team", "user"),)

    id: int | None = Field(default=None, primary_key=True)
    team: str
    user: str
    person: str = Field(default="", index=True)
    email: str = ""
    name: str = ""
    looked_up_at: datetime


class SlackChannel(Table, table=True):
    """A channel's name in the council's data and its id in Slack."""

    name: str = Field(primary_key=True)
    channel_id: str
    looked_up_at: datetime
