"""Criteria to review, and past decisions, read from the history that the desk writes."""

from datetime import timedelta

from bot.clock import StandingClock
from bot.desk.hints.review import to_review
from bot.desk.verbs import decide
from bot.desk.work import Desk
from storage.past_decisions import overrides, past_decisions
from tests.desk.people import ANSWERS, Office


def override(office: Office, row: str, send_to: str) -> int:
    number = office.report(row).id or 0
    decide.change_route(office.desk, office.duty, number, send_to, "It is more than one service can do.")
    return number


def test_overrides_are_grouped_with_their_reasons_kept(desk: Desk, office: Office, clock: StandingClock) -> None:
    flagged = override(office, "R11", "team")
    clock.move(timedelta(hours=1))
    again = override(office, "R11", "team")
    led = override(office, "R12", "org:police")
    with desk.look() as session:
        found = to_review(session, office.council)
        later = to_review(session, office.council, since=clock.now())
    first = found[0]
    assert first.row == "R11"
    assert [each.reference for each in first.overrides] == [f"RR-{flagged}", f"RR-{again}"]
    assert {each.why for each in first.overrides} == {"It is more than one service can do."}
    assert {each.by for each in first.overrides} == {office.duty.name}
    assert {each.reference for group in later for each in group.overrides} == {f"RR-{again}", f"RR-{led}"}
    assert {each.overrides[0].reference for each in found if each.row == "R12"} == {f"RR-{led}"}
    one_service = next(
        question.id for question in office.council.criteria.questions if question.signal == "one_service"
    )
    assert one_service in {each.question for each in found}


def test_nothing_to_review(desk: Desk, office: Office) -> None:
    office.report("R9")
    with desk.look() as session:
        assert to_review(session, office.council) == ()


def test_past_decisions_are_the_last_ones_and_say_where_a_person_sent_it(
    desk: Desk, office: Office, clock: StandingClock
) -> None:
    changed = office.report("R13").id or 0
    decide.change_answers(desk, office.duty, changed, dict(ANSWERS["R12"]))
    sent = override(office, "R11", "team")
    clock.move(timedelta(days=1))
    held = office.report("R13", services=()).id or 0
    with desk.look() as session:
        before, overridden, missing = past_decisions(session)
        [today] = past_decisions(session, clock.now() - timedelta(hours=1))
    assert (before.reference, before.row, before.route, before.sent_to) == (f"RR-{changed}", "R12", "ward_member", None)
    assert before.answers == ANSWERS["R12"]
    assert before.version == office.council.criteria.version
    assert (overridden.reference, overridden.row, overridden.sent_to) == (f"RR-{sent}", "R11", "team")
    assert (missing.reference, missing.row, missing.route) == (f"RR-{held}", "R13", "hold")
    assert missing.missing
    assert today == missing


def test_an_override_of_an_override_is_one_more(desk: Desk, office: Office) -> None:
    number = override(office, "R11", "team")
    decide.change_route(desk, office.duty, number, "org:police", "Theirs after all.")
    with desk.look() as session:
        first, second = overrides(session)
        [past] = past_decisions(session)
    assert (first.to, second.to) == ("team", "org:police")
    assert second.answers == ANSWERS["R11"]
    assert past.sent_to == "org:police"
