"""What people choose among, each by a short name: issues, organisations, entries of the directory."""

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session

from bot.slack.blocks import OPTION, Choice, cut
from storage.issues import Issue
from triage_rules.council import Council


def issue_label(session: Session, number: int) -> str | None:
    issue = session.get(Issue, number)
    return named(issue) if issue else None


def named(issue: Issue) -> str:
    """ "RR-12: Bus shelter smashed, Southgate", within the length of an option."""
    return cut(f"{issue.reference}: {issue.summary}", OPTION)


def named_choices(entries: Iterable[Any]) -> list[Choice]:
    """(id, name) of entries of the directory."""
    return [(entry.id, entry.name) for entry in entries]


def organisation_choices(council: Council) -> list[Choice]:
    """Services first, then partners, then parishes; each in the council's own order."""
    kinds = ("service", "partner", "parish")
    return named_choices(sorted(council.directory.organisations, key=lambda each: kinds.index(each.kind)))
