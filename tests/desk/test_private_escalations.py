"""Above the people who were asked, a step of a ladder goes to persons or to the team: never where others read it."""

import itertools

import pytest

from bot.delivery.sender import way_of
from bot.desk import recipients
from bot.desk.actor import Actor
from bot.desk.work import Desk
from tests.desk.people import Office
from triage_rules.ladder import KIND

ABOVE = [to for to, kind in KIND.items() if kind != "chase"]


def owners(office: Office) -> list[str]:
    return [*(f"org:{org.id}" for org in office.directory.organisations), "team", "wards", "person:olive-officer"]


def test_every_step_above_the_owner_of_every_ladder_goes_to_persons(desk: Desk, office: Office):
    """Each by their own way: a direct message, a letter, paper. The team's channel is read by the team alone."""
    steps = {step.to for ladder in office.council.ladders.values() for step in ladder.steps}
    assert steps & set(ABOVE), "the council's ladders have such steps"
    with desk.work(Actor("clock", "The clock")) as work:
        for to, owner in itertools.product(ABOVE, owners(office)):
            told = recipients.present(work, recipients.behind_wait(work, owner, to))
            assert told
            assert {each.partition(":")[0] for each in told} <= {"person", "team"}, (owner, to)
            ways = {way_of(each, office.council) for each in told if each != "team"}
            assert ways <= {"slack", "email", "print"}


@pytest.mark.parametrize("to", sorted(set(KIND) - set(ABOVE)))
def test_a_reminder_goes_where_it_was_asked(desk: Desk, office: Office, to: str):
    with desk.work(Actor("clock", "The clock")) as work:
        assert "org:police" in recipients.behind_wait(work, "org:police", to)
