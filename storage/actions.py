"""Actions: what one organisation has been asked to do about an issue."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field, Session, col, select

from storage.base import Table

DUE, ACKNOWLEDGED, DONE, NO_ACTION = "due", "acknowledged", "done", "no_further_action"
DECLINED, WITHDRAWN = "declined", "withdrawn"
IN_HAND = (DUE, ACKNOWLEDGED)


class Action(Table, table=True):
    """`owner` is an organisation id. While `held`, a declined action is the team's: until the next owner
    acknowledges the action that replaces it. Times are aware UTC."""

    __table_args__ = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, primary_key=True)
    issue_id: int = Field(foreign_key="issue.id", index=True)
    owner: str = Field(index=True)
    text: str = Field(sa_type=Text)
    state: str = Field(default=DUE, index=True)
    leads: bool = False  # its owner answers for the whole issue
    created_at: datetime
    finish_by: datetime | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: str = ""  # as shown: person, organisation
    way: str = ""
    reference: str = Field(default="", sa_type=Text)
    expected_by: str = Field(default="", sa_type=Text)
    outcome: str = Field(default="", sa_type=Text)
    ended_at: datetime | None = None
    held: bool = False
    declined_times: int = 0  # along the chain of actions that replaced one another
    replaces_id: int | None = Field(default=None, foreign_key="action.id")


def of_issue(session: Session, issue_id: int) -> Sequence[Action]:
    return session.exec(select(Action).where(Action.issue_id == issue_id).order_by(col(Action.id))).all()


def unfinished(session: Session, issue_id: int) -> Sequence[Action]:
    return [a for a in of_issue(session, issue_id) if a.state in IN_HAND or a.held]


def replaced_by(session: Session, action: Action) -> Iterator[Action]:
    """The actions that this one replaces: the one before it, the one before that, and so on."""
    while action.replaces_id is not None:
        action = session.get_one(Action, action.replaces_id)
        yield action


def of_owners(
    session: Session, owners: Sequence[str], states: Sequence[str] = IN_HAND, limit: int = 200
) -> Sequence[Action]:
    return session.exec(
        select(Action)
        .where(col(Action.owner).in_(owners), col(Action.state).in_(states))
        .order_by(col(Action.id).desc())
        .limit(limit)
    ).all()
