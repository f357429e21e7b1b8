"""A Cabinet Lead's part, and the team's list."""

from bot.briefings.forms import as_json, as_text
from bot.desk.verbs import decide, respond
from storage.outbox import FAILED, Delivery
from storage.session import writing
from tests.briefings.weeks import LEAD, Weeks, entries, issues, number

SAFETY = "lead-safety"


def test_the_teams_lead_hears_of_all_of_it(weeks):
    made = {name: issue.id for name, issue in weeks.busy_week().items()}
    cabinet = weeks.briefing(LEAD).parts[0]
    assert issues(cabinet, "rapid") == [made["shelter"], made["moved"]]
    assert entries(cabinet, "rapid")[0].text.startswith("It could threaten the council’s reputation.")
    assert [entry.title for entry in entries(cabinet, "silent")] == ["Highways", "Wrekin Housing"]
    assert issues(cabinet, "reputation") == [made["patch"]]
    [override] = entries(cabinet, "overrides")
    assert override.text == (
        "The criteria said Street Scene; the duty officer sent it to the Rapid Response Team: "
        "The landlord and the police are needed too."
    )
    assert not entries(cabinet, "decisions")  # another portfolio's


def test_a_decision_waits_for_the_portfolio_that_it_touches(weeks):
    issue = weeks.report("R10", summary="The same estate", objects={"threat": ["priority:safer-estates"]})
    decide.accept(weeks.desk, weeks.duty, number(issue))
    [entry] = entries(weeks.briefing(SAFETY).parts[0], "decisions")
    assert entry.buttons == ("agree", "open")
    assert "Estates where people feel safe" in entry.text
    decide.agree(weeks.desk, weeks.actor(SAFETY), number(issue), True)
    assert not entries(weeks.briefing(SAFETY).parts[0], "decisions")
    assert not entries(weeks.briefing("lead-adults").parts[0], "decisions")


def test_progress_stands_under_its_priority(weeks):
    weeks.brief()
    issue = weeks.report("R5", summary="Ask residents about the estate", objects={"priority": "safer-estates"})
    decide.accept(weeks.desk, weeks.duty, number(issue))
    [entry] = entries(weeks.briefing(SAFETY).parts[0], "progress")
    assert entry.about == "Estates where people feel safe"
    assert weeks.briefing("lead-housing").parts[0].quiet


def test_indicators_give_counts(weeks):
    prompt = weeks.report("R11", summary="Litter", services=("street_scene",))
    late = weeks.report("R11", summary="More litter", services=("street_scene",))
    weeks.to(23, 12)
    weeks.acknowledge(prompt)
    weeks.to(26)
    part = weeks.briefing("lead-environment").parts[0]
    shown = {entry.title: entry.text for entry in entries(part, "indicators")}
    assert shown["Acknowledgements"] == ("1 of 1 in time; typically 3 working hours. 1 still late.")
    assert shown["Open now, by age"] == "2 under a week, none older."
    assert [entry.text for entry in entries(part, "silent")] == [f"RR-{late.id} (due Tuesday)."]


def test_plain_casework_of_a_service_is_not_the_portfolios(weeks):
    weeks.report("R13", summary="One pothole", services=("highways",))
    assert "One pothole" not in as_json(weeks.briefing("lead-environment"))


def test_the_teams_list(weeks):
    made = {name: issue.id for name, issue in weeks.busy_week().items()}
    held = weeks.report("R13", summary="Who should have it?", services=("highways", "street_scene"))
    fail(weeks, "person:" + SAFETY)
    [team] = weeks.briefing("sam-duty").parts
    assert issues(team, "unaccepted") == [made["waiting"]]
    assert issues(team, "held") == [held.id]
    assert "the one service or partner" in entries(team, "held")[0].text
    assert issues(team, "overdue") == [made["shelter"], made["light"]]
    assert entries(team, "failed")[0].title == "Cllr Sage Velvetine"
    assert issues(team, "overrides") == [made["moved"]]


def test_a_second_not_ours_is_the_teams_to_decide(weeks):
    issue = weeks.report("R13", summary="Drain", services=("highways",))
    respond.not_ours(weeks.desk, weeks.owner_of(issue), weeks.action(issue), "The main is not ours", None)
    weeks.to(26)
    [entry] = entries(weeks.briefing("sam-duty").parts[0], "overdue")
    assert "has not decided (due Monday)" in entry.text


def test_nothing_waits(weeks):
    assert "Nothing waits for the team." in as_text(weeks.briefing("sam-duty"))


def fail(weeks: Weeks, recipient: str) -> None:
    with writing(weeks.desk.engine) as session:
        now = weeks.clock.system()
        session.add(
            Delivery(key="x", kind="told", recipient=recipient, lane="x", due_at=now, created_at=now, state=FAILED)
        )
        session.commit()
