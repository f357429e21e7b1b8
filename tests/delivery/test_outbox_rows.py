"""What can be asked of the outbox's rows: which of them, in which order, and whose."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, delete, false
from sqlmodel import Session, select

from bot.clock import StandingClock
from bot.desk.work import Desk
from storage import gathering, outbox
from storage.actions import of_issue
from storage.outbox import DROPPED, DUE, FAILED, GATHERING, PARKED_NOTICE, SENDING, SENT, UNKNOWN, Delivery, Posted
from storage.session import writing
from tests.conftest import MONDAY as NOW
from tests.desk.people import Office
from tests.sample import sample_council

LEASE = timedelta(minutes=1)
A_SECOND = timedelta(seconds=1)


@pytest.fixture
def session(sqlite_engine: Engine, clock: StandingClock):
    """Two issues on record, each with an action, and an empty outbox."""
    office = Office(Desk(sqlite_engine, clock, sample_council))
    for _ in range(2):
        office.report("R13")
    with writing(sqlite_engine) as session:
        session.execute(delete(Delivery))
        yield session


def row(session: Session, name: str, **more: Any) -> Delivery:
    given = {"kind": "issue_card", "recipient": "team", "lane": name, "due_at": NOW, "created_at": NOW, **more}
    delivery = Delivery(key=name, **given)
    session.add(delivery)
    session.flush()
    return delivery


def keys(found: Any) -> list[str]:
    return [delivery.key for delivery in found]


def claimed(session: Session, now=NOW) -> str | None:
    found = outbox.claim(session, now, "worker", LEASE)
    return found.key if found else None


def test_the_oldest_due_goes_first_and_then_the_earlier_written(session):
    row(session, "late", due_at=NOW)
    row(session, "early", due_at=NOW - A_SECOND)
    row(session, "late too", due_at=NOW)
    row(session, "not yet", due_at=NOW + A_SECOND)
    assert [claimed(session) for _ in range(4)] == ["early", "late", "late too", None]
    assert claimed(session, NOW + A_SECOND) == "not yet"


def test_a_claim_is_a_lease(session):
    delivery = row(session, "one")
    assert claimed(session) == "one"
    assert (delivery.state, delivery.attempts, delivery.lease_by) == (SENDING, 1, "worker")
    assert delivery.lease_until == NOW + LEASE
    assert claimed(session, NOW + LEASE) is None
    assert claimed(session, NOW + LEASE + A_SECOND) == "one"
    assert (delivery.state, delivery.attempts) == (UNKNOWN, 2)


def test_what_is_put_off_waits_for_its_lease_too(session):
    row(session, "one", state=UNKNOWN, lease_until=NOW)
    assert claimed(session) is None
    assert claimed(session, NOW + A_SECOND) == "one"


@pytest.mark.parametrize("state", [SENT, FAILED, DROPPED])
def test_what_has_ended_holds_no_lane(session, state):
    row(session, "ended", lane="same", state=state)
    row(session, "next", lane="same")
    assert claimed(session) == "next"


@pytest.mark.parametrize("state", [DUE, SENDING, UNKNOWN])
def test_what_has_not_ended_holds_its_lane(session, state):
    row(session, "first", lane="same", state=state, due_at=NOW + A_SECOND, lease_until=NOW + LEASE)
    row(session, "next", lane="same")
    assert claimed(session) is None


def test_the_next_one_due_is_the_first_of_those_to_come(session):
    row(session, "now")
    row(session, "later", due_at=NOW + 2 * A_SECOND)
    row(session, "soon", due_at=NOW + A_SECOND, state=UNKNOWN)
    row(session, "sent", due_at=NOW + A_SECOND / 2, state=SENT)
    assert outbox.next_due(session, NOW) == NOW + A_SECOND
    assert outbox.next_due(session, NOW + 2 * A_SECOND) is None


def test_the_cards_of_an_issue_are_those_that_stand_and_then_those_on_their_way(session):
    def stands(recipient: str, issue: int = 1) -> None:
        session.add(Posted(kind="issue_card", recipient=recipient, issue_id=issue, channel_id="C1", ts="1.1"))
        session.flush()

    stands("person:b")
    stands("person:a")
    stands("person:c", issue=2)
    row(session, "again", recipient="person:a", issue_id=1, card=True)
    row(session, "second", recipient="person:e", issue_id=1, card=True, state=SENDING)
    row(session, "third", recipient="person:d", issue_id=1, card=True)
    row(session, "no card", recipient="person:f", issue_id=1)
    row(session, "sent", recipient="person:g", issue_id=1, card=True, state=SENT)
    row(session, "another", recipient="person:h", issue_id=2, card=True)
    found = outbox.cards_of(session, 1)
    assert [card.recipient for card in found] == ["person:b", "person:a", "person:e", "person:d"]
    assert [(card.channel_id, card.ts) for card in found] == [("C1", "1.1")] * 2 + [("", "")] * 2
    action = of_issue(session, 1)[0].id
    row(session, "of its action", kind="action_card", recipient="org:a", issue_id=1, action_id=action, card=True)
    assert outbox.cards_of(session, 1)[-1].action_id == action


def test_a_repaint_that_waits_is_of_this_very_card(session):
    action = of_issue(session, 1)[0].id
    row(session, "of the issue", issue_id=1, card=True)
    row(session, "of its action", issue_id=1, action_id=action, card=True)
    row(session, "under way", issue_id=2, card=True, state=SENDING)
    found = outbox.pending_repaint(session, "issue_card", "team", 1, action)
    assert found is not None
    assert found.key == "of its action"
    assert outbox.pending_repaint(session, "issue_card", "team", 2, None) is None


def test_where_a_card_stands_is_kept_once(session):
    card = row(session, "card", issue_id=1, card=True)
    outbox.remember_posted(session, row(session, "no card", kind="note", issue_id=1), "C1", "1.1")
    outbox.remember_posted(session, row(session, "no issue", kind="briefing", card=True), "C1", "1.1")
    outbox.remember_posted(session, card, "C1", "1.1", "asked")
    outbox.remember_posted(session, card, "C2", "2.2", "done")
    session.flush()
    [found] = outbox.cards_of(session, 1)
    assert (found.channel_id, found.ts, found.stage, found.action_id) == ("C2", "2.2", "done", 0)


def test_a_later_repaint_that_may_go_now_takes_the_place_of_this_one(session):
    one = row(session, "one", lane="card", issue_id=1, card=True, state=SENDING)
    assert not outbox.superseded(session, one, NOW)
    later = row(session, "later", lane="card", issue_id=1, card=True, due_at=NOW + A_SECOND)
    assert not outbox.superseded(session, one, NOW)
    assert outbox.superseded(session, one, NOW + A_SECOND)
    for name, value in (("lane", "other"), ("behind", "councillors"), ("state", SENDING), ("card", False)):
        kept = getattr(later, name)
        setattr(later, name, value)
        session.flush()
        assert not outbox.superseded(session, one, NOW + A_SECOND), name
        setattr(later, name, kept)


def test_what_needs_a_person_and_what_is_late(session):
    for key, state, attempts in (("z", FAILED, 1), ("y", UNKNOWN, 3), ("x", DUE, 4), ("w", DUE, 2), ("v", FAILED, 9)):
        row(session, key, state=state, attempts=attempts, due_at=NOW - attempts * A_SECOND)
    row(session, "u", state=DUE, attempts=5, kind=PARKED_NOTICE)
    assert keys(outbox.parked(session)) == ["z", "v"]
    assert keys(outbox.late(session, 3)) == ["y", "x"]


def test_a_person_tries_again_or_lets_it_be(session):
    lease = {"lease_by": "worker", "lease_until": NOW, "error": "no_such_channel", "attempts": 7}
    again, dropped = row(session, "again", state=FAILED, **lease), row(session, "dropped", state=FAILED, **lease)
    outbox.retry(session, again, NOW + A_SECOND)
    outbox.drop(session, dropped)
    assert (again.state, again.due_at, again.attempts, again.error) == (UNKNOWN, NOW + A_SECOND, 0, None)
    assert dropped.state == DROPPED
    assert [(d.lease_by, d.lease_until) for d in (again, dropped)] == [(None, None)] * 2


def test_what_follows_a_message_stands_beside_it_or_goes_to_somebody_else(session):
    sent = row(session, "sent", recipient="org:a", lane="of its card", channel_id="C1", ts="1.1")
    outbox.follow(session, sent, "note", {"words": 1}, NOW)
    outbox.follow(session, sent, "note", {"words": 2}, NOW, to="team", key="said")
    outbox.follow(session, sent, "note", {"words": 3}, NOW, to="team", key="said")
    [beside, elsewhere] = session.exec(select(Delivery).where(Delivery.kind == "note").order_by(Delivery.id)).all()
    assert (beside.key, beside.recipient, beside.lane) == ("sent+", "org:a", "of its card")
    assert beside.data == {"words": 1, "channel": "C1", "thread": "1.1"}
    assert (elsewhere.key, elsewhere.recipient, elsewhere.lane) == ("said", "team", "team note")
    assert elsewhere.data == {"words": 2}


def test_what_another_process_said_just_now_is_not_said_again(session, monkeypatch):
    sent = row(session, "sent")
    outbox.follow(session, sent, "note", {}, NOW, key="said")
    monkeypatch.setattr(
        session, "exec", lambda _: session.execute(select(Delivery).where(false()))
    )  # as it was before that
    outbox.follow(session, sent, "note", {}, NOW, key="said")
    assert len(session.execute(select(Delivery.id).where(Delivery.key == "said")).all()) == 1


def test_reminders_come_together_for_one_recipient_until_they_are_let_go(session):
    assert not gathering.gathered(session)
    row(session, "for another", recipient="org:b", state=GATHERING)
    first = row(session, "first", recipient="org:a", state=GATHERING)
    sent = row(session, "sent", recipient="org:a", state=SENT)
    found = gathering.gathering(session, "org:a")
    assert found is not None
    assert (found.key, gathering.gathering(session, "org:c")) == ("first", None)
    assert gathering.gathered(session)
    gathering.let_go(session, NOW + A_SECOND)
    assert not gathering.gathered(session)
    for delivery, stands in ((first, (DUE, NOW + A_SECOND)), (sent, (SENT, NOW))):
        session.refresh(delivery)
        assert (delivery.state, delivery.due_at) == stands


def test_a_row_is_read_again_when_it_is_locked(sqlite_engine, session):
    delivery = row(session, "one")
    session.commit()
    with writing(sqlite_engine) as other:
        other.get_one(Delivery, delivery.id).state = SENT
        other.commit()
    assert outbox.locked(session, delivery.id).state == SENT
