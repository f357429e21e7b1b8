"""What leaves the team: the summary, never the note; a resident's case only to its own councillor."""

import pytest

from bot.desk.due import chase
from bot.desk.verbs import close, decide
from storage.issues import Issue
from storage.session import writing
from tests.cards.stage import Stage
from tests.cards.stories import STORIES

NOTE = "Mrs Zebedee of 12 Invented Street rang, 07700 900123."
SUMMARY = "A shelter needs mending."


def mark(stage: Stage, issue: Issue, **flags: object) -> None:
    with writing(stage.desk.engine) as session:
        fresh = session.get_one(Issue, issue.id)
        for name, value in flags.items():
            setattr(fresh, name, value)
        session.add(fresh)
        session.commit()


@pytest.mark.parametrize("row", ["R4", "R8", "R9", "R10", "R11", "R12", "R13"])
def test_the_note_stays_with_the_team_and_its_reporter(stage: Stage, row: str):
    issue = stage.office.report(row, note=NOTE, summary=SUMMARY, reply_to="07700 900999")
    if row in ("R9", "R10"):
        decide.accept(stage.desk, stage.office.duty, issue.id or 0)
    for _ in range(6):
        stage.later(days=1)
        chase.tick(stage.desk)
        for drawn in stage.all():
            if drawn.message is None:
                continue
            everything = drawn.message.text + str(drawn.message.blocks) + drawn.message.subject
            assert "900999" not in everything
            if drawn.delivery.kind not in ("issue_card", "receipt"):
                assert "Zebedee" not in everything, drawn.name
    assert "Zebedee" in stage.message("receipt", number=issue.id).text


def test_the_team_reads_the_note_where_it_says_more(stage: Stage):
    stage.office.report("R9", note=NOTE, summary=SUMMARY)
    assert f"Reported as (for the team only):\n> {NOTE}" in stage.message("issue_card", "team").text
    stage.office.report("R9", note=SUMMARY, summary=SUMMARY)
    assert "for the team only" not in stage.message("issue_card", "team").text


def test_a_resident_s_case_is_for_one_councillor(stage: Stage):
    one, other, *_ = stage.office.councillors("cuckoo-oak")
    issue = stage.office.report("R12", summary=SUMMARY)
    mark(stage, issue, casework_for=one.person)
    assert "A shelter needs mending" in stage.message("lead_card", one.key).text
    others = stage.message("lead_card", other.key)
    assert "RR-1 · A resident's case (Cuckoo Oak)" in others.text
    assert "shelter" not in others.text + str(others.blocks)
    assert "Southgate" not in others.text
    close.close(
        stage.desk, stage.office.holder("senior_manager", "cuckoo-oak"), issue.id or 0, "The shelter is mended."
    )
    for drawn in stage.all():
        if drawn.delivery.recipient == other.key and drawn.message:
            assert "shelter" not in drawn.message.text


@pytest.mark.parametrize("flags", [{"sensitive": True}, {"exempt_paragraph": "3"}, {"casework_for": "lead-ecfc"}])
def test_parish_councils_get_what_is_safe_in_public(stage: Stage, flags: dict[str, object]):
    issue = stage.office.report("R9", summary=SUMMARY)
    mark(stage, issue, **flags)
    decide.accept(stage.desk, stage.office.duty, issue.id or 0)
    message = stage.message("told", why="parish_councils")
    assert "shelter" not in message.text
    assert "Southgate" not in message.text
    assert "dealing with this where you are" in message.text


def test_flags_are_shown_to_those_who_work_on_it(stage: Stage):
    issue = STORIES["asked"](stage)
    mark(stage, issue, sensitive=True, exempt_paragraph="3")
    for kind, recipient in (("issue_card", "team"), ("action_card", "org:police")):
        message = stage.message(kind, recipient, issue.id)
        assert "Sensitive: please do not pass it on" in message.text
        assert "Exempt from publication (Schedule 12A, paragraph 3)" in message.text


def test_an_anonymous_reporter_gets_nothing(stage: Stage):
    issue = stage.office.report("R9")
    mark(stage, issue, anonymous=True)
    assert stage.drawn("receipt") is None


def test_names_that_left_the_council_s_files_break_nothing(stage: Stage):
    issue = STORIES["candidate"](stage)
    mark(stage, issue, services=["gone_service"], objects={"threat": ["priority:gone"], "plan_action": "gone"})
    for drawn in stage.all():
        if drawn.delivery.kind != "told":
            assert drawn.message is not None
    assert "gone" in stage.message("issue_card", "team").text
