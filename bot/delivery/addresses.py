"""From a recipient to a Slack conversation's id. What was looked up is remembered, and looked up again when it fails.

Channels are found by name or id, people of the directory by their e-mail address.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from slack_sdk import WebClient
from sqlalchemy import Engine

from bot.clock import Clock
from bot.delivery.sender import person_of
from bot.delivery.slack_errors import call
from bot.delivery.transport_error import TransportError
from storage import people
from storage.people import SlackIdentity
from storage.session import reading, writing

if TYPE_CHECKING:
    from triage_rules.council import Council
    from triage_rules.directory import Person

IDENTITY_KEPT = timedelta(days=1)
JUST_NOW = timedelta(minutes=1)  # what was looked up since is as good as looking again
CHANNEL_ID = re.compile(r"[CG][A-Z0-9]{6,}")
PAGE = 200
GONE = frozenset({"user_not_found", "users_not_found", "user_disabled", "account_inactive"})


class Addresses:
    def __init__(self, engine: Engine, client: WebClient, clock: Clock):
        self._engine, self._client, self._clock = engine, client, clock

    def conversation(self, recipient: str, council: Council) -> str:
        """The id to post to. Raises TransportError: permanent when a person has to put something right."""
        if recipient == "team":
            return self._channel(council.team.channel, council)
        kind, _, name = recipient.partition(":")
        match kind:
            case "org":
                return self._channel(_channel_of(name, council), council)
            case "person":
                return self._direct_with_person(person_of(recipient, council))
            case "user":
                team, _, user = name.partition("/")
                return self._direct(team, user)
        raise TransportError(f"'{recipient}' is no recipient: drop this delivery.", permanent=True)

    def forget(self, recipient: str, channel_id: str) -> bool:
        """After a post was refused: whether something was forgotten, so that looking again may help."""
        before = self._clock.system() - JUST_NOW
        with writing(self._engine) as session:
            forgotten = people.forget_channel(session, channel_id, before)
            if recipient.startswith("person:"):
                forgotten |= people.forget_identity(session, recipient.removeprefix("person:"), before)
            session.commit()
        return forgotten

    # -- channels -------------------------------------------------------------------------------------------

    def _channel(self, name: str, council: Council) -> str:
        if CHANNEL_ID.fullmatch(name):
            return name
        plain = _plain(name)
        with reading(self._engine) as session:
            known = people.channel_id(session, plain)
        return known or self._look_up_channel(plain, council)

    def _look_up_channel(self, wanted: str, council: Council) -> str:
        """Remembers all of the council's channels that the list shows: one listing serves them all."""
        ours = {_plain(o.channel) for o in council.directory.organisations if o.channel}
        ours |= {wanted, _plain(council.team.channel)}
        found = {name: id for name, id in self._list_channels().items() if name in ours}
        now = self._clock.system()
        with writing(self._engine) as session:
            for name, id in sorted(found.items()):
                people.remember_channel(session, name, id, now)
            session.commit()
        if wanted not in found:
            raise TransportError(
                f"Slack has no channel #{wanted} that the bot can see. Create it, or invite the bot to it.",
                permanent=True,
                code="channel_not_found",
            )
        return found[wanted]

    def _list_channels(self) -> dict[str, str]:
        """Names and ids of the public channels, and of the private ones that the bot is in."""
        found: dict[str, str] = {}
        cursor: str | None = None
        while cursor is None or cursor:
            page = call(
                "conversations.list",
                self._client.conversations_list,
                types="public_channel,private_channel",
                exclude_archived=True,
                limit=PAGE,
                cursor=cursor,
            )
            found |= {channel["name"]: channel["id"] for channel in page.get("channels") or []}
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        return found

    # -- people ---------------------------------------------------------------------------------------------

    def _direct_with_person(self, person: Person) -> str:
        with reading(self._engine) as session:
            known = people.identity_of_person(session, person.id)
        if known is not None and self._still_good(known, person):
            try:
                return self._direct(known.team, known.user)
            except TransportError as error:
                if error.code not in GONE:
                    raise
        try:
            fresh = self._look_up_person(person)
        except TransportError as error:
            with reading(self._engine) as session:
                outside = people.outside_identity(session, person.id)
            if error.code != "users_not_found" or outside is None:
                raise
            fresh = outside  # confirmed by an invitation
        return self._direct(fresh.team, fresh.user)

    def _still_good(self, known: SlackIdentity, person: Person) -> bool:
        fresh = known.looked_up_at > self._clock.system() - IDENTITY_KEPT
        return fresh and known.email.casefold() == person.email.casefold()

    def _look_up_person(self, person: Person) -> SlackIdentity:
        try:
            user = call("users.lookupByEmail", self._client.users_lookupByEmail, email=person.email)["user"]
        except TransportError as error:
            if error.code != "users_not_found":
                raise
            raise TransportError(
                f"{person.name} is not in Slack under {person.email}. Invite them, or correct the address in the"
                " council's directory.",
                permanent=True,
                code=error.code,
            ) from error
        with writing(self._engine) as session:
            identity = people.remember_identity(
                session,
                str(user.get("team_id") or ""),
                user["id"],
                person=person.id,
                email=person.email,
                name=str(user.get("real_name") or user.get("name") or ""),
                now=self._clock.system(),
            )
            session.commit()
        return identity

    def _direct(self, team: str, user: str) -> str:
        """The direct message with this person; opening it twice gives the same one."""
        name = f"user:{team}/{user}"
        with reading(self._engine) as session:
            known = people.channel_id(session, name)
        if known:
            return known
        channel = call("conversations.open", self._client.conversations_open, users=user)["channel"]["id"]
        with writing(self._engine) as session:
            people.remember_channel(session, name, channel, self._clock.system())
            session.commit()
        return channel


def _plain(name: str) -> str:
    return name.strip().removeprefix("#").lower()


def _channel_of(organisation_id: str, council: Council) -> str:
    try:
        organisation = council.directory.organisation(organisation_id)
    except LookupError:
        raise TransportError(
            f"The directory has no organisation '{organisation_id}': put it back, or drop this delivery.",
            permanent=True,
        ) from None
    if not organisation.channel:
        raise TransportError(
            f"{organisation.name} has no channel: name one in the council's directory.", permanent=True
        )
    return organisation.channel
