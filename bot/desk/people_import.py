"""Who is who, changed by a list: written into the folder as it is in force, checked as a whole, and put in force.

The folder stays the source: an import is a new snapshot of it, and `council export` gives it back as files.
"""

from collections.abc import Iterator

from sqlmodel import Session, col, select

from bot.desk.actor import Actor
from bot.desk.council_in_force import CouncilInForce
from bot.desk.due import handover
from bot.desk.records import book
from bot.desk.records.keeping import VERB
from bot.desk.work import Desk
from storage import councils
from storage.audit import AuditLine
from storage.councils import CurrentCouncil
from triage_rules.change.people_edit import edit
from triage_rules.change.people_plan import Plan
from triage_rules.council import Council

IMPORTED = "people_imported"


def folder(session: Session) -> dict[str, str]:
    """The files in force; where new criteria wait for their day, those with the new ones."""
    current = session.get(CurrentCouncil, 1)
    found = councils.snapshot(session, current.next_hash or current.hash) if current else None
    return found.folder if found else {}


def apply(desk: Desk, actor: Actor, in_force: CouncilInForce, plan: Plan) -> int:
    """Put the plan in force, and hand on the work of those whose role has ended by now; of how many issues.

    Raises CouncilError when the folder would not be right, Refusal when `actor` may not.
    """
    with desk.work(actor) as work:
        work.allow(VERB)
        files = edit(folder(work.session), plan)
        name = work.council.id
    in_force.load(name, files)
    with desk.work(actor) as work:
        starts, ends = ([[f"person:{e.person}", e.role, e.of] for e in each] for each in (plan.starts, plan.ends))
        book.write(work, IMPORTED, None, starts=starts, ends=ends, begins=plan.from_.isoformat())
    return handover.hand_on(desk)


def missing_in(session: Session, now: Council, new: Council) -> Iterator[str]:
    """What imports changed, is in force still, and a folder does not have: loading it would undo that."""
    for line in session.exec(select(AuditLine).where(AuditLine.verb == IMPORTED).order_by(col(AuditLine.seq))):
        for ended, changes in ((False, line.data["starts"]), (True, line.data["ends"])):
            for key, role, of in changes:
                person = key.removeprefix("person:")
                if _stands(now, person, role, of, ended) and not _stands(new, person, role, of, ended):
                    over = f" of {now.directory.name(of)}" if of else ""
                    what = "ended" if ended else "began"
                    yield f"{now.directory.name(person)}, {role.replace('_', ' ')}{over}: {what}"


def _stands(council: Council, person: str, role: str, of: str | None, ended: bool) -> bool:
    """Whether the role has an end (or is gone), or whether it is there."""
    held = [r for r in council.directory.roles if (r.person, r.role, r.of) == (person, role, of)]
    return all(each.until is not None for each in held) if ended else bool(held)
