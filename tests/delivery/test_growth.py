"""What is in the way of a claim, or is gathered for somebody, is found by an index, however much was sent before."""

import pytest
from sqlalchemy import Engine, event

from storage import gathering, outbox
from storage.session import reading
from tests.conftest import MONDAY


@pytest.fixture
def plans(sqlite_engine: Engine):
    """How SQLite goes about each query, as text."""
    found: list[str] = []

    @event.listens_for(sqlite_engine, "before_cursor_execute")
    def explained(_connection, cursor, statement, parameters, *_) -> None:
        if statement.startswith("SELECT"):
            found.extend(row[3] for row in cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall())

    with reading(sqlite_engine) as session:
        yield session, found


def test_what_is_gathered_for_somebody(plans):
    session, found = plans
    gathering.gathering(session, "team")
    gathering.gathered(session)
    assert found == [
        "SEARCH delivery USING INDEX ix_delivery_recipient_state (recipient=? AND state=?)",
        "SEARCH delivery USING COVERING INDEX ix_delivery_state_due_at (state=?)",
    ]


def test_what_is_due(plans):
    session, found = plans
    outbox.waiting_since(session, MONDAY)
    assert not [step for step in found if step.startswith("SCAN")]
    assert any("delivery_2 USING INDEX ix_delivery_recipient_state (recipient=? AND state=?" in step for step in found)
