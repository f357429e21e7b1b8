"""Erasing or correcting what is said about somebody in the texts of an issue: a resident is in no directory."""

from collections.abc import Mapping

from bot.desk.actor import Actor
from bot.desk.records import tombstone
from bot.desk.records.keeping import run
from bot.desk.records.rewriting import Rewriting
from bot.desk.records.substitution import ERASED, Substitution
from bot.desk.records.tombstone import Report
from bot.desk.refusal import Refusal
from bot.desk.work import Desk, Work
from storage import audit
from storage.issues import Issue, children
from storage.kept import KEPT

REPLY_TO = KEPT["issue"].columns["reply_to"]
SHORTEST = 4  # characters of a phrase: shorter ones would be found inside half the language


def rewrite(desk: Desk, actor: Actor, number: int, phrases: Mapping[str, str], why: str, *, dry: bool) -> Report:
    """Each phrase becomes what it is mapped to (`ERASED`), in the issue and in what is joined with it.

    How to reach the resident goes altogether, unless phrases are only corrected. Raises Refusal.
    """
    short = next((phrase for phrase in phrases if len(phrase.strip()) < SHORTEST), None)
    if short is not None:
        raise Refusal(f"'{short}' is too short to look for: it would be found in other words. Give more of it.")
    erasing = not phrases or ERASED in phrases.values()
    return run(desk, actor, lambda work: _rewrite(work, number, phrases, erasing, why), dry=dry)


def _rewrite(work: Work, number: int, phrases: Mapping[str, str], erasing: bool, why: str) -> Report:
    audit.lock(work.session)
    issue = work.session.get(Issue, number)
    if issue is None:
        raise Refusal(f"There is no RR-{number} here. Nothing was changed.")
    family = {number, *(child.id or 0 for child in children(work.session, number))}
    family |= {issue.parent_id} if issue.parent_id else set()
    rewriting, substitution = Rewriting(work.session, work.clock.token), Substitution(phrases)
    if erasing:
        rewriting.table("issue", lambda kept, value, _: "" if kept is REPLY_TO else value, "id", [number])
    rewriting.of_issues(family, lambda kept, value, _: substitution.value(kept.kind, value))
    rewriting.table("draft", lambda kept, value, _: substitution.value(kept.kind, value))
    if not rewriting.changed:
        raise Refusal(f"Nothing of that is in RR-{number} or what it is joined with. Nothing was changed.")
    tombstone.refuse_held(work, family)
    report = tombstone.put(work, rewriting, "erased" if erasing else "corrected", why, issue=number)
    tombstone.unsay(work, report, tombstone.spoken(work, issues=rewriting.issues, changed=rewriting))
    tombstone.repaint(work, report)
    report.elsewhere = _elsewhere(work, substitution)
    return report


def _elsewhere(work: Work, substitution: Substitution) -> list[int]:
    """Other issues with these words; they are looked at, and nothing stays of the looking."""
    looking = Rewriting(work.session, work.clock.token)
    with work.session.begin_nested() as savepoint:
        looking.everywhere(lambda kept, value, _: substitution.value(kept.kind, value))
        savepoint.rollback()
    return sorted(looking.issues)
