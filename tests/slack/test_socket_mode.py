"""The same app over Socket Mode."""

import pytest
from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot.clock import StandingClock
from tests.desk.people import ANSWERS
from tests.simulator.test_socket_mode import leave
from tests.slack.workplace import Workplace, working


def test_a_report_and_a_click_over_socket_mode(place: Workplace, clock: StandingClock):
    with working(place.desk, clock) as connected:
        handler = SocketModeHandler(connected.bolt, connected.ws.app_token, ping_interval=0.2)
        connected.ws.use_socket_mode()
        handler.connect()
        assert connected.ws.socket_mode.wait_for_connection()
        view = connected.form("olive-officer", "A lamp is out.")
        connected.safe(view)
        view.fill("Who could deal with it?", ["Street Scene"])
        connected.answer(view, ANSWERS["R13"])
        assert view.submit()
        issue = connected.newest()
        contact = connected.holder("contact", "street_scene")
        connected.press(contact, "acknowledge", f"{issue.id}:{connected.actions(issue.id)[0].id}")
        assert connected.actions(issue.id)[0].state == "acknowledged"
        leave(handler)


@pytest.mark.parametrize("signature", ["v0=0", ""])
def test_an_unsigned_request_is_refused(place: Workplace, signature: str):
    from slack_bolt import BoltRequest

    headers = {"content-type": "application/x-www-form-urlencoded", "x-slack-signature": signature}
    answer = place.bolt.dispatch(BoltRequest(body="command=/issue&text=", headers=headers))
    assert answer.status == 401
