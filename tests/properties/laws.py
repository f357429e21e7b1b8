"""What holds whatever people, clocks and machines do."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot.desk.waits import organisation_of
from storage.actions import ACKNOWLEDGED, DUE, Action
from storage.issues import Event, Issue
from storage.outbox import GATHERING, ROUND_UP, SENT, Delivery, Posted
from storage.waits import PAUSED, RUNNING, Reminder, Wait
from tests.properties.pretend_slack import Standing
from triage_rules.council import Council

AN_INSTANT = timedelta(microseconds=1)


def waits(session: Session, council: Council) -> None:
    """An owner, a due time in working hours (closing time is inside), and a next step or all of them taken."""
    planned: dict[tuple[int, int], Counter[str]] = defaultdict(Counter)
    for reminder in session.exec(select(Reminder)):
        planned[reminder.wait_id, reminder.round][reminder.state] += 1
    found = session.exec(select(Wait).where(col(Wait.state).in_((RUNNING, PAUSED)))).all()
    for wait in found:
        about = f"{wait.clock} of RR-{wait.issue_id}"
        assert wait.owner, about
        calendar = council.calendar(organisation_of(wait.owner))
        assert calendar.is_open(wait.due_at) or calendar.is_open(wait.due_at - AN_INSTANT), f"{about}: {wait.due_at}"
        steps = planned[wait.id or 0, wait.round]
        if wait.state == PAUSED:
            asked = [w for w in found if (w.clock, w.issue_id) == ("reporter_answer", wait.issue_id)]
            assert asked, f"{about} stands still for nobody"
        else:
            assert steps["planned"] or steps["done"] == steps.total() > 0, f"{about}: {steps}"
    for issue in session.exec(select(Issue)):
        assert issue.owner, issue.reference


def actions(session: Session) -> None:
    """Whatever is asked of somebody has a clock that runs; a declined one has it for whoever is asked next."""
    running = {(w.action_id, w.clock) for w in session.exec(select(Wait).where(Wait.state == RUNNING))}
    for action in session.exec(select(Action)):
        about = f"action {action.id} of RR-{action.issue_id}, {action.state}"
        if action.state in (DUE, ACKNOWLEDGED):
            clock = "acknowledge" if action.state == DUE else "progress"
            assert (action.id, clock) in running, about
        elif action.held:
            last = _newest(session, action)
            assert last.state == DUE or (last.id, "hold") in running, about


def _newest(session: Session, action: Action) -> Action:
    """What it was replaced by in the end."""
    while following := session.exec(select(Action).where(Action.replaces_id == action.id)).first():
        action = following
    return action


def nothing_is_left(session: Session, now: datetime) -> None:
    """Every delivery has come to its end, every step that was due has been taken."""
    left = session.exec(select(Delivery).where(Delivery.state != SENT)).all()
    assert not left, [(row.id, row.kind, row.state, row.error) for row in left]
    late = select(Reminder).where(Reminder.state == "planned", col(Reminder.due_at) <= now)
    assert not session.exec(late).all()
    assert not session.exec(select(Wait).where(Wait.clock == "reporter_answer", Wait.state == RUNNING)).all()


def each_step_once(session: Session) -> None:
    """As many lines of history as steps taken; each wait's steps in order."""
    taken = session.exec(select(Reminder).where(Reminder.state == "done")).all()
    said = session.exec(select(Event).where(col(Event.verb).in_(("reminded", "escalated", "lapsed")))).all()
    assert len(taken) == len(said)
    order: dict[tuple[int, int], list[tuple[datetime, int]]] = defaultdict(list)
    for reminder in taken:
        assert reminder.done_at is not None
        assert reminder.done_at >= reminder.due_at
        order[reminder.wait_id, reminder.round].append((reminder.done_at, reminder.step))
    for steps in order.values():
        assert sorted(steps) == sorted(steps, key=lambda step: step[1])


REMINDERS = ("chase", "escalation", ROUND_UP)


def one_message_each(session: Session, since: int) -> None:
    """Of one tick; `since`: the newest delivery before it."""
    rows = session.exec(select(Delivery).where(col(Delivery.id) > since, col(Delivery.kind).in_(REMINDERS)))
    assert set(Counter(row.recipient for row in rows).values()) <= {1}


def nobody_is_kept_waiting(session: Session, ticked: bool) -> None:
    """After a tick that was not another's, nothing is gathered any more."""
    left = session.exec(select(Delivery.id).where(Delivery.state == GATHERING)).all()
    assert not (ticked and left)


def each_reminder_is_in_a_message(session: Session) -> None:
    """Whoever was reminded, as history has it, has it in a message, as often: alone, or with others."""
    assert reminders_written(session) == reminders_said(session)


# Recipient, issue, action, clock and step.
Reminded = tuple[str, int | None, int | None, str, int]


def reminders_written(session: Session) -> Counter[Reminded]:
    clocks = dict(session.exec(select(Wait.id, Wait.clock)).all())
    return Counter(
        (row.recipient, item.get("issue", row.issue_id), item.get("about_action"), clocks[item["wait"]], item["step"])
        for row in session.exec(select(Delivery).where(col(Delivery.kind).in_(REMINDERS)))
        for item in row.data.get("items", [row.data])
    )


def reminders_said(session: Session) -> Counter[Reminded]:
    return Counter(
        (recipient, event.issue_id, event.data["action"], event.data["clock"], event.data["step"])
        for event in session.exec(select(Event).where(col(Event.verb).in_(("reminded", "escalated"))))
        for recipient in event.data["recipients"]
    )


def sent_once_and_in_order(session: Session, messages: Sequence[Standing]) -> None:
    """Every piece of news stands once; in each lane what was written first was posted first. A list of several matters
    stands after all that was written to the same recipient before it."""
    copies = Counter(message.key for message in messages)
    last: dict[str, int] = defaultdict(int)
    newest: dict[str, int] = defaultdict(int)
    seen: set[str] = set()
    for row in session.exec(select(Delivery).order_by(col(Delivery.id))):
        if not row.card:
            assert copies[row.key] == 1, f"{row.kind} to {row.recipient} stands {copies[row.key]} times"
        if row.ts not in seen:
            seen.add(row.ts or "")
            assert int(row.ts or 0) > last[row.lane], f"{row.kind} to {row.recipient} came too early"
            assert row.kind != ROUND_UP or int(row.ts or 0) > newest[row.recipient], f"list {row.id} came too early"
            last[row.lane] = int(row.ts or 0)
            newest[row.recipient] = max(newest[row.recipient], last[row.lane])


def cards_are_up_to_date(session: Session, messages: Sequence[Standing], as_of: Callable[[Session, int], str]) -> None:
    """Each card stands once, and shows how the issue is now."""
    standing = {(message.channel, message.ts): message.text for message in messages}
    cards = session.exec(select(Posted)).all()
    news = session.exec(select(Delivery).where(~col(Delivery.card))).all()
    assert len(messages) == len(cards) + len(news), "something stands there twice"
    for card in cards:
        shown, wanted = standing.get((card.channel_id, card.ts)), as_of(session, card.issue_id)
        assert shown == wanted, f"{card.kind} to {card.recipient} shows line {shown} of {wanted}"
