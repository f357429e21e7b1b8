"""Links by which somebody without Slack answers one action: made for a letter, revoked, and opened again.

A link is a random key and its signature with SECRET_KEY. It is one person's, for one action, and dies with the
action, with the person's role in the organisation asked, when it expires, or when the team revokes it.
"""

import base64
import hashlib
import hmac
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from sqlmodel import Session

from bot.desk.actor import ORGANISATION_ROLES, Actor, Bound, the_clock
from bot.desk.refusal import Doubled, Refusal
from bot.desk.work import Desk
from storage import links as stored
from storage.actions import IN_HAND, Action
from storage.issues import CLOSED, Issue
from storage.links import PartnerLink
from storage.session import writing

PATH = "/partner/"
WAY = "link"  # bot/cards/scene.py has the words for it
LIVES = timedelta(days=30)
# A letter gets a link that still works for this long; otherwise a new one.
AT_LEAST = timedelta(days=14)
FORM_LIVES = timedelta(hours=24)
CLOCKS_DIFFER = timedelta(minutes=5)
ANOTHER = "new-link"  # the form on an expired link's page
HALF = 24  # characters: 18 bytes in base64, for the key and for its signature
TOKEN = re.compile(rf"[A-Za-z0-9_-]{{{2 * HALF}}}")
FORM = re.compile(rf"(\d{{1,12}})\.([A-Za-z0-9_-]{{{HALF}}})\.([A-Za-z0-9_-]{{{HALF}}})")

Reason = Literal["unknown", "revoked", "expired", "role_over", "action_over"]


class Dead(Exception):
    """A link that opens nothing (any more). For "action_over", `opened` says what it was about."""

    def __init__(self, reason: Reason, opened: "Opened | None" = None, link: PartnerLink | None = None):
        super().__init__(reason)
        self.reason: Reason = reason
        self.opened = opened
        self.link = link  # of one that has expired: its holder may ask for another


@dataclass(frozen=True)
class Opened:
    """What a link is about, and who follows it."""

    link: PartnerLink
    action: Action
    issue: Issue
    actor: Actor


class Links:
    """`secret` is SECRET_KEY, `public_url` where people reach us, without a slash at its end."""

    def __init__(self, desk: Desk, secret: str, public_url: str):
        if not secret:
            raise ValueError("Links need a SECRET_KEY.")
        self._desk = desk
        self._secret = hashlib.sha256(b"rapid-response links\x00" + secret.encode()).digest()
        self.public_url = public_url.rstrip("/")

    # -- for letters --------------------------------------------------------------------------------------------

    def url(self, person: str, action_id: int) -> str | None:
        """The address of this person's link to this action; None for somebody who may not answer it, or not now."""
        now = self._desk.clock.now()
        with self._desk.look() as session:
            action = session.get(Action, action_id)
            if action is None or not self._answers_for(person, action.owner) or _over(session, action):
                return None
            link = stored.good_until(session, action_id, person, now + AT_LEAST)
        if link is None:
            link = PartnerLink(
                key=self._desk.clock.token(),
                action_id=action_id,
                person=person,
                organisation=action.owner,
                created_at=now,
                expires_at=now + LIVES,
            )
            with writing(self._desk.engine) as session:
                session.add(link)
                session.commit()
        return f"{self.public_url}{PATH}{link.key}{self._signature('link', link.key)}"

    def _answers_for(self, person: str, organisation: str) -> bool:
        roles = self._desk.council().directory.roles_of(person, self._desk.today())
        return any(role.role in ORGANISATION_ROLES and role.of == organisation for role in roles)

    # -- for the page -------------------------------------------------------------------------------------------

    def open(self, token: str) -> Opened:
        """Whoever holds the link, and what it is about; nothing is changed. Raises Dead."""
        key, signature = token[:HALF], token[HALF:]
        if not TOKEN.fullmatch(token) or not hmac.compare_digest(self._signature("link", key), signature):
            raise Dead("unknown")
        with self._desk.look() as session:
            link = stored.by_key(session, key)
            if link is None:
                raise Dead("unknown")
            self._alive(link)
            action = session.get_one(Action, link.action_id)
            issue = session.get_one(Issue, action.issue_id)
            opened = Opened(link, action, issue, self._actor(link, issue))
            if _over(session, action):
                raise Dead("action_over", opened)
        return opened

    def _alive(self, link: PartnerLink) -> None:
        if link.revoked_at is not None:
            raise Dead("revoked")
        if link.expires_at <= self._desk.clock.now():
            raise Dead("expired", link=link)
        if not self._answers_for(link.person, link.organisation):
            raise Dead("role_over")

    def _actor(self, link: PartnerLink, issue: Issue) -> Actor:
        person = self._desk.council().directory.person(link.person)
        bound = Bound(issue.id or 0, link.action_id)
        return Actor(f"person:{person.id}", person.name, person.id, own_team=False, way=WAY, bound=bound)

    def send_another(self, token: str, form_token: str) -> bool:
        """For one that has expired: the letter goes again with a new link, to the directory's address and no other,
        once a day. Whether the form was ours. Raises Dead where nothing is to be had."""
        try:
            self.open(token)
        except Dead as dead:
            if dead.link is None:
                raise
            link = dead.link
        else:
            return False  # it works: its page says so
        if self.once(link, ANOTHER, form_token) is None:
            return False
        day = self._desk.clock.system().date()
        with suppress(Doubled), self._desk.work(the_clock(), f"link {link.id} again {day}") as work:
            action = work.session.get_one(Action, link.action_id)
            if not _over(work.session, action):
                issue = work.session.get_one(Issue, action.issue_id)
                work.tell("another_link", f"person:{link.person}", issue, action)
        return True

    # -- for the page's forms -----------------------------------------------------------------------------------

    def form_token(self, link: PartnerLink, verb: str) -> str:
        """Goes into a form: proves that we drew it for this link and verb, and makes a second sending known."""
        drawn_at, nonce = str(int(self._desk.clock.system().timestamp())), self._desk.clock.token()
        return f"{drawn_at}.{nonce}.{self._signature('form', link.key, verb, drawn_at, nonce)}"

    def once(self, link: PartnerLink, verb: str, form_token: str) -> str | None:
        """The key under which this form counts once; None for one that is not ours, or was open for too long."""
        found = FORM.fullmatch(form_token)
        if found is None:
            return None
        drawn_at, nonce, signature = found.groups()
        if not hmac.compare_digest(self._signature("form", link.key, verb, drawn_at, nonce), signature):
            return None
        age = self._desk.clock.system().timestamp() - int(drawn_at)
        return f"form {nonce}" if -CLOCKS_DIFFER.total_seconds() <= age <= FORM_LIVES.total_seconds() else None

    def _signature(self, *parts: str) -> str:
        found = hmac.new(self._secret, "\x1f".join(parts).encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(found)[:HALF].decode()


def _over(session: Session, action: Action) -> bool:
    return action.state not in IN_HAND or session.get_one(Issue, action.issue_id).state == CLOSED


def revoke(desk: Desk, actor: Actor, link_id: int) -> PartnerLink:
    """The team ends a link, say because it was sent to the wrong person. Raises Refusal."""
    with desk.work(actor) as work:
        link = work.session.get(PartnerLink, link_id)
        if link is None:
            raise Refusal(f"There is no link {link_id}. Nothing was changed.")
        _, issue = work.action(link.action_id, "revoke_link")
        if link.revoked_at is not None:
            raise Refusal("That link was revoked already. Nothing was changed.")
        link.revoked_at, link.revoked_by = work.now, actor.key
        work.session.add(link)
        work.record(issue, "link_revoked", action=link.action_id, link=link.id, person=link.person)
        return link
