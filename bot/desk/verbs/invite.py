"""People of other workspaces: invited with a code, known once the team has confirmed who used it.

Their address in Slack proves nothing, so it is never looked at. The code works once, for a week; it says who somebody
claims to be, and a person of the team says that it is so.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import col, func, select

from bot.desk.actor import Actor
from bot.desk.refusal import Refusal
from bot.desk.work import Desk, Work
from storage.intake import Refused
from storage.people import Invitation, identity_of_user, remember_identity
from storage.session import writing

LIVES = timedelta(days=7)
TRIES, IN_TIME = 5, timedelta(days=1)
LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # none that is taken for another
LENGTH = 10
WRONG = "That code is not right, or it has been used or has expired. Please check it, or ask for a new one."


@dataclass(frozen=True)
class Given:
    """The code is told once, to whoever gives it on; it is kept nowhere."""

    invitation: Invitation
    code: str


@dataclass(frozen=True)
class Caller:
    """Somebody of another workspace, as Slack names them."""

    team: str
    user: str
    name: str

    @property
    def key(self) -> str:
        return f"user:{self.team}/{self.user}"


def invite(desk: Desk, actor: Actor, person: str) -> Given:
    """A code for somebody of an organisation, who is in the directory. An earlier one works no more. Raises Refusal."""
    with desk.work(actor) as work:
        directory = work.council.directory
        organisations = directory.organisations_of(person, work.on)
        work.allow("invite", organisation=organisations[0].id if organisations else None)
        if not organisations:
            raise Refusal(f"{directory.name(person)} acts for no organisation in the directory. Add them there first.")
        for earlier in work.session.exec(select(Invitation).where(Invitation.person == person, _open())):
            earlier.ended_at, earlier.ended_by = work.now, actor.key
            work.session.add(earlier)
        code = _code(work.clock.token())
        made = Invitation(
            person=person,
            organisation=organisations[0].id,
            code_digest=_digest(code),
            key=work.clock.token(),
            created_at=work.now,
            created_by=actor.key,
            expires_at=work.now + LIVES,
        )
        work.session.add(made)
        work.session.flush()
        return Given(made, f"{code[:5]}-{code[5:]}")


def use_code(desk: Desk, caller: Caller, code: str) -> Invitation:
    """Somebody types a code: the team is asked whether it is them. Raises Refusal; after five wrong ones for a day."""
    stranger = Actor(caller.key, caller.name, own_team=False, way="connect")
    with desk.work(stranger) as work:
        if _tried(work, caller) >= TRIES:
            raise Refusal("That was tried too often. Please ask for a new code, and try again tomorrow.", "code")
        digest = _digest("".join(c for c in code.upper() if c in LETTERS))
        found = select(Invitation).where(Invitation.code_digest == digest, _open()).with_for_update()
        invitation = work.session.exec(found).first()
        if invitation is not None and invitation.expires_at > work.now and invitation.used_at is None:
            invitation.team, invitation.user, invitation.name = caller.team, caller.user, caller.name
            invitation.used_at = work.now
            work.session.add(invitation)
            work.tell("joining", "team", invitation=invitation.id)
            return invitation
    _remember_try(desk, stranger)
    raise Refusal(WRONG, "code")


def _tried(work: Work, caller: Caller) -> int:
    since = work.now - IN_TIME
    query = select(func.count()).where(Refused.actor == caller.key, Refused.verb == "use_code", col(Refused.at) > since)
    return work.session.exec(query).one()


def _remember_try(desk: Desk, stranger: Actor) -> None:
    with writing(desk.engine) as session:
        session.add(Refused(at=desk.clock.now(), actor=stranger.key, way=stranger.way, verb="use_code"))
        session.commit()


def confirm(desk: Desk, actor: Actor, invitation_id: int, yes: bool = True) -> Invitation:
    """The team says that it is them: from now on their buttons work. Or that it is not. Raises Refusal."""
    with desk.work(actor) as work:
        invitation = work.session.get(Invitation, invitation_id)
        work.allow("confirm", organisation=invitation.organisation if invitation else None)
        if invitation is None or invitation.used_at is None or invitation.ended_at is not None:
            raise Refusal("There is nobody to confirm by that invitation. Nothing was changed.")
        if invitation.confirmed_at is not None:
            raise Refusal("That was confirmed already. Nothing was changed.")
        if yes:
            invitation.confirmed_at, invitation.confirmed_by = work.now, actor.key
            _link(work, invitation, invitation.person)
        else:
            invitation.ended_at, invitation.ended_by = work.now, actor.key
        work.session.add(invitation)
        return invitation


def end_invitation(desk: Desk, actor: Actor, invitation_id: int) -> Invitation:
    """The team takes it back: the code, or the link of somebody who was confirmed by it, works no more."""
    with desk.work(actor) as work:
        invitation = work.session.get(Invitation, invitation_id)
        work.allow("confirm", organisation=invitation.organisation if invitation else None)
        if invitation is None or invitation.ended_at is not None:
            raise Refusal("That invitation has ended already. Nothing was changed.")
        invitation.ended_at, invitation.ended_by = work.now, actor.key
        if invitation.confirmed_at is not None:
            _link(work, invitation, "")
        work.session.add(invitation)
        return invitation


def _link(work: Work, invitation: Invitation, person: str) -> None:
    known = identity_of_user(work.session, invitation.team, invitation.user)
    name = known.name if known else invitation.name
    remember_identity(
        work.session, invitation.team, invitation.user, person=person, email="", name=name, now=work.system
    )


def _open():
    return col(Invitation.ended_at).is_(None) & col(Invitation.confirmed_at).is_(None)


def _code(random: str) -> str:
    number = int.from_bytes(hashlib.sha256(random.encode()).digest())
    letters = ""
    for _ in range(LENGTH):
        number, letter = divmod(number, len(LETTERS))
        letters += LETTERS[letter]
    return letters


def _digest(code: str) -> str:
    return hashlib.sha256(f"invitation\x00{code}".encode()).hexdigest()
