"""What a partner's system hears: signed, once for each id, again after a lost answer, and parked when it refuses."""

import json
from datetime import timedelta

import pytest

from bot import signing
from storage.outbox import DROPPED, DUE, FAILED, RESENT, SENT, UNKNOWN
from tests.machines.partner import SECRET, Machines, PartnerSystem, with_webhook


def test_what_is_asked_arrives_signed(machines: Machines, partner: PartnerSystem):
    action = machines.ask()
    machines.drain()
    ((headers, body),) = partner.got
    now = machines.clock.system().timestamp()
    id, at = headers["webhook-id"], headers["webhook-timestamp"]
    assert signing.is_right(SECRET, id, at, body, headers["webhook-signature"], now)
    assert not signing.is_right(SECRET, id, at, body + b" ", headers["webhook-signature"], now)
    said = json.loads(body)
    assert (said["type"], said["id"], said["issue"]) == ("action_card", id, "RR-1")
    assert (said["action"]["id"], said["action"]["state"]) == (action, "due")
    assert "Walk by on Friday evening" in said["text"]
    assert "Planted" not in body.decode()
    assert {d.state for d in machines.deliveries("hook:police")} == {SENT}
    assert machines.deliveries("org:police")


def test_a_lost_answer_is_sent_again_with_the_same_id(machines: Machines, partner: PartnerSystem):
    partner.answers = ["drop", 503, 200]
    machines.ask()
    for _ in range(4):
        machines.drain()
    assert len(partner.got) == 3
    assert len({said["id"] for said in partner.said}) == 1
    assert {d.state for d in machines.deliveries("hook:police")} == {SENT}


@pytest.mark.parametrize("status", [400, 401, 404, 301])
def test_a_refusal_is_parked_and_the_team_hears(machines: Machines, partner: PartnerSystem, status: int):
    partner.answers = [status]
    machines.ask()
    machines.drain()
    machines.drain()
    (row,) = machines.deliveries("hook:police")
    assert (row.state, str(status) in (row.error or "")) == (FAILED, True)
    assert any("Could not be sent" in text and "West Mercia Police" in text for to, text in machines.slack.posts)


def test_an_answer_that_drips_in_holds_nobody(machines: Machines, partner: PartnerSystem):
    """Each byte comes in time, and the whole never: it is cut, and sent again later with the same id."""
    partner.answers = ["drip"]
    machines.ask()
    machines.impatient(whole=0.2)
    machines.drain()  # it comes back, though the other end would go on for ever
    assert partner.dripped > 1
    assert not partner.over.is_set()
    (row,) = machines.deliveries("hook:police")
    assert (row.state, row.attempts) == (UNKNOWN, 1)
    machines.drain()
    assert [said["id"] for said in partner.said] == [row.key] * 2
    assert machines.deliveries("hook:police")[0].state == RESENT


def test_too_fast_and_away_come_again(machines: Machines, partner: PartnerSystem):
    partner.answers = [429]
    machines.ask()
    machines.drain()
    assert machines.deliveries("hook:police")[0].state == DUE
    machines.drain()
    assert machines.deliveries("hook:police")[0].state == SENT


def test_no_secret_and_no_webhook_any_more(machines: Machines, partner: PartnerSystem):
    machines.ask()
    secret = machines.secrets.pop("police")
    machines.drain()
    assert "WEBHOOK_SECRETS has no secret for police" in (machines.deliveries("hook:police")[0].error or "")
    machines.secrets["police"] = secret
    machines.council = with_webhook(machines.council, "police", None)
    machines.clock.move_system(timedelta(hours=1))
    machines.drain()
    assert machines.deliveries("hook:police")[0].state in (FAILED, DROPPED)
    assert partner.got == []


def test_their_system_hears_what_was_done_elsewhere(machines: Machines, partner: PartnerSystem):
    from bot.desk.verbs import respond

    action = machines.ask()
    machines.drain()
    respond.acknowledge(machines.desk, machines.office.police, action)
    machines.drain()
    assert [said["action"]["state"] for said in partner.said] == ["due", "acknowledged"]
    assert len({said["id"] for said in partner.said}) == 2
