"""The demo without its page: it opens on live issues, its clock makes things happen, and any council can play."""

import socket
from collections import Counter
from datetime import UTC, datetime

import pytest
from click import ClickException
from sqlmodel import select
from starlette.testclient import TestClient

from bot.briefings.content import Briefing
from bot.demo import stories
from bot.demo.demo import Demo, first_moment, run_demo
from bot.demo.time_travel import in_words
from storage.briefings import BriefingCopy
from storage.issues import LIVE, by_state
from tests.briefings.plain_english import A_MINUTE, grade, sentences, words
from tests.generated_council import generated_council
from tests.sample import NAME, sample_council
from triage_rules.council import parse

MONDAY_TEN = datetime(2026, 11, 23, 10, tzinfo=UTC)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def demo(tmp_path):
    demo = Demo(sample_council(), NAME, tmp_path, free_port(), MONDAY_TEN)
    served = demo.serve()
    yield demo
    demo.app.stop()
    served.stop()


def test_it_opens_on_live_issues_and_time_moves_them(demo):
    with demo.app.desk.look() as session:
        assert len(by_state(session, LIVE)) == 5
    demo.workspace.wait(lambda: len(demo.workspace.log.of("chat.postMessage")) > 10, seconds=20)
    said = [label for label, _ in demo.travel.controls()]
    assert said == ["+1 hour", "Next working morning", "Monday's briefing"]
    hour, morning, monday = (do for _, do in demo.travel.controls())
    assert hour() == "Nothing was due."
    assert "reminder" in morning()
    assert "escalation" in morning()
    assert "briefing" in monday()
    assert demo.workspace.log.refused() == []
    for copy in _copies(demo):
        print(f"{copy.person}: {words(copy)} words, Flesch-Kincaid grade {grade(sentences(copy)):.1f}")  # with -s
        assert words(copy) <= A_MINUTE, copy.person
        assert grade(sentences(copy)) <= 9, copy.person
    post = TestClient(demo.app.asgi(demo.mailroom.route())).get("/post").text
    assert "week to Monday 30 November" in post


def _copies(demo) -> list[Briefing]:
    with demo.app.desk.look() as session:
        return [Briefing.model_validate_json(copy.content) for copy in session.exec(select(BriefingCopy))]


def test_a_council_without_stories_opens_on_its_examples():
    council = sample_council()
    told = stories.read(None, council, MONDAY_TEN.date())
    notes = [row.examples[0].text for row in council.criteria.rows if row.route in ("service", "team", "ward_member")]
    assert [story.note for story in told.stories] == notes
    made = generated_council(1)
    assert stories.read(None, parse(made.files, made.id), MONDAY_TEN.date()).stories == ()


@pytest.mark.parametrize(
    ("now", "first"),
    [
        (datetime(2026, 11, 22, 20, tzinfo=UTC), MONDAY_TEN),
        (datetime(2026, 11, 23, 7, tzinfo=UTC), MONDAY_TEN),
        (datetime(2026, 11, 23, 14, 30, tzinfo=UTC), datetime(2026, 11, 23, 14, 30, tzinfo=UTC)),
        (datetime(2026, 12, 24, 18, tzinfo=UTC), datetime(2027, 1, 4, 10, tzinfo=UTC)),
    ],
)
def test_it_begins_in_working_time(now, first):
    assert first_moment(sample_council(), now) == first


def test_what_a_move_caused_in_words():
    assert in_words(Counter(reminded=2, escalated=1)) == "2 reminders, 1 escalation"
    assert in_words(Counter()) == "Nothing was due."


def test_a_port_in_use_and_an_unknown_council_are_said_plainly():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ClickException, match=f"--port {port + 1}"):
            run_demo(NAME, port)
    with pytest.raises(ClickException, match="no council or folder 'nowhere'"):
        run_demo("nowhere", free_port())
