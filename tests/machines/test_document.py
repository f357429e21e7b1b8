"""The OpenAPI document says what is served: schemathesis reads it and tries to find an answer that it does not name."""

from datetime import timedelta

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck

from tests.machines.partner import Machines

pytestmark = pytest.mark.long


@pytest.mark.parametrize("operation", range(6))
def test_every_answer_is_one_that_the_document_names(machines: Machines, operation: int):
    schema = schemathesis.openapi.from_url(f"{machines.base_url}/openapi.json")
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) == 6
    machines.ask()

    @hypothesis.settings(max_examples=15, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @hypothesis.given(case=operations[operation].as_strategy())
    def tried(case: schemathesis.Case) -> None:
        machines.clock.move_system(timedelta(seconds=2))
        answer = case.call(base_url=machines.base_url)
        assert answer.status_code < 500
        assert str(answer.status_code) in operations[operation].definition.raw["responses"] or answer.status_code == 405
        assert answer.headers["x-content-type-options"] == ["nosniff"]

    tried()
    assert machines.action(1).state == "due"
    assert machines.events("noted") == []
