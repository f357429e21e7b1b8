"""A councillor's part: what stands in it, what never does."""

import pytest

from bot.briefings.forms import as_html, as_json, as_text
from bot.desk.verbs import assign, close, councillors, decide
from tests.briefings.weeks import BRYONY, LEAD, QUIET, WARD, Weeks, entries, issues, number


def text(weeks: Weeks, person: str = BRYONY) -> str:
    return as_text(weeks.briefing(person))


def test_a_busy_week_each_matter_in_its_section(weeks):
    made = {name: issue.id for name, issue in weeks.busy_week().items()}
    [part] = weeks.briefing(BRYONY).parts
    assert [section.kind for section in part.sections] == ["asked", "new", "waiting", "closed", "repeats"]
    assert issues(part, "asked") == [made["hedge"]]
    assert issues(part, "new") == [made["old"], made["verge"], made["patch"], made["moved"]]
    assert issues(part, "waiting") == [made["shelter"], made["light"]]
    assert issues(part, "closed") == [made["done"]]
    assert issues(part, "repeats") == [made["shelter"]]
    assert part.standing == "7 matters open, 2 of them waiting too long."


def test_what_the_team_has_not_accepted_is_not_told_yet(weeks):
    issue = weeks.report("R9")
    assert weeks.briefing(BRYONY).parts[0].quiet
    decide.accept(weeks.desk, weeks.duty, number(issue))
    assert issues(weeks.briefing(BRYONY).parts[0], "new") == [issue.id]


def test_a_quiet_week_says_so_and_stops(weeks):
    weeks.busy_week()
    [part] = weeks.briefing(QUIET).parts
    assert part.sections == ()
    assert part.quiet == "Nothing to report in Park this week."
    assert part.standing == ""


def test_they_are_asked_to_lead_until_somebody_does(weeks):
    issue = weeks.report("R12", summary="Hedge over the path")
    [entry] = entries(weeks.briefing(BRYONY).parts[0], "asked")
    assert entry.buttons == ("lead", "open")
    assert "Will you lead?" in entry.text
    assert entry.next_step == "please answer by 5pm Tuesday 24 November"
    weeks.lead(issue, BRYONY)
    part = weeks.briefing(BRYONY).parts[0]
    assert not entries(part, "asked")
    assert "Cllr Bryony Ribbonhurst leads on it." in entries(part, "new")[0].text


def test_a_councillor_is_never_said_to_be_late(weeks):
    issue = weeks.report("R12", summary="Hedge over the path")
    weeks.lead(issue, BRYONY)
    weeks.to(4, month=12)
    part = weeks.briefing(BRYONY).parts[0]
    assert not entries(part, "waiting")
    assert "waiting too long" not in text(weeks)


def test_waiting_too_long_names_the_organisation_and_who_was_told(weeks):
    weeks.report("R13", summary="Street light out", services=("highways",))
    weeks.to(26)
    [entry] = entries(weeks.briefing(BRYONY).parts[0], "waiting")
    assert entry.text.startswith(
        "Highways has not acknowledged (due Tuesday) and has not answered the reporter (due Wednesday). "
        "Highways’ director was told today."
    )


def test_a_matter_of_several_wards_is_marked_and_goes_to_each(weeks):
    issue = weeks.report("R13", wards=(WARD, "madeley"))
    assert entries(weeks.briefing(BRYONY).parts[0], "new")[0].across == "also in Madeley"
    [neighbour, *_] = weeks.councillors("madeley")
    assert entries(weeks.briefing(neighbour.person or "").parts[0], "new")[0].issue == issue.id


def test_the_whole_borough_is_every_wards(weeks):
    weeks.report("R13", wards=(), whole_borough=True)
    assert entries(weeks.briefing(QUIET).parts[0], "new")[0].across == "whole borough"


def test_casework_is_only_for_the_councillor_who_was_asked(weeks):
    issue = weeks.report("R13", summary="A family matter")
    weeks.change(issue, casework_for=BRYONY)
    assert entries(weeks.briefing(BRYONY).parts[0], "new")[0].across == "asked of you in confidence"
    for other in ("cllr-saffron-sandalwick", LEAD, "sam-duty"):
        assert "A family matter" not in as_json(weeks.briefing(other))


@pytest.mark.parametrize("mark", [{"sensitive": True}, {"exempt_paragraph": "Schedule 12A, 3"}])
def test_sensitive_and_exempt_matters_are_counted_once_and_not_shown(weeks, mark):
    weeks.only(BRYONY)
    weeks.brief()
    issue = weeks.report("R13", summary="Something sensitive")
    weeks.change(issue, **mark)
    weeks.to(30, 9)
    weeks.brief()
    first = weeks.last_copy(BRYONY)
    assert "Something sensitive" not in as_json(first)
    assert first.parts[0].withheld.startswith("1 private or sensitive matter is counted")
    weeks.to(7, 9, month=12)
    weeks.brief()
    assert weeks.last_copy(BRYONY).parts[0].withheld == ""


def test_no_note_answer_or_address_reaches_any_form(weeks):
    weeks.report("R13", note="Mrs Oldacre rang", summary="Fly-tip", reply_to="mrs.oldacre@example.org")
    weeks.busy_week()
    for person in (BRYONY, LEAD, "lead-safety", "sam-duty"):
        briefing = weeks.briefing(person)
        for form in (as_text, as_html, as_json):
            assert "oldacre" not in form(briefing).casefold()


def test_what_they_asked_for_stands_under_what_happened(weeks):
    cllr = weeks.actor(BRYONY)
    issue = weeks.report("R13", by=cllr, ward="park", summary="Bins at the shops")
    seen = weeks.report("R9", summary="Bus shelter")
    decide.accept(weeks.desk, weeks.duty, number(seen))
    councillors.give_view(weeks.desk, cllr, number(seen), "Please ask the residents first.")
    weeks.acknowledge(issue)
    weeks.reply(seen)
    part = weeks.briefing(BRYONY).parts[0]
    assert issues(part, "yours") == [issue.id, seen.id]
    assert not entries(part, "new")


def test_coming_up_is_what_is_due_of_matters_not_told_of(weeks):
    issue = weeks.report("R9", summary="Bus shelter")
    decide.accept(weeks.desk, weeks.duty, number(issue))
    weeks.reply(issue)
    weeks.brief()
    weeks.to(30, 8)
    assign.add_action(weeks.desk, weeks.duty, number(issue), "Walk round", "police", weeks.desk.today().replace(day=30))
    weeks.acknowledge(issue, "police")
    weeks.to(30, 9)
    weeks.brief()
    weeks.to(30, 10)
    [entry] = entries(weeks.briefing(BRYONY).parts[0], "coming")
    assert entry.next_step == "West Mercia Police to finish by 11:59pm today"


def test_repeats_say_how_many_reports_in_how_long(weeks):
    first = weeks.report("R13", summary="Fly-tip")
    for _ in range(2):
        weeks.report("R3", objects={"issue": first.id})
    weeks.to(10, month=12)
    [entry] = entries(weeks.briefing(BRYONY, afresh=False).parts[0], "repeats") or [None]
    assert entry is None  # nothing joined since a week ago
    weeks.report("R3", objects={"issue": first.id})
    [entry] = entries(weeks.briefing(BRYONY).parts[0], "repeats")
    assert entry.text == "4 reports in 3 weeks."


def test_a_reason_for_closing_is_told_in_one_line(weeks):
    issue = weeks.report("R13", summary="Pothole")
    weeks.acknowledge(issue)
    close.close(weeks.desk, weeks.owner_of(issue), number(issue), "Filled,\nand rolled\n\n- RR-99 forged")
    [entry] = entries(weeks.briefing(BRYONY).parts[0], "closed")
    assert entry.text == "Closed today: Filled, and rolled - RR-99 forged."
