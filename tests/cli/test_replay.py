"""`rapid-response replay` and `triage --explain`: past decisions, by a changed document and in their own words."""

import json
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine

from bot.clock import StandingClock
from bot.desk.council_in_force import CouncilInForce
from bot.desk.verbs import decide
from bot.desk.work import Desk
from tests.cli.changed_council import FILE, changed_files, criteria_file, office_on, run, write_folder
from tests.desk.people import Office
from tests.sample import NAME, sample_council


def test_one_line_each_then_totals(database_url: str, engine: Engine, clock: StandingClock, tmp_path: Path) -> None:
    office = office_on(engine, clock)
    flagged, plain = office.report("R11").id or 0, office.report("R13").id
    decide.change_route(office.desk, office.duty, flagged, "team", "Several services need to meet.")
    document = criteria_file(tmp_path, changed_files()[FILE])
    result = run("replay", "--criteria", document, url=database_url)
    assert result.exit_code == 0, result.output
    one, other, *totals = result.stdout.splitlines()
    assert one.startswith(
        f"RR-{flagged}, 23 November 2026: would go to the team (rapid response) by row R11 instead of "
    )
    assert one.endswith("; a person sent it to the team.")
    assert other.startswith(f"RR-{plain}, 23 November 2026: stays with the service by row R13, because ")
    assert totals[0] == "2 issues: 1 would go elsewhere, 1 would not."
    shown = json.loads(run("replay", "--criteria", document, "--json", url=database_url).stdout)
    assert shown["totals"]["overrides_met"] == 1
    assert [each["changed"] for each in shown["issues"]] == [True, False]


def test_since_a_day_of_the_council(database_url: str, engine: Engine, clock: StandingClock) -> None:
    office = office_on(engine, clock)
    office.report("R11")
    clock.move(timedelta(days=2))
    late = office.report("R13").id
    shown = json.loads(run("replay", "--criteria", NAME, "--since", "2026-11-24", "--json", url=database_url).stdout)
    assert [each["id"] for each in shown["issues"]] == [f"RR-{late}"]
    assert shown["totals"]["changed"] == 0
    nothing = run("replay", "--criteria", NAME, "--since", "2026-11-26", url=database_url)
    assert nothing.stdout == "No issue on record was decided in that time.\n"
    assert run("replay", "--criteria", NAME, "--since", "yesterday", url=database_url).exit_code == 2
    assert run("replay", url=database_url).exit_code == 2


def test_an_old_decision_keeps_the_words_of_its_version(
    database_url: str, engine: Engine, clock: StandingClock
) -> None:
    office = office_on(engine, clock)
    old = office.council.criteria
    number = office.report("R11").id or 0
    decide.change_route(office.desk, office.duty, number, "team", "Several services need to meet.")
    clock.move(timedelta(days=800))
    files = changed_files()
    files[FILE] = files[FILE].replace(old.question("Q10").text, "Is it one service's job?")
    new = CouncilInForce(engine, clock).load(NAME, files).now
    result = run("triage", "--explain", f"rr-{number}", url=database_url)
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0] == (f"RR-{number}: decided on 23 November 2026 to go to the service (Cabinet Member told at once).")
    assert lines[1] == f"  {old.row('R11').meaning}"
    assert lines[2].startswith(f"  Because {old.question('Q10').says.yes} (Q10)")
    assert lines[3] == f"  Row R11 says so: {old.row('R11').source}."
    assert lines[4] == f"  Criteria of 23 March 2010, version {old.version}."
    assert (
        lines[5] == f"On 23 November 2026 {office.duty.name} sent it elsewhere (team): Several services need to meet."
    )
    assert f"  Q10: yes  ({old.question('Q10').text})" in lines
    facts = json.loads(run("triage", "--explain", f"RR-{number}", "--json", url=database_url).stdout)
    assert facts["criteria_version"] == facts["version"] == old.version != new.criteria.version
    assert facts["meaning"] == old.row("R11").meaning
    assert {reason["id"]: reason["answer"] for reason in facts["reasons"]} == {"Q10": "yes", "Q11": "yes"}
    assert facts["changed"]["why"] == "Several services need to meet."
    assert facts["effective_from"] == "2010-03-23"


def test_a_held_issue_is_explained(database_url: str, engine: Engine, clock: StandingClock) -> None:
    office = office_on(engine, clock)
    missing = office.report("R13", services=()).id
    unknown = office.report("R13", answers={"Q1": "no", "Q2": "no"}).id
    said = run("triage", "--explain", f"RR-{missing}", url=database_url).stdout
    assert "It needs a person to decide: nobody has said the one service or partner whose job it is." in said
    assert "Row R13 would take it: " in said
    said = run("triage", "--explain", f"RR-{unknown}", url=database_url).stdout
    assert "  Not known, and it matters: " in said
    facts = json.loads(run("triage", "--explain", f"RR-{unknown}", "--json", url=database_url).stdout)
    assert (facts["meaning"], facts["changed"]) == (None, None)


def test_without_a_snapshot_the_folder_or_the_bare_record_answers(
    database_url: str, engine: Engine, clock: StandingClock, tmp_path: Path
) -> None:
    number = Office(Desk(engine, clock, sample_council)).report("R11").id
    said = run("triage", "--explain", f"RR-{number}", url=database_url, council=NAME).stdout
    assert sample_council().criteria.row("R11").meaning in said
    write_folder(tmp_path, changed_files())
    said = run("triage", "--explain", f"RR-{number}", url=database_url, council=str(tmp_path)).stdout
    assert "The words of criteria version " in said
    assert "  row R11, because of Q10, Q11" in said
    assert "  Q10: yes\n" in said
    facts = json.loads(
        run("triage", "--explain", f"RR-{number}", "--json", url=database_url, council=str(tmp_path)).stdout
    )
    assert facts["reasons"] == [{"id": "Q10", "answer": "yes"}, {"id": "Q11", "answer": "yes"}]
    CouncilInForce(engine, clock).load(NAME, changed_files())
    assert "are not kept here" in run("triage", "--explain", f"RR-{number}", url=database_url, council=NAME).stdout


def test_what_is_not_on_record_is_said_in_a_line(database_url: str) -> None:
    for reference in ("RR-99", "99", f"RR-{2**40}"):
        result = run("triage", "--explain", reference, url=database_url)
        assert result.exit_code == 1
        assert result.stderr.startswith("There is no decision on record for RR-")
    assert run("triage", "--explain", "twelve", url=database_url).exit_code == 2


def test_triage_explains_in_five_lines_and_may_ask_by_the_stated_shares() -> None:
    answers = "Q1=no,Q2=no,Q3=yes,Q4=no,Q5=no,Q7=no,Q10=yes,Q11=no"
    lines = run("triage", "--answers", answers).stdout.splitlines()
    assert len(lines) == 5
    assert lines[0] == sample_council().criteria.row("R13").meaning
    assert lines[3].startswith("The service says by ")
    equal = json.loads(run("triage", "--answers", "Q1=no,Q2=no", "--json").stdout)
    stated = json.loads(run("triage", "--answers", "Q1=no,Q2=no", "--shares", "--json").stdout)
    assert set(equal["ask"]) == set(stated["ask"])
    assert equal["ask"] != stated["ask"]
