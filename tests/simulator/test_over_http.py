"""A real Bolt app and a real WebClient against the simulator, over signed HTTP."""

from __future__ import annotations

import pytest

from bot.simulator import NotAnswered, NotPossible, Served, Workspace
from tests.simulator.conftest import Clocks

pytestmark = pytest.mark.usefixtures("bot")


def test_a_report_from_command_to_card(ws: Workspace) -> None:
    sam = ws.user("U1")
    view = sam.command("/issue", "bins", channel="C1")
    assert view is not None
    assert (view.title, view.labels) == ("Report", ["What is happening?", "Who?"])
    view.fill("What is happening?", "Bins not emptied")
    before = view.hash
    view.choose("Who?", "Bob")
    assert view.title == "For Bob"
    assert view.hash != before
    assert view.value("What is happening?") == "Bins not emptied"  # typed text survives the update
    assert view.submit() is True
    assert sam.view() is None
    sam.click(sam.message("Bins not emptied", "C1"), "Take it")
    assert "taken by <@U1>" in sam.message("Bins", "C1").text
    assert [m.text for m in sam.messages("C1") if m.ephemeral_to == "U1"] == ["Thank you"]
    assert ws.log.refused() == []


def test_the_form_says_what_is_missing_before_it_asks_the_app(ws: Workspace) -> None:
    view = ws.user("U1").command("/issue")
    assert view is not None
    assert view.submit() is False
    assert set(view.errors) == {"What is happening?", "Who?"}
    assert ws.deliveries.last.what == "/issue"


def test_errors_of_the_app_stay_with_their_inputs(ws: Workspace) -> None:
    view = ws.user("U1").command("/issue")
    assert view is not None
    view.fill("What is happening?", "nothing")
    view.choose("Who?", "ann")
    assert view.submit() is False
    assert view.errors == {"What is happening?": "Say a little more"}
    view.fill("What is happening?", "something")
    assert view.submit() is True


def test_closing_is_told_to_those_who_asked(ws: Workspace) -> None:
    sam = ws.user("U1")
    view = sam.command("/issue")
    assert view is not None
    view.close()
    assert not view.is_open
    assert sam.message("Nothing was sent")


def test_home_and_direct_messages(ws: Workspace) -> None:
    ann = ws.user("U3")
    home = ann.open_home()
    assert home is not None
    assert "Nothing waits for you" in home.text
    ann.says(None, "hello")
    assert ann.messages()[-1].text == "You said: hello"


def test_a_wrong_signature_is_refused_by_bolt(ws: Workspace) -> None:
    ws.signing_secret = "another"
    with pytest.raises(NotAnswered, match="401"):
        ws.user("U1").command("/issue")


def test_an_old_message_is_sent_as_it_stood(ws: Workspace) -> None:
    sam = ws.user("U1")
    view = sam.command("/issue")
    assert view is not None
    view.fill("What is happening?", "Old card")
    view.choose("Who?", "Ann")
    view.submit()
    old = sam.message("Old card", "C1")
    sam.click(old, "Take it")
    sam.click(old, "take")
    assert ws.deliveries.last.payload["message"]["text"] == "Old card"


def test_a_view_update_meets_a_hash_conflict(ws: Workspace) -> None:
    view = ws.user("U1").command("/issue")
    assert view is not None
    with ws.deliveries.held() as gathered:
        view.choose("Who?", "Ann")
        view.choose("Who?", "Bob")
    ws.deliveries.release([gathered[1]])
    with pytest.raises(NotAnswered):  # the listener raised, so Bolt answered 500
        ws.deliveries.release([gathered[0]])
    assert [call.error for call in ws.log.of("views.update")] == [None, "hash_conflict"]
    assert view.title == "For Bob"


def test_people_of_other_workspaces_have_buttons_only(ws: Workspace) -> None:
    lee = ws.user("U2")
    for refused in (
        lambda: lee.command("/issue", channel="C2"),
        lambda: lee.shortcut("report_issue"),
        lambda: lee.open_home(),
        lambda: lee.message_shortcut("report_message", ws.user("U1").says("C2", "hm")),
    ):
        with pytest.raises(NotPossible, match="other workspaces"):
            refused()
    view = ws.user("U1").command("/issue", channel="C2")
    assert view is not None
    payload = ws.deliveries.last.payload
    assert (payload["team_id"], payload["user_id"]) == ("T0000HOME", "U1")


def test_commands_do_not_run_in_threads(ws: Workspace) -> None:
    with pytest.raises(NotPossible, match="threads"):
        ws.user("U1").command("/issue", channel="C1", thread_ts="1.0")
    with pytest.raises(NotPossible, match="not a command"):
        ws.user("U1").command("/other", channel="C1")


def test_the_same_payload_again(ws: Workspace) -> None:
    ann = ws.user("U3")
    ann.says(None, "hello")
    ws.deliveries.again()
    assert [m.text for m in ann.messages()].count("You said: hello") == 2
    assert ws.deliveries.last.outcomes == ["ok", "ok"]


def test_events_are_retried_by_the_clock(ws: Workspace, bot: Served, clocks: Clocks) -> None:
    bot.stop()
    ann = ws.user("U3")
    ann.says(None, "hello")
    delivery = ws.deliveries.last
    assert delivery.outcomes == ["connection_failed"] * 2  # at once, and again at once
    assert ws.deliveries.retry_due() == 0
    clocks.forward(60)
    assert ws.deliveries.retry_due() == 1
    clocks.forward(299)
    assert ws.deliveries.retry_due() == 0
    clocks.forward(1)
    assert ws.deliveries.retry_due() == 1
    clocks.forward(10_000)
    assert ws.deliveries.retry_due() == 0
    assert delivery.outcomes == ["connection_failed"] * 4
    assert ws.deliveries.waiting() == []
