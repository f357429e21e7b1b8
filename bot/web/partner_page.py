"""The pages behind a partner's link, drawn from the same card as Slack's: what is asked, by when, and the answers.

They work without script, on a phone and with a keyboard. Only the summary is shown, never the note.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.cards.draw import draw
from bot.cards.matter import Matter
from bot.cards.message import Message
from bot.cards.plain_lines import pieces
from bot.cards.scene import Scene
from bot.desk.verbs.links import ANOTHER, PATH, WAY, Dead, Links, Opened, Reason
from bot.desk.verbs.talk import AUDIENCES
from bot.desk.work import Desk
from bot.web.partner_verbs import ALL, Verb
from storage.issues import Event, history
from storage.links import PartnerLink
from storage.outbox import Delivery

JUST_NOW = timedelta(hours=1)  # for so long the page "thank you" can be looked at again
KINDS = (("service", "Council services"), ("partner", "Partners"), ("parish", "Town and parish councils"))


@dataclass(frozen=True)
class Wrong:
    """What to put right; `field` names where, where that is known."""

    message: str
    field: str | None = None


class PartnerPages:
    def __init__(self, desk: Desk, links: Links):
        self._desk, self._links = desk, links
        self._templates = Environment(
            loader=PackageLoader("bot.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def path(self, token: str) -> str:
        return f"{urlsplit(self._links.public_url).path}{PATH}{token}"

    # -- what is asked, and its forms -----------------------------------------------------------------------------

    def offered(self, opened: Opened) -> list[Verb]:
        """The answers that stand open now, the likely one first."""
        return _verbs(self._card(opened))

    def asked(self, opened: Opened, token: str, notice: str = "") -> str:
        card = self._card(opened)
        verbs = _verbs(card)
        at_once = next((verb for verb in verbs if not verb.fields), None)
        others = [verb for verb in verbs if verb is not at_once]
        return self._render(
            "asked.html.j2",
            opened,
            title=card.subject,
            path=self.path(token),
            pieces=list(pieces(card.plain_text)),
            at_once=at_once,
            others=others,
            form_token=self._links.form_token(opened.link, at_once.slug) if at_once else "",
            notice=notice,
        )

    def form(
        self, opened: Opened, token: str, verb: Verb, given: Mapping[str, str] | None = None, wrong: Wrong | None = None
    ) -> str:
        """`given` is what was typed before: it is never lost."""
        card = self._card(opened)
        return self._render(
            "form.html.j2",
            opened,
            title=verb.heading,
            path=self.path(token),
            about=card.subject,
            verb=verb,
            given=given or {},
            wrong=wrong,
            organisations=self._organisations(opened),
            audiences=list(AUDIENCES.items()),
            form_token=self._links.form_token(opened.link, verb.slug),
        )

    def _organisations(self, opened: Opened) -> list[tuple[str, list[tuple[str, str]]]]:
        known = self._desk.council().directory.organisations
        groups = []
        for kind, heading in KINDS:
            found = [(org.name, org.id) for org in known if org.kind == kind and org.id != opened.action.owner]
            if found:
                groups.append((heading, [(id, name) for name, id in sorted(found)]))
        return groups

    # -- afterwards -----------------------------------------------------------------------------------------------

    def after(self, opened: Opened, token: str, verb: Verb, over: bool) -> str | None:
        """What was done and what happens next; None when this person has not just done it. `over`: the action."""
        with self._desk.look() as session:
            scene = self._scene(session, opened)
            done = next((e for e in reversed(history(session, opened.issue.id or 0)) if _is(e, opened, verb)), None)
            if done is None or scene.now - done.at > JUST_NOW:
                return None
            matter = Matter(scene, opened.issue, "working")
            following = matter.following(opened.action)
            facts = {
                "at": scene.say(done.at),
                "progress": _said(scene, matter.due("progress", opened.action)),
                "following": scene.name(following.owner) if following else "",
            }
        card = self._card(opened)
        return self._render(
            "after.html.j2",
            opened,
            title="Thank you",
            path=self.path(token),
            verb=verb,
            about=card.subject,
            others=[] if over else [other for other in _verbs(card) if other.fields],
            **facts,
        )

    def gone(
        self, reason: Reason, opened: Opened | None = None, link: PartnerLink | None = None, token: str | None = None
    ) -> str:
        lines = list(pieces(self._card(opened).plain_text)) if opened else []
        return self._render(
            "gone.html.j2",
            opened,
            title=TITLES[reason],
            reason=reason,
            pieces=lines,
            path=self.path(token or ""),
            form_token=self._links.form_token(link, ANOTHER) if link else "",
        )

    def on_its_way(self) -> str:
        return self._render("on_its_way.html.j2", None, title="Please look into your mailbox")

    def sorry(self, title: str, message: str) -> str:
        return self._render("sorry.html.j2", None, title=title, message=message)

    # -- drawing --------------------------------------------------------------------------------------------------

    def _scene(self, session: Any, opened: Opened) -> Scene:
        return Scene(session, self._desk.council(), self._desk.clock.now(), opened.actor.key)

    def _card(self, opened: Opened) -> Message:
        now = self._desk.clock.now()
        card = Delivery(
            key="", kind="action_card", recipient=opened.actor.key, lane="", card=True, issue_id=opened.issue.id,
            action_id=opened.action.id, due_at=now, created_at=now,
        )  # fmt: skip
        with self._desk.look() as session:
            message = draw(session, self._desk.council(), card, now)
        if message is None:  # their role has just ended
            raise Dead("role_over")
        return message

    def _render(self, template: str, opened: Opened | None, **facts: Any) -> str:
        council = self._desk.council()
        who = organisation = ""
        if opened is not None:
            who, organisation = opened.actor.name, council.directory.name(opened.link.organisation)
        return self._templates.get_template(template).render(
            council=council.name,
            team=council.team.name,
            email=council.team.email,
            who=who,
            organisation=organisation,
            style=f"{urlsplit(self._links.public_url).path}/pages.css",
            **facts,
        )


TITLES: dict[Reason, str] = {
    "unknown": "This link does not work",
    "revoked": "This link has been ended",
    "expired": "This link has expired",
    "role_over": "This link is no longer yours",
    "action_over": "Nothing more is asked of you here",
}


def _verbs(card: Message) -> list[Verb]:
    """In the card's own order."""
    order = [choice.verb for choice in card.offer.all]
    found = [verb for verb in ALL if any(name in order for name in verb.offers)]
    return sorted(found, key=lambda verb: min(order.index(name) for name in verb.offers if name in order))


def _is(event: Event, opened: Opened, verb: Verb) -> bool:
    about = event.data.get("action", opened.action.id)
    return (
        (event.actor, event.way) == (opened.actor.key, WAY) and event.verb in verb.events and about == opened.action.id
    )


def _said(scene: Scene, moment: Any) -> str:
    return scene.say(moment) if moment else ""
