"""Erasing and correcting a person, wherever they are on record.

What stands in their place is a number, so that counts stay what they were: the same person is the same number.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, delete, select

from bot.desk import waits
from bot.desk.actor import Actor
from bot.desk.records import snapshots, tombstone
from bot.desk.records.keeping import run
from bot.desk.records.rewriting import Change, Rewriting
from bot.desk.records.subjects import Subject, find, id_is_a_word_of_its_own, in_office
from bot.desk.records.substitution import Substitution
from bot.desk.records.tombstone import Report
from bot.desk.refusal import Refusal
from bot.desk.work import Desk, Work
from storage import audit
from storage.intake import Draft
from storage.issues import Issue
from storage.kept import LINE, Kept
from storage.people import SlackChannel, SlackIdentity
from storage.waits import PAUSED, RUNNING, Wait

SHOWN = LINE["actor_name"]


@dataclass(frozen=True)
class StandIn:
    """What an erased person is from now on: the number of their tombstone."""

    number: int

    @property
    def id(self) -> str:
        return f"erased-{self.number}"

    @property
    def key(self) -> str:
        return f"person:{self.id}"

    @property
    def name(self) -> str:
        return f"Erased person {self.number}"

    def of(self, subject: Subject, id_is_unique: bool) -> Substitution:
        full_names = [name for name in subject.names if " " in name]  # a first name alone is a word of the language
        everywhere = {
            **dict.fromkeys(full_names, self.name),
            **{each: f"{self.id}@erased.invalid" if "@" in each else self.id for each in subject.addresses},
            **dict.fromkeys(subject.keys, self.key),
        }
        return Substitution(everywhere, {subject.id: self.id} if id_is_unique else {})


def erase_person(desk: Desk, actor: Actor, who: str, why: str, *, dry: bool) -> Report:
    """Somebody who holds no role any more is a number from now on. Raises Refusal."""
    return run(desk, actor, lambda work: _erase(work, who, why), dry=dry)


def _erase(work: Work, who: str, why: str) -> Report:
    subject = find(work.session, work.council, who)
    if in_office(work.council, subject, work.on):
        raise Refusal(
            f"{subject.name} holds a role today, or will. End their roles first (`council people import`, or in the "
            "folder), so that their open work is handed on. Nothing was changed."
        )
    audit.lock(work.session)
    last = audit.last_line(work.session)
    stand_in = StandIn(last.seq + 1 if last else 1)
    substitution = stand_in.of(subject, id_is_a_word_of_its_own(work.council, subject.id))
    _let_go(work, subject)
    sent_to_them = tombstone.spoken(work, to=subject.keys)
    identities = _forget(work, subject)

    def change(kept: Kept, value: Any, row: Mapping[str, Any]) -> Any:
        if kept is SHOWN and row["actor"] in subject.keys:
            return stand_in.name
        return substitution.value(kept.kind, value)

    report = _everywhere(work, change, substitution, subject, "erased", why, identities)
    tombstone.unsay(work, report, sent_to_them)
    return report


def correct_person(desk: Desk, actor: Actor, who: str, to: Mapping[str, str], why: str, *, dry: bool) -> Report:
    """`to` maps what was wrong to what is right: a name, an address. Raises Refusal."""

    def correct(work: Work) -> Report:
        subject = find(work.session, work.council, who)
        known = (*subject.names, *subject.addresses)
        if unknown := [old for old in to if old not in known]:
            raise Refusal(f"'{unknown[0]}' is not on record for {subject.name}. On record: {', '.join(known)}.")
        audit.lock(work.session)
        substitution = Substitution(to)

        def change(kept: Kept, value: Any, _: Mapping[str, Any]) -> Any:
            return substitution.value(kept.kind, value)

        return _everywhere(work, change, substitution, subject, "corrected", why, 0)

    return run(desk, actor, correct, dry=dry)


def _everywhere(
    work: Work, change: Change, substitution: Substitution, subject: Subject, verb: str, why: str, identities: int
) -> Report:
    rewriting = Rewriting(work.session, work.clock.token)
    rewriting.everywhere(change)
    kept, folder = snapshots.rewrite(work.session, substitution)
    more = {"councilsnapshot.files": kept, "slackidentity": identities}
    rewriting.changed.update({name: number for name, number in more.items() if number})
    if not rewriting.changed:
        raise Refusal(f"Nothing on record says {subject.name}. Nothing was changed.")
    tombstone.refuse_held(work, rewriting.issues, subject.keys)
    report = tombstone.put(work, rewriting, verb, why)
    report.folder = folder
    tombstone.unsay(work, report, tombstone.spoken(work, changed=rewriting))
    tombstone.repaint(work, report)
    return report


def _let_go(work: Work, subject: Subject) -> None:
    """Nobody waits for them any more, and nobody writes to them."""
    for issue in work.session.exec(select(Issue).where(col(Issue.entered_by).in_(subject.keys))):
        issue.anonymous = True
        work.session.add(issue)
    owned = select(Wait).where(col(Wait.owner).in_(subject.keys), col(Wait.state).in_((RUNNING, PAUSED)))
    for wait in work.session.exec(owned).all():
        issue = work.session.get_one(Issue, wait.issue_id)
        if wait.clock == "reporter_answer":
            waits.end(work, issue, wait.clock)
            waits.resume(work, issue, "first_response")
        else:
            wait.owner = "team"
            work.session.add(wait)


def _forget(work: Work, subject: Subject) -> int:
    """Rows that say nothing but who somebody is, and their open forms; how many identities."""
    known = select(SlackIdentity).where(
        (col(SlackIdentity.user).in_(subject.addresses)) | ((SlackIdentity.person == subject.id) & (subject.id != ""))
    )
    found = work.session.exec(known).all()
    for identity in found:
        work.session.delete(identity)
    work.session.exec(delete(SlackChannel).where(col(SlackChannel.name).in_(subject.keys)))
    work.session.exec(delete(Draft).where(col(Draft.user).in_(subject.keys)))
    return len(found)
