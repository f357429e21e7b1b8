"""What stands beside Slack's endpoint: health, readiness, metrics, and requests that are not Slack's."""

from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from bot.app import assemble
from bot.desk.actor import the_clock
from bot.scheduler import beat
from bot.settings import Settings
from bot.web.health import WAITED
from storage import council_files, outbox
from storage.outbox import FAILED, Delivery
from storage.session import open_engine
from tests.sample import NAME


@pytest.fixture
def app(engine, clock):
    settings = Settings.model_validate({"slack_bot_token": "xoxb-1", "slack_signing_secret": "secret"})
    app = assemble(settings, engine, clock, worker="test")
    app.council.load(NAME, council_files.read(NAME))
    return app


@pytest.fixture
def client(app):
    return TestClient(app.asgi())


def test_the_process_is_up(client):
    assert client.get("/healthz").text == "ok\n"


def test_ready_when_database_schema_ticks_and_deliveries_are_well(app, client, clock):
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert set(answer.json()["wrong"]) == {"tick", "delivery"}
    for part in ("tick", "delivery"):
        beat(app.desk, part, clock.system())
    assert client.get("/readyz").json() == {"ready": True, "wrong": {}}
    clock.move(timedelta(minutes=5))
    wrong = client.get("/readyz").json()["wrong"]
    assert wrong["tick"] == "nobody has looked after reminders and briefings for 5 minutes: is a worker running?"
    assert wrong["delivery"] == "nobody has looked after deliveries for 5 minutes: is a worker running?"


@pytest.fixture
def stalled(app, client, clock):
    """What readyz says of the outbox after a while in which the workers did their rounds and sent nothing."""

    def ask() -> str | None:
        clock.move_system(WAITED + timedelta(minutes=1))
        for part in ("tick", "delivery"):
            beat(app.desk, part, clock.system())
        return client.get("/readyz").json()["wrong"].get("outbox")

    return ask


def told(app, **more) -> Delivery:
    with app.desk.work(the_clock()) as work:
        row = work.tell("told", "team")
        for name, value in more.items():
            setattr(row, name, value)
    return row


def test_not_ready_when_a_delivery_could_have_gone_long_ago(app, stalled):
    told(app)
    assert stalled() == "delivery 1 (told) could have gone 6 minutes ago: what do the workers' logs say?"
    with app.desk.work(the_clock()) as work:  # a worker has it in hand, and dies
        assert outbox.claim(work.session, work.system, "dies", timedelta(minutes=3))
    assert stalled() is None
    assert "could have gone 9 minutes ago" in (stalled() or "")


def test_what_is_parked_paced_or_follows_another_stalls_nobody(app, stalled, clock):
    told(app, state=FAILED)
    told(app, lane="one", due_at=clock.system() + timedelta(hours=1))
    told(app, lane="one")
    told(app, behind="RR-1 accepted", behind_until=clock.system() + timedelta(hours=1))
    told(app, group="RR-1 accepted", due_at=clock.system() + timedelta(hours=1))
    assert stalled() is None


def test_a_newer_database_is_right_for_one_release(app, client, clock):
    """While new code comes in beside this."""
    for part in ("tick", "delivery"):
        beat(app.desk, part, clock.system())
    with app.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'of the next release'")
    assert client.get("/readyz").json() == {"ready": True, "wrong": {}}


def test_an_empty_database_is_not_ready(tmp_path, clock):
    engine = open_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    app = assemble(Settings(), engine, clock, worker="test")
    assert "rapid-response migrate" in TestClient(app.asgi()).get("/readyz").json()["wrong"]["schema"]
    engine.dispose()


def test_metrics_count_rows(app, client):
    from tests.desk.people import Office

    Office(app.desk).report("R13")
    text = client.get("/metrics").text
    assert 'rapid_response_issues{state="open"} 1.0' in text
    assert 'rapid_response_deliveries{state="due"} 2.0' in text


@pytest.mark.parametrize("headers", [{}, {"x-slack-signature": "v0=0", "x-slack-request-timestamp": "0"}])
def test_what_slack_did_not_sign_is_refused(client, headers):
    assert client.post("/slack/events", content=b"payload=%7B%7D", headers=headers).status_code == 401


def test_a_body_that_is_too_large_or_no_text_is_refused(client):
    assert client.post("/slack/events", content=b"x" * 2_000_000).status_code == 413
    assert client.post("/slack/events", content=b"\xff\xfe").status_code == 400


@pytest.mark.parametrize(
    "body", ["{", "[]", "payload=", "payload=7", "payload=" + "[" * 9_000, '{"team":7}', '{"event":[]}']
)
def test_what_cannot_be_read_is_refused_before_anything_reads_it(client, body):
    """Bolt takes a body apart before it asks who signed it."""
    assert client.post("/slack/events", content=body).status_code in (400, 401)


def test_only_posts_reach_slacks_endpoint(client):
    assert client.get("/slack/events").status_code == 405
