"""The end of a rewriting: its line in the book, what Slack shows of it, and what cannot be called back."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import col, select

from bot.desk.records import book
from bot.desk.records.rewriting import Rewriting
from bot.desk.records.verify import list_digest
from bot.desk.refusal import Refusal
from bot.desk.work import CARDS, Work
from storage import holds
from storage.issues import Issue
from storage.outbox import DROPPED, PENDING, RESENT, ROUND_UP, SENT, UNSAY, Delivery, Posted

# Messages that quote a line of the history, a copy of a briefing, or several issues: `data` names them.
QUOTING = ("reply", "question", "answer", "note", "view", "briefing", ROUND_UP)


@dataclass
class Report:
    """What was done, or would be. changed: rows by "table.column". letters: e-mails that cannot be called back.
    folder: "file, line" of the council's folder that still has it. elsewhere: other issues with the same words.
    number: of the tombstone in the book."""

    changed: Counter[str] = field(default_factory=Counter)
    issues: list[int] = field(default_factory=list)
    repainted: int = 0
    deleted: int = 0
    letters: int = 0
    folder: list[str] = field(default_factory=list)
    elsewhere: list[int] = field(default_factory=list)
    number: int = 0


def refuse_held(work: Work, issues: Iterable[int], people: Sequence[str] = ()) -> None:
    """Raises Refusal with the holds that stand in the way."""
    touched = set(issues)
    found = [hold for hold in holds.in_force(work.session) if hold.person in people or hold.issue_id in touched]
    reported = select(Issue.id).where(col(Issue.entered_by).in_([h.person for h in holds.in_force(work.session)]))
    of_held = touched & set(work.session.exec(reported))
    if found or of_held:
        said = [f"hold {hold.id}{f' on RR-{hold.issue_id}' if hold.issue_id else ''}" for hold in found]
        said += [f"RR-{number}, whose reporter's records are held" for number in sorted(of_held)]
        raise Refusal(
            f"This is kept back by law for now: {'; '.join(said[:10])}. Nothing was changed. "
            "`rapid-response hold list` says why and who can tell you more."
        )


def put(work: Work, rewriting: Rewriting, verb: str, why: str | None, **data: Any) -> Report:
    """Write the tombstone for all that was changed. Call it last but for what Slack is to show."""
    line = book.write(
        work,
        verb,
        why,
        parts=len(rewriting.parts),
        parts_digest=list_digest(rewriting.parts),
        changed=dict(sorted(rewriting.changed.items())),
        **data,
    )
    for part in rewriting.parts:
        part.tombstone_id = line.id or 0
        work.session.add(part)
    work.session.flush()
    return Report(rewriting.changed, sorted(rewriting.issues), number=line.seq)


def repaint(work: Work, report: Report) -> None:
    """Every card about these issues is drawn anew."""
    for number in report.issues:
        issue = work.session.get(Issue, number)
        if issue is not None:
            work.repaint(issue)
            report.repainted += 1


@dataclass
class Spoken:
    """Messages of ours in Slack that are to go: (channel, ts) of each; and how many letters cannot be called back."""

    messages: list[tuple[str, str]] = field(default_factory=list)
    letters: int = 0


def spoken(
    work: Work,
    *,
    issues: Iterable[int] = (),
    changed: Rewriting | None = None,
    to: Sequence[str] = (),
) -> Spoken:
    """All news of these issues, what told of lines or briefings that are changed, and everything to these people. The
    rows forget where it stands; `unsay` deletes it."""
    found, touched = Spoken(), set(issues)
    events, copies = (changed.events, changed.copies) if changed else (set(), set())
    query = select(Delivery).where(
        col(Delivery.issue_id).in_(touched) | col(Delivery.recipient).in_(to) | col(Delivery.kind).in_(QUOTING),
        col(Delivery.state).in_((SENT, RESENT)),
        col(Delivery.ts).is_not(None),
    )
    for delivery in work.session.exec(query.order_by(col(Delivery.id))):
        about = (
            delivery.issue_id in touched
            or any(item["issue"] in touched for item in delivery.data.get("items", []))
            or delivery.data.get("event") in events
            or delivery.data.get("copy") in copies
        )
        if delivery.recipient in to or (about and delivery.kind not in CARDS and delivery.kind != UNSAY):
            if "@" in (delivery.channel_id or ""):
                found.letters += 1
            else:
                found.messages.append((delivery.channel_id or "", delivery.ts or ""))
            delivery.channel_id, delivery.ts, delivery.state = None, None, SENT
            work.session.add(delivery)
    for recipient in to:
        found.messages += _forget(work, recipient)
    return found


def unsay(work: Work, report: Report, found: Spoken) -> None:
    """Through the outbox, like all that goes to Slack."""
    report.letters += found.letters
    for channel, ts in dict.fromkeys(found.messages):
        work.tell(UNSAY, "team", channel=channel, ts=ts)
        report.deleted += 1


def _forget(work: Work, recipient: str) -> list[tuple[str, str]]:
    """Nothing more goes to somebody who is erased, and no card of theirs is painted again; where those stand."""
    for delivery in work.session.exec(
        select(Delivery).where(Delivery.recipient == recipient, col(Delivery.state).in_(PENDING))
    ):
        delivery.state = DROPPED
        work.session.add(delivery)
    cards = work.session.exec(select(Posted).where(Posted.recipient == recipient)).all()
    for card in cards:
        work.session.delete(card)
    work.session.flush()
    return [(card.channel_id, card.ts) for card in cards if "@" not in card.channel_id]
