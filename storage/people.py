"""Who is who in Slack, as it was last looked up."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, col, select

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
    guest: bool = False  # only invited to the council's workspace
    looked_up_at: datetime


class Invitation(Table, table=True):
    """A code by which somebody of another workspace says who they are, once; it counts when it is confirmed.

    `code_digest`: the code itself is kept nowhere. `key`: the public half of the confirming link, as in
    `storage/links.py`. `team`, `user`, `name`: who used the code. Times are business time, aware UTC.
    """

    __table_args__ = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, primary_key=True)
    person: str = Field(index=True)
    organisation: str
    code_digest: str = Field(unique=True)
    key: str = Field(unique=True)
    created_at: datetime
    created_by: str  # recipient key
    expires_at: datetime
    team: str = ""
    user: str = ""
    name: str = ""
    used_at: datetime | None = None
    confirmed_at: datetime | None = None
    confirmed_by: str = ""  # recipient key
    ended_at: datetime | None = None
    ended_by: str = ""


def invitations_in_use(session: Session, now: datetime) -> Sequence[Invitation]:
    """Good codes, those that wait to be confirmed, and those by which somebody is linked, oldest first."""
    unused = col(Invitation.used_at).is_(None) & (col(Invitation.expires_at) <= now)
    return session.exec(
        select(Invitation).where(col(Invitation.ended_at).is_(None), ~unused).order_by(col(Invitation.id))
    ).all()


class SlackChannel(Table, table=True):
    """A channel's name in the council's data and its id in Slack.

    Direct messages stand here too, under "user:<team>/<user>".
    """

    name: str = Field(primary_key=True)
    channel_id: str
    looked_up_at: datetime


def identity_of_person(session: Session, person: str) -> SlackIdentity | None:
    """The newest one: somebody who changed accounts has several."""
    return session.exec(
        select(SlackIdentity)
        .where(SlackIdentity.person == person)
        .order_by(col(SlackIdentity.looked_up_at).desc(), col(SlackIdentity.id).desc())
        .limit(1)
    ).first()


def outside_identity(session: Session, person: str) -> SlackIdentity | None:
    """Who they are in a workspace of their own, once that was confirmed: such an identity has no address."""
    return session.exec(
        select(SlackIdentity)
        .where(SlackIdentity.person == person, SlackIdentity.email == "")
        .order_by(col(SlackIdentity.looked_up_at).desc())
        .limit(1)
    ).first()


def outside_identities(session: Session) -> Sequence[SlackIdentity]:
    """Everybody of another workspace who is linked to the directory."""
    return session.exec(select(SlackIdentity).where(SlackIdentity.person != "", SlackIdentity.email == "")).all()


def identity_of_user(session: Session, team: str, user: str) -> SlackIdentity | None:
    return session.exec(select(SlackIdentity).where(SlackIdentity.team == team, SlackIdentity.user == user)).first()


def remember_identity(
    session: Session, team: str, user: str, *, person: str, email: str, name: str, now: datetime
) -> SlackIdentity:
    """`now` is system time. Two processes may look the same person up at once; the later one wins."""
    known = identity_of_user(session, team, user)
    if known is None:
        known = SlackIdentity(team=team, user=user, looked_up_at=now)
        try:
            with session.begin_nested():
                session.add(known)
        except IntegrityError:
            known = session.exec(
                select(SlackIdentity).where(SlackIdentity.team == team, SlackIdentity.user == user)
            ).one()
    known.person, known.email, known.name, known.looked_up_at = person, email, name, now
    session.add(known)
    return known


def forget_identity(session: Session, person: str, before: datetime) -> bool:
    """Forget who they are in Slack unless that was looked up since `before`; whether there was any to forget."""
    stale = session.exec(
        select(SlackIdentity).where(SlackIdentity.person == person, col(SlackIdentity.looked_up_at) < before)
    ).all()
    for known in stale:
        session.delete(known)
    return bool(stale)


def channel_id(session: Session, name: str) -> str | None:
    known = session.get(SlackChannel, name)
    return known.channel_id if known else None


def remember_channel(session: Session, name: str, channel_id: str, now: datetime) -> None:
    """`now` is system time."""
    known = session.get(SlackChannel, name)
    if known is None:
        known = SlackChannel(name=name, channel_id=channel_id, looked_up_at=now)
        try:
            with session.begin_nested():
                session.add(known)
        except IntegrityError:
            known = session.exec(select(SlackChannel).where(SlackChannel.name == name)).one()
    known.channel_id, known.looked_up_at = channel_id, now
    session.add(known)


def forget_channel(session: Session, channel_id: str, before: datetime) -> bool:
    """Forget the names of this conversation unless looked up since `before`; whether there was any to forget."""
    stale = session.exec(
        select(SlackChannel).where(SlackChannel.channel_id == channel_id, col(SlackChannel.looked_up_at) < before)
    ).all()
    for known in stale:
        session.delete(known)
    return bool(stale)
