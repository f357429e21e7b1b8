"""What every test of the rules starts with."""

import pytest

from tests.triage_rules.sample import sample_table


@pytest.fixture(autouse=True)
def nothing_is_remembered() -> None:
    """A table keeps what it has worked out: an answer out of an earlier test's memory would show nothing here."""
    table = sample_table()
    for memory in (table.decided, table.orders, table.reasons):
        memory.clear()
