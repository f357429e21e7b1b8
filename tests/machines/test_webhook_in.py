"""A partner's system answers: verbs and access of a link, once for each id, with a fresh signature."""

from datetime import timedelta
from typing import Any

import pytest

from bot.web.machines.bodies import LARGEST
from tests.machines.partner import SECRET, Machines


def test_acknowledge_note_and_done(machines: Machines):
    action = machines.ask()
    done = machines.send({"action": action, "verb": "acknowledge"})
    assert (done.status_code, done.json()) == (
        200, {"result": "done", "issue": "RR-1", "action": action, "state": "acknowledged"},
    )  # fmt: skip
    reference = {"action": action, "verb": "reference", "reference": "P-1", "expected_by": "Friday"}
    assert machines.send(reference, "msg-00000002").status_code == 200
    note = {"action": action, "verb": "note", "text": "On the way"}
    assert machines.send(note, "msg-00000003").status_code == 200
    done = machines.send({"action": action, "verb": "done", "text": "Walked by"}, "msg-00000004")
    assert done.json()["state"] == "done"
    (event,) = machines.events("acknowledged")
    assert (event.actor, event.actor_name, event.way) == ("hook:police", "West Mercia Police", "webhook")
    assert machines.action(action).reference == "P-1"


def test_not_ours_goes_on(machines: Machines):
    action = machines.ask()
    said = {"action": action, "verb": "not_ours", "text": "A council matter", "next_owner": "highways"}
    assert machines.send(said).json()["state"] == "declined"
    assert machines.events("sent_on")[0].data["owner"] == "highways"


def test_the_same_id_counts_once(machines: Machines):
    note = {"action": machines.ask(), "verb": "note", "text": "On the way"}
    assert [machines.send(note).json()["result"] for _ in range(3)] == ["done", "done before", "done before"]
    assert len(machines.events("noted")) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret": "another secret of the right length...."},
        {"signature": ""},
        {"signature": "v1,AAAA"},
        {"signature": "v1,é"},
        {"at": 0},
        {"at": -1},
        {"at": 10**11},
        {"org": "highways"},
        {"org": "nobody"},
        {"org": "highways", "secret": "another secret, for nobody's webhook"},
        {"id": "short"},
        {"id": "a b c d e f g"},
        {"body": b'{"action": 1, "verb": "done", "text": "forged"}'},
    ],
)
def test_forged_and_stale_change_nothing(machines: Machines, wrong: dict[str, Any]):
    action = machines.ask()
    signature = wrong.pop("signature", None)
    if signature is not None:
        wrong["signature"] = signature.encode()
    answer = machines.send({"action": action, "verb": "acknowledge"}, **wrong)
    assert answer.status_code == (403 if wrong.get("secret", "").startswith("another secret, for") else 401)
    assert machines.action(action).state == "due"


def test_replayed_after_five_minutes(machines: Machines):
    action = machines.ask()
    at = int(machines.clock.system().timestamp())
    machines.clock.move_system(timedelta(minutes=5, seconds=1))
    assert machines.send({"action": action, "verb": "acknowledge"}, at=at).status_code == 401
    assert machines.action(action).state == "due"


def test_only_what_was_asked_of_them(machines: Machines):
    others = machines.ask(owner="highways")
    answer = machines.send({"action": others, "verb": "acknowledge"})
    assert answer.status_code == 409
    assert machines.action(others).state == "due"
    (refused,) = machines.events("refused")
    assert refused.actor == "hook:police"
    assert machines.send({"action": 999, "verb": "acknowledge"}, "msg-00000002").status_code == 409


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"action": 1, "verb": "done", "text": ""}, 409),
        ({"action": 1, "verb": "close"}, 409),
        ({"action": 1, "verb": "acknowledge", "more": 1}, 422),
        ({"action": "1", "verb": "acknowledge"}, 422),
        ({"action": 2**40, "verb": "acknowledge"}, 422),
        ({"action": 1}, 422),
        ([1], 400),
        (b"{", 400),
        (b"\xff", 400),
        (b"[" * 50_000, 400),
    ],
)
def test_bad_bodies_are_named(machines: Machines, said: Any, status: int):
    machines.ask()
    assert machines.send(said).status_code == status
    assert machines.action(1).state == "due"


def test_other_kinds_and_sizes(machines: Machines):
    machines.ask()
    assert machines.send({"action": 1, "verb": "acknowledge"}, kind="text/plain").status_code == 415
    assert machines.send(b" " * (LARGEST + 1)).status_code == 413
    assert machines.http.get("/webhooks/v1/police").status_code == 405


def test_hostile_words_are_words(machines: Machines):
    action = machines.ask()
    nasty = "<!channel> \x00 ‮ <script> " + "x" * 100
    assert machines.send({"action": action, "verb": "note", "text": nasty}).status_code == 200
    assert machines.send({"action": action, "verb": "note", "text": "\ud800"}, "msg-00000002").status_code in (200, 409)
    assert "\x00" not in (machines.events("noted")[0].words or "")


def test_two_signatures_while_a_key_is_changed(machines: Machines):
    from bot import signing

    body = b'{"action": 1, "verb": "acknowledge"}'
    machines.ask()
    at = int(machines.clock.system().timestamp())
    both = signing.sign("the new one", "msg-00000001", at, body) + " " + signing.sign(SECRET, "msg-00000001", at, body)
    assert machines.send(body, signature=both).status_code == 200
