"""From the report to Monday's briefings and back again, through the whole bot: over HTTP and over Socket Mode,
on both databases, with a new process in the middle."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from bot.clock import StandingClock
from tests.journeys.matters import NOTE, SUMMARY, WARD, matter
from tests.journeys.town import Town, opened
from tests.sample import NAME


@pytest.fixture
def town_over_http(engine: Engine, clock: StandingClock, sample_files: dict[str, str]) -> Iterator[Town]:
    with opened(NAME, sample_files, engine, clock, "http") as town:
        yield town


@pytest.fixture
def town_over_socket(sqlite_engine: Engine, clock: StandingClock, sample_files: dict[str, str]) -> Iterator[Town]:
    with opened(NAME, sample_files, sqlite_engine, clock, "socket mode") as town:
        yield town


def test_over_http_on_both_databases(town_over_http: Town):
    from_report_to_briefing(town_over_http)


def test_over_socket_mode(town_over_socket: Town):
    from_report_to_briefing(town_over_socket)


def from_report_to_briefing(town: Town) -> None:
    olive, sam, lee = (town.person(slug) for slug in ("olive-officer", "sam-duty", "sgt-lee"))
    rr = olive.reports(matter("R9"))
    is_reported(town, rr)
    sam.clicks("Accept", rr, town.team)
    is_accepted(town, rr)
    asked = {"What needs doing?": "Walk past it every evening", "Who should do it?": "police"}
    sam.does("Add action", rr, asked, town.team)
    lee.reads("Walk past it every evening", "Please acknowledge by 5pm Tuesday 24 November", where="police")

    town.restart()

    town.work_until("2026-11-25 10:00")
    lee.reads("A reminder", "Please acknowledge", where="police")
    town.holder("manager", "police").reads("West Mercia Police has not acknowledged")
    assert not town.holder("executive", "police").has_heard(rr)
    lee.clicks("Acknowledge", rr, "police")
    sam.reads(rr, "in hand with West Mercia Police", where=town.team)
    sam.does("Reply to reporter", rr, {"Your answer": "Patrols begin tonight."}, town.team)
    olive.reads(rr, "an answer from Sam Duty", "Patrols begin tonight.")
    lee.does("Done", rr, {"What was done?": "Four patrols, nobody met."}, "police")
    sam.reads("West Mercia Police", "has done it", "Four patrols, nobody met.", where=town.team)
    sam.does("Close", rr, {"Why?": "Repaired, and watched for a week."}, town.team)
    olive.reads(rr, "Repaired, and watched for a week.", "Are you satisfied?")
    olive.does("No", rr, {"What is still wrong?": "It is broken again."})
    sam.reads(rr, "Opened again: the reporter is not satisfied.", where=town.team)
    sam.finds("Accept", rr, town.team)

    town.work_until("2026-11-30 10:00")
    is_briefed(town, rr)
    town.is_in_order()


def is_reported(town: Town, rr: str) -> None:
    receipt = town.person("olive-officer").reads(rr)
    assert "Sent to the Rapid Response Team" in receipt
    assert "it does not clearly fall to one service" in receipt
    assert "duty officer accepts it by 1pm today" in receipt
    card = town.person("sam-duty").reads(rr, where=town.team)
    assert SUMMARY in card
    assert NOTE in card
    assert town.told(SUMMARY) == {"olive-officer", town.team}


def is_accepted(town: Town, rr: str) -> None:
    assert "Accepted by Sam Duty, duty officer" in town.person("olive-officer").reads(rr)
    for slug in town.members(WARD):
        assert slug in town.told(rr, "Have you a view before it acts?") | town.told(
            rr, "You are told as the Cabinet Lead"
        )
    assert town.told(NOTE) == {"olive-officer", town.team}


def is_briefed(town: Town, rr: str) -> None:
    councillor = town.person("cllr-bryony-ribbonhurst").reads("As at", rr)
    lead = town.person("lead-ecfc").reads("As at", rr)
    for briefing in (councillor, lead):
        assert SUMMARY in briefing
        assert "Mrs Example" not in briefing
