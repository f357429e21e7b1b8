"""What the environment turns on: e-mail, links, the page; what `doctor` says of them; `links` on the command line."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from pydantic import SecretStr
from sqlalchemy import Engine

from bot.app import assemble
from bot.cli.links import links
from bot.clock import Clock, StandingClock
from bot.desk.council_in_force import CouncilInForce
from bot.doctor import _links, _mail
from bot.settings import Settings
from storage import council_files
from storage.outbox import Delivery
from tests.mail.mail_server import Mailbox, start
from tests.mail.post_office import SECRET, PostOffice
from tests.sample import NAME

URL = "https://rr.example.org"


def settings(**given: str) -> Settings:
    secrets = {"secret_key", "smtp_url", "slack_signing_secret", "slack_bot_token"}
    return Settings(**{name: SecretStr(value) if name in secrets else value for name, value in given.items()})  # pyright: ignore


def paths(engine: Engine, clock: StandingClock, **given: str) -> tuple[set[str], set[str]]:
    """(ways of sending, paths served)."""
    made = settings(slack_bot_token="xoxb-1", slack_signing_secret="s", slack_api_url="http://127.0.0.1:1/", **given)
    app = assemble(made, engine, clock, worker="w")
    return set(app.dispatcher._senders), {getattr(route, "path", "") for route in app.asgi().routes}


def test_nothing_set_nothing_served(sqlite_engine: Engine, clock: StandingClock):
    CouncilInForce(sqlite_engine, clock).load(NAME, council_files.read(NAME))
    ways, served = paths(sqlite_engine, clock)
    assert ways == {"slack"}
    assert not any("partner" in path for path in served)
    for given in ({"secret_key": SECRET}, {"public_url": URL}):
        assert not any("partner" in path for path in paths(sqlite_engine, clock, **given)[1])


def test_all_set(sqlite_engine: Engine, clock: StandingClock):
    CouncilInForce(sqlite_engine, clock).load(NAME, council_files.read(NAME))
    mail = {"smtp_url": "smtp://localhost", "mail_from": "bot@example.org"}
    ways, served = paths(sqlite_engine, clock, secret_key=SECRET, public_url=URL, **mail)
    assert ways == {"slack", "email"}
    assert "/partner/{token}" in served


@pytest.mark.parametrize("wrong", [{"smtp_url": "mail.example.org"}, {"mail_from": "nobody"}])
def test_what_cannot_be_read_is_said_at_the_start(sqlite_engine: Engine, clock: StandingClock, wrong: dict[str, str]):
    mail = {"smtp_url": "smtp://localhost", "mail_from": "bot@example.org"} | wrong
    CouncilInForce(sqlite_engine, clock).load(NAME, council_files.read(NAME))
    with pytest.raises(ValueError, match=next(iter(wrong)).upper()):
        paths(sqlite_engine, clock, **mail)


def test_doctor_on_mail(mailbox: Mailbox):
    url = f"smtp://127.0.0.1:{mailbox.port}"
    assert _mail(settings(smtp_url=url, mail_from="bot@example.org"), Clock()).fine
    assert not _mail(settings(smtp_url=url), Clock()).fine
    for smtp_url, mail_from, said in (
        ("smtp://127.0.0.1:1", "bot@example.org", "cannot be reached"),
        (url, "nobody", "MAIL_FROM"),
        (f"{url}?starttls", "bot@example.org", "no encryption"),
    ):
        finding = _mail(settings(smtp_url=smtp_url, mail_from=mail_from), Clock())
        assert not finding.fine
        assert said in finding.says
    server = start(Mailbox(), login=True)
    wrong = _mail(settings(smtp_url=f"smtp://us:hunter2@127.0.0.1:{server.port}", mail_from="b@example.org"), Clock())
    server.stop()
    assert "refuses our name and password" in wrong.says
    assert "hunter2" not in wrong.says


def test_doctor_on_links():
    assert _links(settings(public_url=URL, secret_key=SECRET)).fine
    assert _links(settings(public_url="http://127.0.0.1:8080", secret_key=SECRET)).fine
    assert "https" in _links(settings(public_url="http://rr.example.org", secret_key=SECRET)).says
    assert "too short" in _links(settings(public_url=URL, secret_key="short")).says
    assert "PUBLIC_URL" in _links(settings(secret_key=SECRET)).says


def test_links_on_the_command_line(post: PostOffice, database_file: str):
    CouncilInForce(post.engine, post.clock).load(NAME, council_files.read(NAME))
    real = Clock().now() - post.clock.now()
    post.clock.move(max(real, timedelta()))  # the command runs on real time
    action = post.ask_schools()
    assert post.links.url("ruby-register", action)

    def run(*arguments: str):
        return CliRunner().invoke(links, list(arguments), env={"DATABASE_URL": database_file})

    listed = run("list").output
    assert "RR-1: Ruby Registerby, Schools, until " in listed
    assert run("revoke", "1", "--by", "nobody@example.org").exit_code == 1
    refused = run("revoke", "1", "--by", "ruby.registerby@example.org")
    assert refused.exit_code == 1
    assert "a duty officer of the team" in refused.output
    duty = post.council.directory.person("sam-duty").email
    assert run("revoke", "1", "--by", duty).exit_code == 0
    assert "No links are in use." in run("list").output


def test_a_late_notice_never_speaks_of_the_team_itself(post: PostOffice):
    from bot.desk.due.undelivered import tell_of_delay
    from storage.session import writing

    now = post.clock.system()
    with writing(post.engine) as session:
        for n, recipient in enumerate(("team", "person:ruby-register", "person:ruby-register")):
            row = Delivery(key=f"k{n}", kind="told", recipient=recipient, lane="l", due_at=now, created_at=now)
            tell_of_delay(session, row, post.clock)
            session.flush()
        session.commit()
    assert len(post.letters("team")) == 1
