"""Ladders: each step once, in order, never lost."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.triage_rules.test_working_time import COUNCIL, LAW, MOMENTS, local
from triage_rules.ladder import Clock, Clocks, Ladder, Step, plan

UP = [
    {"at": "09:00", "day": 1, "to": "manager"},
    {"at": "09:00", "day": 2, "to": "executive"},
    {"at": "09:00", "day": 3, "to": "team"},
]
BY_DAY = Ladder.model_validate({"steps": [{"at": "15:00", "day": 0, "to": "contacts"}, *UP]})
BY_HOUR = Ladder.model_validate({"steps": [{"before": "1h", "to": "owner"}, *UP]})
MONDAY = local(2026, 11, 23, 10)


def moments(ladder: Ladder, received: datetime, wait: str) -> list[tuple[str, str, datetime]]:
    planned = plan(ladder, received, COUNCIL.due(received, wait), COUNCIL)
    assert [step.step for step in planned] == list(range(len(ladder.steps)))
    return [(step.kind, step.to, step.at) for step in planned]


def test_due_at_the_end_of_a_day() -> None:
    assert moments(BY_DAY, MONDAY, "1d") == [
        ("chase", "contacts", local(2026, 11, 24, 15)),
        ("escalate", "manager", local(2026, 11, 25, 9)),
        ("escalate", "executive", local(2026, 11, 26, 9)),
        ("team", "team", local(2026, 11, 27, 9)),
    ]


def test_due_in_hours_over_a_weekend() -> None:
    assert moments(BY_HOUR, local(2026, 11, 20, 16), "4h") == [
        ("chase", "owner", local(2026, 11, 23, 11)),
        ("escalate", "manager", local(2026, 11, 24, 9)),
        ("escalate", "executive", local(2026, 11, 25, 9)),
        ("team", "team", local(2026, 11, 26, 9)),
    ]


def test_a_moment_already_past_moves_to_the_next_open_one() -> None:
    assert moments(BY_HOUR, MONDAY, "30m")[0] == ("chase", "owner", MONDAY)
    late = local(2026, 11, 29, 12)
    planned = plan(BY_DAY, late, local(2026, 11, 24, 17), COUNCIL)
    assert [step.at for step in planned] == [local(2026, 11, 30, 9)] * 4
    assert all(step.at.tzinfo is UTC for step in planned)


def test_a_step_never_comes_before_the_one_above_it() -> None:
    ladder = Ladder.model_validate({"steps": [UP[1], UP[0]]})
    assert [step.at for step in plan(ladder, MONDAY, local(2026, 11, 24, 17), COUNCIL)] == [local(2026, 11, 26, 9)] * 2


@LAW
@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=20)), st.sampled_from([BY_DAY, BY_HOUR]))
def test_every_step_once_in_order_and_never_in_the_past(at: datetime, ahead: timedelta, ladder: Ladder) -> None:
    planned = plan(ladder, at, COUNCIL.received(at + ahead), COUNCIL)
    assert [step.step for step in planned] == [0, 1, 2, 3]
    assert [step.at for step in planned] == sorted(step.at for step in planned)
    assert planned[0].at >= at


@pytest.mark.parametrize(
    ("step", "says"),
    [
        ({"to": "owner"}, "either"),
        ({"to": "owner", "at": None, "before": None}, "either"),
        ({"at": "15:00", "before": "1h", "to": "owner"}, "either"),
        ({"before": "1h", "day": 1, "to": "owner"}, "'day' goes with 'at'"),
        ({"before": "1d", "to": "owner"}, "in days"),
        ({"at": "3pm", "to": "owner"}, "time of day"),
        ({"at": "15:00", "to": "boss"}, "owner"),
    ],
)
def test_a_wrong_step_is_refused(step: dict[str, object], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        Step.model_validate(step)


def test_clocks_are_found_by_name() -> None:
    clock = Clock(wait="4h")
    clocks = Clocks.model_validate(dict.fromkeys(Clocks.model_fields, clock))
    assert clocks.named("accept") is clock
    with pytest.raises(KeyError):
        clocks.named("model_fields")
    with pytest.raises(ValidationError, match="length of time"):
        Clock(wait="soon")
