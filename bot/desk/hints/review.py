"""Criteria to review: what the overrides on record say about the rows and questions of the criteria in force."""

from datetime import datetime

from sqlmodel import Session

from storage.past_decisions import overrides
from triage_rules.change.review import ToReview, criteria_to_review
from triage_rules.council import Council


def to_review(session: Session, council: Council, since: datetime | None = None) -> tuple[ToReview, ...]:
    """The overrides since then (aware; all when None), by row and question, the largest group first."""
    return criteria_to_review(council.table, overrides(session, since))
