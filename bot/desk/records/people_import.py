"""Who is who, changed by a list: written into the folder as it is in force, checked as a whole, and put in force.

The folder stays the source: an import is a new snapshot of it, and `council export` gives it back as files.
"""

from collections.abc import Iterator

from sqlmodel import Session

from bot.desk.actor import Actor
from bot.desk.council_in_force import CouncilInForce
from bot.desk.due import handover
from bot.desk.records import book
from bot.desk.records.keeping import VERB
from bot.desk.work import Desk
from storage import councils
from storage.audit import last_line
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
        said = {"starts": len(plan.starts), "ends": len(plan.ends), "corrections": len(plan.corrections)}
        book.write(work, IMPORTED, None, **said, newcomers=len(plan.newcomers), begins=plan.from_.isoformat())
    return handover.hand_on(desk)


def missing_in(session: Session, now: Council, new: Council) -> Iterator[str]:
    """Roles that an import put in force and a folder does not have: loading it would undo the import."""
    if last_line(session, IMPORTED) is None:
        return
    have = {(r.person, r.role, r.of, r.from_, r.until) for r in new.directory.roles}
    for role in now.directory.roles:
        if (role.person, role.role, role.of, role.from_, role.until) not in have:
            of = f" of {now.directory.name(role.of)}" if role.of else ""
            yield f"{now.directory.name(role.person)}, {role.role.replace('_', ' ')}{of}"
