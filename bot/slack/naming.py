"""Short names of issues and actions where people choose among them."""

from sqlmodel import Session

from bot.slack.blocks import OPTION, cut
from storage.issues import Issue


def issue_label(session: Session, number: int) -> str | None:
    issue = session.get(Issue, number)
    return named(issue) if issue else None


def named(issue: Issue) -> str:
    """ "RR-12: Bus shelter smashed, Southgate", within the length of an option."""
    return cut(f"{issue.reference}: {issue.summary}", OPTION)
