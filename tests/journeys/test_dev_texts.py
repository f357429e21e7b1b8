"""All labelled reports one after another through the whole bot, answered as their labels say."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.clock import StandingClock
from bot.desk.actor import Actor
from bot.desk.verbs import decide
from tests.journeys.report import Told, fill_in
from tests.journeys.town import Town, opened
from tests.sample import NAME
from tests.shared import shared
from triage_rules.council import Council

pytestmark = pytest.mark.long

BEYOND = "Quizzical Zanzibar lemurs said so on the stairs."  # in each note, in no summary
RAISED = {
    "resident": "resident",
    "ward_member": "ward_member",
    "cabinet": "cabinet",
    "cmt": "cmt",
    "partner": "partner",
    "officer": "officer",
}


@pytest.fixture
def reports() -> list[dict[str, Any]]:
    return [json.loads(line) for line in shared("eval/dev.jsonl").read_text().splitlines()]


@pytest.fixture
def town(sqlite_engine: Engine, clock: StandingClock, sample_files: dict[str, str]) -> Iterator[Town]:
    with opened(NAME, sample_files, sqlite_engine, clock) as sample:
        yield sample


def test_each_is_routed_held_or_stopped_and_no_note_leaves_the_team(town: Town, reports: list[dict[str, Any]]):
    olive, by_id = town.person("olive-officer"), {}
    for report in reports:
        told = as_told(report, town.council, by_id)
        view = olive.form(told.what)
        fill_in(view, town.council, told)
        if "yes" in (report["signals"]["immediate_danger"], report["signals"]["safeguarding"]):
            assert view.submit_label is None
            olive.closes_what_is_open()
            by_id[report["id"]] = ""
            continue
        rr = by_id[report["id"]] = olive.reports(Told({}), view)
        assert town.issue(rr).state in ("held", "awaiting_acceptance", "open", "signposted", "joined"), report["id"]
    everything_is_sent_on(town, [rr for rr in by_id.values() if rr])
    town.is_in_order()
    stops = sum(not reference for reference in by_id.values())
    assert len(by_id) == len(reports) == 60
    assert 0 < stops < 30
    for slug in ("olive-officer", "sam-duty"):
        assert "RR-" in town.person(slug).home().text
    town.is_in_order()
    assert town.told(BEYOND[:20]) == {"olive-officer", town.team}
    assert calls_with(town, BEYOND[:20]) <= {"olive-officer", town.team}


def everything_is_sent_on(town: Town, references: list[str]) -> None:
    """Most are held, for the labels leave much open. The team sends them to services, councillors and itself."""
    sam = Actor("person:sam-duty", "Sam Duty", "sam-duty")
    for number, rr in enumerate(references):
        issue = town.issue(rr)
        places = ["team", *(["ward_member"] if town.wards(rr) else []), *(f"org:{id}" for id in issue.services[:1])]
        decide.change_route(town.app.desk, sam, issue.id or 0, places[number % len(places)], "It is theirs.")
        town.deliver()
    assert {town.issue(rr).route for rr in references} == {"team", "ward_member", "service"}


def as_told(report: Mapping[str, Any], council: Council, by_id: Mapping[str, str]) -> Told:
    """The answers that the labels give. Where they say nothing: not known."""
    answers: dict[str, str] = {}
    threats = []
    for question in council.criteria.questions:
        if question.parts:
            threats = [part.id for part in question.parts if report["signals"].get(part.signal) == "yes"]
            known = {report["signals"].get(part.signal) for part in question.parts}
            answers[question.id] = "yes" if threats else "no" if known == {"no"} else "unknown"
        else:
            answers[question.id] = report["signals"].get(question.signal, "unknown")
    for question in council.criteria.safety:  # it cannot be sent without; "not known" rings first, and then knows
        answers[question.id] = "yes" if answers[question.id] == "yes" else "no"
    same = by_id.get(report["near_duplicate_of"] or "", "")
    wards = {area.name: area.id for area in council.directory.areas if area.kind == "ward"}
    return Told(
        answers,
        what=f"{report['text']} {BEYOND}",
        summary=report["text"][:80],
        where=", ".join(report["place_spans"])[:300],
        wards=[wards[name] for name in report["wards"]],
        services=report["services"],
        raised_by=RAISED.get(report["raised_by"], ""),
        objects={"threat": threats, "issue": same},
    )


def calls_with(town: Town, words: str) -> set[str]:
    """To whom anything with these words ever went, repainted or not; forms and Homes by who sees them."""
    return {town.whom(call.args) for call in town.ws.log if words in json.dumps(call.args, default=str)}
