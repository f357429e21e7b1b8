"""The window "History", and one line for a list."""

from bot.cards.history import history_lines
from bot.cards.lines import action_line, issue_line
from bot.desk.due import chase
from storage.issues import Issue
from storage.issues import history as events_of
from storage.session import writing
from tests.cards.stage import Stage
from tests.cards.stories import STORIES, newest
from triage_rules.sight import Reader, seen


def history(stage: Stage, issue: Issue, reader: Reader = "public") -> list[str]:
    with stage.desk.look() as session:
        fresh = session.get_one(Issue, issue.id)
        council, now = stage.desk.council(), stage.clock.now()
        return history_lines(session, council, fresh, now, parts=seen(reader, fresh))


def test_past_and_planned_steps_in_order(stage: Stage):
    issue = STORIES["asked"](stage)
    assert history(stage, issue) == [
        "9am today: Reported, raised by a resident",
        "9am today: Goes to the Rapid Response Team by the council's criteria of 23 March 2010, row R9, because it "
        "does not clearly fall to one service, it could harm the council's reputation and nobody had foreseen it or "
        "planned for it",
        "9am today: Accepted by Sam Duty, duty officer, under Scheme of Delegation, 4.2 (duty officers)",
        "9am today: West Mercia Police asked by Sam Duty, duty officer",
        "Planned, 3pm Tuesday 24 November: West Mercia Police is reminded to acknowledge",
        "Planned, 9am Wednesday 25 November: the manager at West Mercia Police is told that it is not acknowledged",
        "Planned, 3pm Wednesday 25 November: the Rapid Response Team is reminded to answer the reporter",
        "Planned, 9am Thursday 26 November: the team's manager is told that the reporter waits for an answer",
        "Planned, 9am Thursday 26 November: the director at West Mercia Police is told that it is not acknowledged",
        "Planned, 9am Friday 27 November: the Corporate Director is told that the reporter waits for an answer",
        "Planned, 9am Friday 27 November: the Rapid Response Team is told that it is not acknowledged",
        "Planned, 9am Monday 30 November: the Rapid Response Team is told that the reporter waits for an answer",
    ]


def test_words_are_for_those_who_work_on_it(stage: Stage):
    issue = STORIES["answered"](stage)
    assert not any("“" in line for line in history(stage, issue))
    assert not any("Yes, since Monday" in line for line in history(stage, issue, "working"))
    said = history(stage, issue, "trusted")
    assert any(line.endswith("The reporter answered — “Yes, since Monday.”") for line in said)


def test_an_erasure_leaves_its_trace(stage: Stage):
    issue = STORIES["answered"](stage)
    with writing(stage.desk.engine) as session:
        for event in events_of(session, issue.id or 0):
            event.words = None
            session.add(event)
        session.commit()
    said = history(stage, issue, "trusted")
    assert "9am today: Reported, raised by a resident (what was written has been erased)" in said


def test_every_verb_has_words(stage: Stage):
    seen: set[str] = set()
    issues = [story(stage) for story in STORIES.values()]
    stage.later(days=9)
    chase.tick(stage.desk)
    for issue in issues:
        for line in history(stage, issue, "working"):
            assert "_" not in line, line
            assert "  " not in line, line
        seen |= {event.verb for event in stage.office.history(issue.id)}
    assert len(seen) > 25


def test_one_line_says_what_where_and_by_when(stage: Stage):
    issue = STORIES["asked"](stage)
    with stage.desk.look() as session:
        council, now = stage.desk.council(), stage.clock.now()
        fresh = session.get_one(Issue, issue.id)
        assert issue_line(session, council, fresh, now, sign=True) == (
            "🟠 RR-1 · The bus shelter at Southgate has been smashed again"
            " — waiting for West Mercia Police to acknowledge, by 5pm Tuesday 24 November"
        )
        assert action_line(session, council, newest(stage, issue, "police"), now) == (
            "RR-1 · West Mercia Police: Patrol the bus route in the evenings"
            " — waiting to be acknowledged, by 5pm Tuesday 24 November"
        )
