"""The doctor's findings against a workspace, and the command's exit status."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.doctor import examine
from bot.manifest import SCOPES
from bot.settings import Settings
from bot.simulator import Workspace, run_in_thread, simulator_app
from storage.session import open_engine
from tests.sample import sample_council

ROOT = Path(__file__).parents[2]


@pytest.fixture
def workspace():
    real = Clock()
    workspace = Workspace(now=real.now, monotonic=real.monotonic, system_time=lambda: real.system().timestamp())
    workspace.scopes.clear()
    workspace.scopes.update(SCOPES)
    return workspace


@pytest.fixture
def findings(workspace, engine):
    def look(**settings):
        with run_in_thread(simulator_app(workspace)) as served:
            given = {"slack_bot_token": workspace.bot_token, "slack_api_url": served.api_url, **settings}
            found = examine(Settings.model_validate(given), Clock(), engine, sample_council())
            return {finding.check: finding for finding in found}

    return look


def everybody(workspace, *, but: str = ""):
    council = sample_council()
    for number, person in enumerate(council.directory.people):
        if person.id != but:
            workspace.add_user(f"U{number}", f"user{number}", person.name, person.email)
    names = {council.team.channel, *(org.channel for org in council.directory.organisations if org.channel)}
    for number, name in enumerate(sorted(names)):
        workspace.add_channel(f"C{number}", name, [])


def test_all_is_well(workspace, findings):
    everybody(workspace)
    found = findings(
        slack_app_token="xapp-1",
        smtp_url="smtp://127.0.0.1",
        mail_from="rr@example.org",
        public_url="https://rr.example.org",
        secret_key="k",
    )
    assert [finding for finding in found.values() if not finding.fine] == []


def test_what_is_missing_is_named_with_what_to_do(workspace, findings):
    everybody(workspace, but="sgt-lee")
    workspace.scopes.discard("im:write")
    workspace.add_channel("C99", "another", [])
    found = findings()
    assert "SLACK_APP_TOKEN" in found["SLACK_SIGNING_SECRET"].says
    assert "im:write" in found["scopes"].says
    assert "Sgt Lee" in found["people"].says
    assert not found["mail"].fine
    assert not found["links"].fine


def test_channels_that_are_absent_or_lack_the_app(workspace, findings):
    council = sample_council()
    workspace.add_channel("C1", council.team.channel, [], with_bot=False)
    says = findings()["channels"].says
    assert f"invite the app to: {council.team.channel}" in says
    assert "not found: " in says


def test_a_refused_token(workspace, findings):
    found = findings(slack_bot_token="xoxb-wrong")
    assert "invalid_auth" in found["slack"].says
    assert "scopes" not in found


def test_slack_out_of_reach(findings):
    assert "cannot be reached" in findings(slack_api_url="http://127.0.0.1:9/api/")["slack"].says


def test_an_empty_database(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    found = {f.check: f for f in examine(Settings(), Clock(), engine, None)}
    assert "migrate" in found["schema"].says
    assert "council load" in found["council"].says
    engine.dispose()


def command(tmp_path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "DATABASE_URL": f"sqlite:///{tmp_path / 'db'}"}
    return subprocess.run(
        [sys.executable, "-m", "bot", *words], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )


def test_commands_end_with_the_promised_status(tmp_path):
    """0 fine, 1 the answer is no, 2 wrong use; one clear line on stderr, no traceback."""
    statuses = {
        ("doctor",): 1,
        ("run",): 1,
        ("triage",): 2,
        ("migrate",): 0,
        ("outbox", "retry", "7"): 1,
        ("council", "load"): 0,
        ("council", "check", "nowhere"): 1,
    }
    for words, status in statuses.items():
        done = command(tmp_path, *words)
        assert done.returncode == status, (words, done.stderr)
        assert "Traceback" not in done.stderr


def test_the_manifest_is_json(tmp_path):
    assert json.loads(command(tmp_path, "manifest").stdout)["display_information"]["name"]
