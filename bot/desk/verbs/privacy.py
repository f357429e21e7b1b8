"""What may not be shown to everybody: a resident's case, a sensitive matter, exempt information."""

from dataclasses import dataclass

from bot.desk.actor import Actor
from bot.desk.refusal import Refusal
from bot.desk.verbs.report import councillor_of_case
from bot.desk.work import Desk
from storage.issues import Issue

# Local Government Act 1972, Schedule 12A, Part 1: in our own short words.
PARAGRAPHS = {
    "1": "an individual",
    "2": "likely to reveal who somebody is",
    "3": "financial or business affairs",
    "4": "labour relations",
    "5": "legal privilege",
    "6": "notices and orders to come",
    "7": "prevention and investigation of crime",
}


@dataclass(frozen=True)
class Marks:
    """casework_for: the councillor whom the resident asked. exempt: a paragraph of Schedule 12A."""

    casework_for: str | None = None
    sensitive: bool = False
    exempt: str | None = None


def mark(desk: Desk, actor: Actor, number: int, marks: Marks, once: str | None = None) -> Issue:
    """Say what of an issue may not be shown, or that it may again. On record with who said so; cards follow."""
    with desk.work(actor, once) as work:
        issue = work.issue(number, "mark")
        if marks.exempt is not None and marks.exempt not in PARAGRAPHS:
            raise Refusal("Choose the paragraph from the list, or none.", "exempt")
        issue.casework_for = councillor_of_case(work, marks.casework_for)
        if issue.casework_for is not None:  # nobody else leads on a case that they may not see
            issue.leads = [lead for lead in issue.leads if lead == issue.casework_for]
        issue.sensitive = marks.sensitive
        if marks.exempt != issue.exempt_paragraph:
            role = actor.shown_role(work.council, work.on)
            issue.exempt_by = f"{actor.name}, {role}" if marks.exempt and role else actor.name if marks.exempt else ""
        issue.exempt_paragraph = marks.exempt
        work.record(
            issue, "marked", casework_for=issue.casework_for, sensitive=issue.sensitive, exempt=issue.exempt_paragraph
        )
        work.repaint(issue)
        return issue
