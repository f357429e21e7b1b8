"""What was reported before, and what people decide otherwise: joined, counted, reviewed, compared, replayed."""

from pathlib import Path

import pytest

from tests.cli.changed_council import FILE, changed_files, criteria_file, run
from tests.journeys.hurried import answer_next, finish, import_streets, is_safe, of_object, reported, send
from tests.journeys.matters import matter
from tests.journeys.somebody import Somebody
from tests.journeys.town import Town
from tests.sample import NAME


@pytest.fixture
def olive(town: Town) -> Somebody:
    import_streets(town)
    return town.person("olive-officer")


def test_the_same_matter_joins_with_one_click(town: Town, olive: Somebody):
    send(town, reported(town, olive, "Fly-tipped sofa and tyres at the end of Copperbeech Lane."))
    bea = town.person("bea-library")
    view = bea.form("Somebody left a sofa and some tyres in Copperbeech Lane")
    is_safe(town, view)
    assert "Same as RR-1 · Fly-tipped sofa" in view.text
    assert view.value(of_object(town, "issue")) is None
    view.click("Yes, the same")
    assert view.value(of_object(town, "issue")) == "Yes"
    assert view.value("Which issue?").startswith("RR-1")
    assert "This joins RR-1" in view.text.replace("*", "")
    send(town, view)
    assert town.issue("RR-2").parent_id == 1


def test_repeats_are_counted_and_the_threat_is_asked_in_their_light(town: Town, olive: Somebody):
    for text in ("Sofa fly-tipped in Copperbeech Lane", "Fridge fly-tipped in Copperbeech Lane"):
        send(town, reported(town, olive, text))
    town.work_until("2026-12-01 10:00")
    view = olive.form("Tyres fly-tipped in Copperbeech Lane")
    is_safe(town, view)
    assert "2 reports here since November" in view.text
    view.fill(of_object(town, "issue"), "No")
    threat = of_object(town, "threat")
    while threat not in view.labels:
        answer_next(town, view, "No")
    assert view.value(threat) is None  # asked, and not taken for a No
    view.fill(threat, "No")
    finish(town, view)
    assert "This goes to Street Scene" in view.text.replace("*", "")


def test_an_override_is_in_the_criteria_to_review(town: Town, olive: Somebody):
    rr, sam = olive.has_reported(matter("R9")), town.person("sam-duty")
    sam.does("Change route", rr, {"Send it to": "ward_member", "Why?": "Theirs to settle."}, town.team)
    town.work_until("2026-11-30 09:30")
    briefing = sam.reads("As at", "Criteria to review")
    assert "Row R9, " in briefing
    assert f"once ({rr})" in briefing


def test_a_changed_row_is_compared_and_replayed(town: Town, olive: Somebody, tmp_path: Path):
    rr = olive.has_reported(matter("R11"))
    other = olive.has_reported(matter("R13"))
    document = criteria_file(tmp_path, changed_files()[FILE])
    compared = run("council", "diff", NAME, document, url=str(town.engine.url))
    assert compared.exit_code == 0, compared.output
    assert "R11" in compared.stdout
    replayed = run("replay", "--criteria", document, url=str(town.engine.url))
    assert replayed.exit_code == 0, replayed.output
    assert f"{rr}, 23 November 2026: would go to the team (rapid response) by row R11" in replayed.stdout
    assert f"{other}, 23 November 2026: stays with the service" in replayed.stdout
    assert "2 issues: 1 would go elsewhere, 1 would not." in replayed.stdout


def test_an_issue_explains_itself(town: Town, olive: Somebody):
    rr = olive.reports(matter("R13"))
    olive.types(rr)
    said = olive.reads("Row R13 says so: report of 23 March 2010")
    assert "Because it clearly falls to one service (Q10)" in said
