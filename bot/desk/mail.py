"""A letter that came in becomes a note or a request, never a command: what is decided is decided by a button.

Who wrote is whom the directory has under the address in From. That it is no forgery is the mail server's to check
(DMARC), so a letter can add words to the record and do nothing else. What cannot be filed is shown to the team.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Literal

from sqlmodel import Session, col, select

from bot.desk import access
from bot.desk.actor import Actor
from bot.desk.due import undelivered
from bot.desk.hints.unasked import without_personal
from bot.desk.refusal import Doubled, Refusal
from bot.desk.verbs import report, talk
from bot.desk.work import Desk
from bot.letterbox.letter import Letter
from storage.actions import Action, unfinished
from storage.issues import Issue
from storage.letters import StrayLetter
from storage.outbox import FAILED, RESENT, SENT, Delivery
from storage.session import writing

WAY = "email"  # bot/cards/scene.py has the words for it
NUMBER = re.compile(r"\bRR-?(\d{1,9})\b", re.IGNORECASE)
THREAD = re.compile(r"rr-(\d{1,9})@.+")
PLUS = re.compile(r"(?:.*\+)?rr-?(\d{1,9})@.+", re.IGNORECASE)
UNSUBSCRIBE = re.compile(r"no more briefings", re.IGNORECASE)
REPLY = re.compile(r"^(?:(?:re|aw|fw|fwd)\s*:\s*)+", re.IGNORECASE)
SHORTEST_SUBJECT = 10
CAME_BACK = "The letter came back. Correct the address in the council's directory, or tell them another way."

Outcome = Literal["note", "request", "stray", "bounce", "ignored", "again"]
Why = Literal["unknown_sender", "no_issue", "several_issues", "not_theirs", "nothing_written", "unsubscribe"]


@dataclass(frozen=True)
class Filed:
    """What became of a letter: `reference` of the issue, where it reached one."""

    outcome: Outcome
    reference: str = ""


@dataclass(frozen=True)
class Found:
    """What a letter is about."""

    issue: int | None = None
    action: int | None = None
    several: bool = False
    answers_us: bool = False  # one of our letters, whether or not that was about an issue


def receive(desk: Desk, letter: Letter, digest: str, us: str = "") -> Filed:
    """File a letter. `digest` stands for one without a Message-ID; `us` is the address that we write from."""
    if letter.bounce is not None:
        return _bounced(desk, letter)
    if letter.automatic or (us and letter.sender.casefold() == us.casefold()):
        return Filed("ignored")
    once = f"mail {hashlib.sha256((letter.message_id or digest).encode()).hexdigest()}"
    try:
        return _file(desk, letter, once)
    except Doubled:
        return Filed("again")


def _file(desk: Desk, letter: Letter, once: str) -> Filed:
    person = desk.council().directory.person_by_email(letter.sender) if letter.sender else None
    with desk.look() as session:
        found = _about(session, letter)
        exists = found.issue is not None and session.get(Issue, found.issue) is not None
    if person is None:
        return _stray(desk, letter, "unknown_sender", once, found.issue if exists else None)
    # What their roles give them, and nothing that goes with a desk in the council.
    actor = Actor(f"person:{person.id}", person.name, person.id, way=WAY, guest=True)
    if not letter.text.strip():
        return _stray(desk, letter, "nothing_written", once, found.issue if exists else None)
    if UNSUBSCRIBE.search(letter.subject):
        return _stray(desk, letter, "unsubscribe", once, None)
    if found.several:
        return _stray(desk, letter, "several_issues", once, None)
    if exists:
        return _note(desk, actor, letter, found, once)
    wanted = access.may(actor, "report", access.Subject(), desk.council(), desk.today())
    if found.issue is not None or found.answers_us or not wanted:
        return _stray(desk, letter, "no_issue", once, None)
    return _request(desk, actor, letter, once)


# -- what it is about -------------------------------------------------------------------------------------------------


def _about(session: Session, letter: Letter) -> Found:
    """The letter of ours that it answers; else the number in an address, or in the subject."""
    answers_us = False
    for reference in letter.references:
        if sent := _sent(session, reference):
            answers_us = True
            if sent.issue_id is not None:
                return Found(sent.issue_id, sent.action_id)
        elif thread := THREAD.fullmatch(reference):
            return Found(int(thread[1]))
    named = [int(plus[1]) for address in letter.to if (plus := PLUS.fullmatch(address))]
    named = list(dict.fromkeys(named or (int(number) for number in NUMBER.findall(letter.subject))))
    if len(named) > 1:
        return Found(several=True)
    return Found(named[0] if named else None, answers_us=answers_us)


def _sent(session: Session, message_id: str) -> Delivery | None:
    key = message_id.rpartition("@")[0]
    return session.exec(select(Delivery).where(Delivery.key == key)).first() if key else None


# -- what becomes of it -----------------------------------------------------------------------------------------------


def _note(desk: Desk, actor: Actor, letter: Letter, found: Found, once: str) -> Filed:
    number = found.issue or 0
    try:
        issue = talk.add_note(desk, actor, number, _words(letter), _their_action(desk, actor, found), once)
    except Refusal:
        return _stray(desk, letter, "not_theirs", once, number)
    return Filed("note", issue.reference)


def _their_action(desk: Desk, actor: Actor, found: Found) -> int | None:
    """The action that their organisation has in hand: the one written about, else the only one."""
    directory, on = desk.council().directory, desk.today()
    theirs = {organisation.id for organisation in directory.organisations_of(actor.person or "", on)}
    with desk.look() as session:
        if found.action is not None:
            action = session.get(Action, found.action)
            return found.action if action is not None and action.owner in theirs else None
        actions = [action.id for action in unfinished(session, found.issue or 0) if action.owner in theirs]
    return actions[0] if len(actions) == 1 else None


def _request(desk: Desk, actor: Actor, letter: Letter, once: str) -> Filed:
    """Nobody was asked the questions, so a duty officer answers them."""
    roles = {role.role for role in actor.roles(desk.council().directory, desk.today())}
    raised_by = "ward_member" if "ward_member" in roles else "cabinet" if "cabinet_lead" in roles else "officer"
    subject = REPLY.sub("", letter.subject).strip()
    given = report.Report(
        note=f"{subject}\n\n{_words(letter)}".strip(),
        answers={},
        summary=subject if len(subject) >= SHORTEST_SUBJECT else "",
        raised_by=raised_by,
        unasked=True,
    )
    receipt = report.report(desk, actor, without_personal(desk, given), once)
    return Filed("request", receipt.issue.reference if receipt.issue else "")


def _words(letter: Letter) -> str:
    if not letter.left_out:
        return letter.text
    names = ", ".join(letter.left_out)
    return f"{letter.text}\n\n[More is in the mailbox: {names}]"


def _stray(desk: Desk, letter: Letter, why: Why, once: str, issue: int | None) -> Filed:
    actor = Actor(key=WAY, name="Mail", own_team=False, way=WAY)
    with desk.work(actor, once) as work:
        kept = StrayLetter(
            at=work.system, why=why, sender=letter.sender, subject=letter.subject, text=_words(letter), issue_id=issue
        )
        work.session.add(kept)
        work.session.flush()
        about = work.session.get(Issue, issue) if issue else None
        work.tell("stray_letter", "team", about, letter=kept.id)
    return Filed("stray", about.reference if about else "")


def _bounced(desk: Desk, letter: Letter) -> Filed:
    """The delivery failed after all, and the team hears of it. Only a notice that names a letter of ours counts."""
    bounce = letter.bounce
    assert bounce is not None
    if not bounce.failed:
        return Filed("ignored")
    keys = [id.rpartition("@")[0] for id in bounce.about]
    with writing(desk.engine) as session:
        query = select(Delivery).where(col(Delivery.key).in_(keys), col(Delivery.state).in_((SENT, RESENT)))
        row = session.exec(query.with_for_update()).first()
        if row is None:
            return Filed("ignored")
        row.state, row.error = FAILED, f"{CAME_BACK} ({bounce.why})" if bounce.why else CAME_BACK
        session.add(row)
        undelivered.tell_team(session, row, desk.clock)
        issue = row.issue_id
        session.commit()
    desk.wake()
    return Filed("bounce", f"RR-{issue}" if issue else "")
