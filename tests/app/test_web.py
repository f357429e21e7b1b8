"""What stands beside Slack's endpoint: health, readiness, metrics, and requests that are not Slack's."""

from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from bot.app import assemble
from bot.scheduler import beat
from bot.settings import Settings
from storage import council_files
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
    assert "last ran 300 s ago" in client.get("/readyz").json()["wrong"]["tick"]


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


def test_only_posts_reach_slacks_endpoint(client):
    assert client.get("/slack/events").status_code == 405
