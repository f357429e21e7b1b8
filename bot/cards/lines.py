"""One line about an issue or an action, for lists: what, where it stands, by when."""

from datetime import datetime

from sqlmodel import Session

from bot.cards import standing
from bot.cards.matter import Audience, Matter
from bot.cards.scene import Scene
from bot.cards.text import escape
from storage.actions import Action
from storage.issues import Issue
from triage_rules.council import Council


def issue_line(
    session: Session,
    council: Council,
    issue: Issue,
    now: datetime,
    *,
    audience: Audience = "working",
    recipient: str = "",
    sign: bool = False,
) -> str:
    """ "RR-12 · Bus shelter smashed, Southgate — waiting for a duty officer, by 2pm today"; escaped for Slack.

    `recipient` is the reader's key: a resident's case is named only to its own councillor.
    """
    matter = Matter(Scene(session, council, now, recipient), issue, audience)
    stands = standing.of_issue(matter)
    return f"{stands.sign + ' ' if sign else ''}{escape(matter.title)} — {stands.line}"


def action_line(session: Session, council: Council, action: Action, now: datetime, *, sign: bool = False) -> str:
    """ "RR-12 · West Mercia Police: patrol the route — waiting for …, by 5pm Tuesday"; escaped for Slack."""
    scene = Scene(session, council, now, f"org:{action.owner}")
    matter = Matter(scene, session.get_one(Issue, action.issue_id), "working")
    stands = standing.of_action(matter, action)
    title = f"{matter.reference} · {scene.name(action.owner)}: {standing.what(action)}"
    return f"{stands.sign + ' ' if sign else ''}{escape(title)} — {stands.line}"
