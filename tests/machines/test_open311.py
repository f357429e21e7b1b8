"""Open311 as an app uses it: services, a request, how it stands; nothing personal comes back."""

import xml.etree.ElementTree as ET  # noqa: S405  our own answers
from datetime import timedelta

import pytest

from bot.desk.due import chase
from bot.desk.verbs import talk
from bot.web.machines.open311 import PER_HOUR
from storage.issues import Issue
from storage.outbox import Delivery
from tests.machines.partner import KEY, Machines

V2 = "/open311/v2"
GIVEN = {
    "api_key": KEY,
    "service_code": "street_scene",
    "description": "Mrs Planted of 1 Hidden Lane, 01632 960999, says the bin is full",
    "address_string": "1 Hidden Lane",
    "lat": "52.7",
    "long": "-2.49",
    "first_name": "Paula",
    "last_name": "Planted",
    "email": "paula.planted@example.org",
    "phone": "01632 960999",
}
NOBODY = {"first_name": "", "last_name": "", "email": "", "phone": ""}
PLANTED = ("Planted", "planted", "Hidden Lane", "01632", "Paula", "52.7")


def create(machines: Machines, form: str = "json", **more: str):
    return machines.http.post(f"{V2}/requests.{form}", data={**GIVEN, **more})


def test_services_and_their_questions(machines: Machines):
    services = machines.http.get(f"{V2}/services.json").json()
    assert {"street_scene", "other"} <= {service["service_code"] for service in services}
    definition = machines.http.get(f"{V2}/services/street_scene.json").json()
    assert [each["code"] for each in definition["attributes"]][:2] == ["Q1", "Q2"]
    assert machines.http.get(f"{V2}/services/nothing.json").status_code == 404
    assert machines.http.get(f"{V2}/services.pdf").status_code == 404
    root = ET.fromstring(machines.http.get(f"{V2}/services.xml").content)  # noqa: S314
    assert (root.tag, root[0].tag, root[0][0].tag) == ("services", "service", "service_code")


def test_a_request_waits_for_a_duty_officer(machines: Machines):
    made = create(machines)
    assert made.status_code == 201
    (request,) = made.json()
    issue = machines.issue(request["service_request_id"])
    assert (issue.state, issue.owner, issue.services, issue.raised_by) == ("held", "team", ["street_scene"], "resident")
    assert issue.place == "1 Hidden Lane (52.70000, -2.49000)"
    assert "paula.planted@example.org" in issue.reply_to
    (reported,) = machines.events("reported")
    assert (reported.actor, reported.way) == ("open311:app", "open311")
    machines.drain()
    assert any("RR-1" in text for to, text in machines.slack.posts if to == "team")
    assert {to for to, _ in machines.slack.posts} == {"team"}


def test_the_criteria_route_it_when_the_questions_are_answered(machines: Machines):
    answers = {f"attribute[{q}]": said for q, said in {
        "Q1": "no", "Q2": "no", "Q3": "yes", "Q4": "no", "Q5": "no", "Q7": "no", "Q10": "yes", "Q11": "no",
    }.items()}  # fmt: skip
    (request,) = create(machines, **answers).json()
    issue = machines.issue(request["service_request_id"])
    assert (issue.state, issue.row, issue.owner) == ("open", "R13", "org:street_scene")


def test_a_danger_is_told_to_ring_and_nothing_is_kept(machines: Machines):
    answer = create(machines, **{"attribute[Q1]": "yes"})
    assert answer.status_code == 400
    assert "999" in answer.json()[0]["description"]
    assert machines.rows(Issue) == []


def test_how_it_stands_says_nothing_of_anybody(machines: Machines):
    create(machines)
    for path in (
        "requests/RR-1.json",
        "requests/1.json",
        "requests.json?service_request_id=RR-1,RR-9",
        "requests/RR-1.xml",
    ):
        found = machines.http.get(f"{V2}/{path}")
        assert found.status_code == 200
        assert not any(word in found.text for word in PLANTED)
        assert "A duty officer looks at it first." in found.text


def test_only_what_came_this_way_is_shown(machines: Machines):
    machines.ask()
    assert machines.http.get(f"{V2}/requests/RR-1.json").status_code == 404
    create(machines)
    with machines.desk.work(machines.office.duty) as work:
        issue = machines.issue("RR-2")
        issue.sensitive = True
        work.session.merge(issue)
    assert machines.http.get(f"{V2}/requests/RR-2.json").status_code == 404
    for id in ("RR-99", "x", "RR-", "²", "9" * 30, "%00"):
        assert machines.http.get(f"{V2}/requests/{id}.json").status_code == 404
    assert machines.http.get(f"{V2}/requests.json").status_code == 400


def test_without_contact_it_is_anonymous(machines: Machines):
    create(machines, **NOBODY)
    assert machines.issue("RR-1").anonymous


def test_answers_to_the_reporter_reach_the_team(machines: Machines):
    create(machines)
    talk.ask(machines.desk, machines.office.duty, 1, "Which bin?")
    talk.reply(machines.desk, machines.office.duty, 1, "It is emptied on Friday")
    machines.clock.move(timedelta(days=4))
    chase.tick(machines.desk)
    assert not any("open311" in delivery.recipient for delivery in machines.rows(Delivery))
    machines.drain()
    assert any("It is emptied on Friday" in text for to, text in machines.slack.posts if to == "team")


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"api_key": ""}, 403),
        ({"api_key": "é"}, 403),
        ({"service_code": "nothing"}, 400),
        ({"service_code": "police"}, 400),
        ({"description": " \x00 "}, 400),
        ({"description": "x" * 20_001}, 400),
        ({"lat": "north"}, 400),
        ({"lat": "nan"}, 400),
        ({"long": "1e999"}, 400),
        ({"address_string": "", "lat": "", "long": ""}, 400),
        ({"attribute[Q1]": "maybe"}, 400),
    ],
)
def test_what_is_wrong_is_said(machines: Machines, more: dict[str, str], status: int):
    answer = create(machines, **more)
    assert answer.status_code == status
    assert answer.json()[0]["code"] == status
    assert machines.events("reported") == []


def test_the_same_request_twice_is_one(machines: Machines):
    assert create(machines).json() == create(machines).json()
    assert len(machines.events("reported")) == 1


def test_a_client_has_an_hourly_share_over_all_processes(machines: Machines, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("bot.web.machines.open311.PER_HOUR", 2)
    assert [create(machines, description=f"Bin {n}").status_code for n in range(3)] == [201, 201, 429]
    machines.clock.move(timedelta(hours=1, seconds=1))
    assert create(machines, description="Bin 4").status_code == 201
    assert PER_HOUR == 60


def test_other_kinds_of_body(machines: Machines):
    assert machines.http.post(f"{V2}/requests.json", json=GIVEN).status_code == 415
    assert machines.http.post(f"{V2}/requests.json", data={"x": "y" * 200_000}).status_code == 413
