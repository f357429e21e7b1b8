"""Whom it is about: everything by which a person is known in the records."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from bot.desk.refusal import Refusal
from storage.issues import Event
from storage.people import Invitation, SlackChannel, SlackIdentity
from triage_rules.council import Council


@dataclass(frozen=True)
class Subject:
    """keys: recipient keys. id: of the directory, "" for somebody who is not in it. names: as shown, the longest first.
    addresses: e-mail addresses, Slack accounts, conversations."""

    keys: tuple[str, ...]
    id: str
    names: tuple[str, ...]
    addresses: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.names[0] if self.names else self.keys[0]


def find(session: Session, council: Council, who: str) -> Subject:
    """`who`: an id or e-mail address of the directory, or team/user of Slack. Raises Refusal."""
    directory, who = council.directory, who.strip()
    person = directory.person_by_email(who) or next((p for p in directory.people if p.id == who), None)
    known = (SlackIdentity.person == who) | (SlackIdentity.email == who)
    if person is not None:
        known = (SlackIdentity.person == person.id) | (SlackIdentity.email == person.email)
    elif "/" in who:
        team, _, user = who.removeprefix("user:").partition("/")
        known = (SlackIdentity.team == team) & (SlackIdentity.user == user)
    identities = session.exec(select(SlackIdentity).where(known)).all()
    id = (
        person.id
        if person
        else next((i.person for i in identities if i.person), "" if "/" in who or "@" in who else who)
    )
    keys = [f"person:{id}"] if id else []
    keys += [f"user:{i.team}/{i.user}" for i in identities]
    keys += [f"user:{who.removeprefix('user:')}"] if "/" in who else []
    invited = session.exec(select(Invitation).where(Invitation.person == id, Invitation.user != "")).all() if id else []
    keys += [f"user:{each.team}/{each.user}" for each in invited]
    names = [person.name] if person else []
    names += [each.name for each in (*identities, *invited)]
    names += session.exec(select(Event.actor_name).where(col(Event.actor).in_(keys)).distinct()).all()
    talks = session.exec(select(SlackChannel.channel_id).where(col(SlackChannel.name).in_(keys))).all()
    addresses = [person.email] if person else []
    addresses += [a for i in identities for a in (i.email, i.user)] + [i.user for i in invited] + list(talks)
    if not (person or identities or names):
        raise Refusal(
            f"Nobody is known here as '{who}'. Give an e-mail address or id of the directory, or TEAM/USER of Slack."
        )
    found = sorted({name.strip() for name in names if name.strip()}, key=lambda name: (-len(name), name))
    return Subject(tuple(dict.fromkeys(keys)), id, tuple(found), tuple(sorted({a for a in addresses if a})))


def in_office(council: Council, subject: Subject, on: date) -> bool:
    """Whether they hold a role today, or will."""
    return any(
        role.person == subject.id and (role.until is None or role.until >= on) for role in council.directory.roles
    )


def id_is_a_word_of_its_own(council: Council, id: str) -> bool:
    """Whether nothing else in the council's data has this id, so that it may be replaced wherever ids stand."""
    directory = council.directory
    others = (
        directory.areas,
        directory.organisations,
        directory.portfolios,
        directory.bodies,
        directory.priorities,
        directory.indicators,
        directory.plan_actions,
    )
    return bool(id) and all(entry.id != id for entries in others for entry in entries)
