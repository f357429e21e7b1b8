"""From (team, user) to whoever acts. People of the council's workspace are matched to the directory by e-mail address;
people of other workspaces only by a link that was confirmed before."""

from dataclasses import dataclass
from datetime import timedelta

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.desk.actor import Actor
from bot.desk.work import Desk
from storage.people import SlackIdentity, identity_of_user, remember_identity
from storage.session import reading, writing

KEPT = timedelta(days=1)  # then looked up again: people change names and addresses


@dataclass(frozen=True)
class Profile:
    name: str
    email: str
    guest: bool = False


class People:
    """Who is who. `own_team` is the id of the council's workspace."""

    def __init__(self, desk: Desk, client: WebClient):
        self._desk, self._client = desk, client

    def actor(self, team: str, user: str, own_team: str) -> Actor:
        """Whoever acts. What is not remembered is asked of Slack, outside any transaction of ours."""
        own = team == own_team
        known = self._known(team, user)
        stale = known is None or known.looked_up_at <= self._desk.clock.system() - KEPT
        if stale and (profile := self._profile(user)):
            known = self._remember(team, user, profile, known, own)
        return self._actor(team, user, known, own)

    def _actor(self, team: str, user: str, known: SlackIdentity | None, own: bool) -> Actor:
        directory = self._desk.council().directory
        guest = own and known is not None and known.guest
        way = "guest" if guest else "slack" if own else "connect"
        person = None
        if known is not None and own:
            # The directory may have changed since: the address decides, not what was found then.
            person = directory.person_by_email(known.email) if known.email else None
        elif known is not None and known.person:
            person = next((each for each in directory.people if each.id == known.person), None)
        if person is not None:
            return Actor(
                key=f"person:{person.id}", name=person.name, person=person.id, own_team=own, way=way, guest=guest
            )
        name = (known.name if known else "") or "Somebody in Slack"
        return Actor(key=f"user:{team}/{user}", name=name, own_team=own, way=way, guest=guest)

    def _known(self, team: str, user: str) -> SlackIdentity | None:
        with reading(self._desk.engine) as session:
            return identity_of_user(session, team, user)

    def _profile(self, user: str) -> Profile | None:
        """None when Slack does not tell: then what is remembered stands."""
        try:
            found = self._client.users_info(user=user)["user"] or {}
        except (SlackApiError, SlackClientError, OSError):
            return None
        profile = found.get("profile") or {}
        name = found.get("real_name") or profile.get("real_name") or found.get("name") or ""
        guest = bool(found.get("is_restricted") or found.get("is_ultra_restricted"))
        return Profile(name=str(name)[:120], email=str(profile.get("email") or ""), guest=guest)

    def _remember(
        self, team: str, user: str, profile: Profile, known: SlackIdentity | None, own: bool
    ) -> SlackIdentity:
        """A link of somebody from another workspace is kept: their e-mail address proves nothing here."""
        person = known.person if known else ""
        email = profile.email if own else (known.email if known else "")
        if own:
            found = self._desk.council().directory.person_by_email(email) if email else None
            person = found.id if found else ""
        with writing(self._desk.engine) as session:
            now = self._desk.clock.system()
            identity = remember_identity(session, team, user, person=person, email=email, name=profile.name, now=now)
            identity.guest = own and profile.guest
            session.add(identity)
            session.commit()
        return identity
