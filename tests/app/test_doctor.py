"""The doctor's findings against a workspace, and the command's exit status."""

import json

import pytest
from click.testing import CliRunner

from bot.cli.entry import rapid_response
from bot.clock import Clock
from bot.doctor import examine
from bot.manifest import SCOPES
from bot.settings import Settings
from bot.simulator import Workspace, run_in_thread, simulator_app
from storage.people import remember_identity
from storage.session import open_engine, writing
from tests.mail.mail_server import Mailbox, start
from tests.sample import sample_council


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
    mail = start(Mailbox())
    found = findings(
        slack_app_token="xapp-1",
        smtp_url=f"smtp://127.0.0.1:{mail.port}",
        mail_from="rr@example.org",
        public_url="https://rr.example.org",
        secret_key="k" * 32,
    )
    mail.stop()
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


@pytest.fixture
def command(tmp_path, monkeypatch):
    """Runs `rapid-response` in this process on a database of its own, with nothing else set."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'db'}")
    return lambda *words: CliRunner().invoke(rapid_response, words)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (1, ("doctor",)),
        (1, ("run",)),
        (1, ("web",)),
        (1, ("worker",)),
        (2, ("triage",)),
        (0, ("migrate",)),
        (1, ("outbox", "retry", "7")),
        (0, ("outbox", "list")),
        (0, ("council", "load")),
        (1, ("council", "check", "nowhere")),
        (1, ("triage", "--explain", "RR-9")),
        (2, ("triage", "--explain", "nine")),
        (2, ("no-such-command",)),
    ],
)
def test_commands_end_with_the_promised_status(command, status, words):
    """0 fine, 1 the answer is no, 2 wrong use; what is wrong is said on stderr."""
    done = command(*words)
    assert done.exit_code == status, done.output
    assert isinstance(done.exception, SystemExit | None)
    assert bool(done.stderr) == (status != 0) or words == ("doctor",)


def test_the_manifest_is_json(command):
    assert json.loads(command("manifest").stdout)["display_information"]["name"]


def test_partners_where_nobody_could_answer(workspace, findings, engine):
    """Insp Ward, Sgt Lee and their colleagues have a workspace of their own; one of them is linked, and cut off."""
    council = sample_council()
    everybody(workspace)
    police = {person.email for person in council.directory.members_of("police", Clock().now().date())}
    for id in [id for id, user in workspace.users.items() if user.email in police]:
        del workspace.users[id]
    found = findings()["partners"]
    assert not found.fine
    assert found.says.startswith("nobody could answer for West Mercia Police: use `/issue invite`")
    workspace.add_team("T0000POLICE", "Police")
    workspace.add_user("U0LEE", "lee", "Sgt Lee", None, team_id="T0000POLICE")
    with writing(engine) as session:
        remember_identity(session, "T0000POLICE", "U0LEE", person="sgt-lee", email="", name="Lee", now=Clock().system())
        session.commit()
    assert findings()["partners"].says == "gets letters, as no shared channel is left: Sgt Lee"
    assert "Sgt Lee" not in findings()["people"].says
