"""A database of the first release, with a busy week in it, under today's code."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, MetaData
from sqlmodel import SQLModel, col, select

from bot import scheduler
from bot.app import draw
from bot.clock import StandingClock
from bot.delivery.dispatcher import Dispatcher
from bot.desk.council_in_force import CouncilInForce
from bot.desk.records.verify import verify
from bot.desk.verbs import respond
from bot.desk.work import Desk
from storage import schema
from storage.actions import DUE, Action
from storage.outbox import Delivery
from storage.session import reading
from tests.desk.people import Office
from tests.properties.pretend_slack import PretendSlack
from tests.upgrade import first_release

MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


@pytest.fixture
def upgraded(engine: Engine) -> Engine:
    first_release.restore(engine)
    assert schema.current(engine) == first_release.REVISION
    schema.upgrade(engine)
    return engine


def test_every_row_is_still_there(upgraded: Engine):
    assert schema.current(upgraded) == schema.head()
    tables = MetaData()
    tables.reflect(upgraded)
    with upgraded.connect() as connection:
        for name, before in first_release.rows().items():
            table = tables.tables[name]
            key = [column.name for column in table.primary_key]
            after = {tuple(row[k] for k in key): row for row in connection.execute(table.select()).mappings()}
            assert len(after) == len(before), name
            for row in before:
                now = after[tuple(row[k] for k in key)]
                anew = {"digest", "previous"} if name == "event" else set()  # the links of the chain
                kept = {k: v for k, v in row.items() if k in now and not isinstance(now[k], datetime) and k not in anew}
                assert {k: now[k] for k in kept} == kept


def test_the_migrated_rows_are_rows_of_the_code(upgraded: Engine):
    with reading(upgraded) as session:
        for mapper in SQLModel._sa_registry.mappers:
            session.exec(select(mapper.class_)).all()


def test_the_chain_of_each_history_holds(upgraded: Engine):
    with reading(upgraded) as session:
        verdict = verify(session)
    issues, lines = len(first_release.rows()["issue"]), len(first_release.rows()["event"])
    assert (verdict.problems, verdict.issues, verdict.lines) == ([], issues, lines)


def test_work_goes_on_where_it_was(upgraded: Engine):
    """The council's folder as it was loaded then is read; what is due is done; everything waiting is sent."""
    clock = StandingClock(MONDAY)
    council = CouncilInForce(upgraded, clock)
    desk = Desk(upgraded, clock, council)
    office = Office(desk)
    with desk.look() as session:
        action = session.exec(select(Action).where(Action.state == DUE, Action.owner == "social_landlord")).one()
    respond.acknowledge(desk, office.holder("contact", "social_landlord"), action.id or 0)
    slack = PretendSlack()
    dispatcher = Dispatcher(upgraded, clock, dict.fromkeys(("slack", "email", "print"), slack), draw, council, "worker")
    for day in range(1, 6):
        scheduler.tick(desk)
        dispatcher.drain()
        clock.move_to(MONDAY.replace(month=12, day=day, hour=15))
    dispatcher.drain()
    with desk.look() as session:
        left = session.exec(select(Delivery).where(col(Delivery.state).not_in(("sent", "dropped")))).all()
    assert [(delivery.kind, delivery.state) for delivery in left] == []
    assert len({message.key for message in slack.messages}) == len(slack.messages) > 0
    assert office.issue(action.issue_id).state != "closed"
