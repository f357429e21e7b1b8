"""`rapid-response mail receive` as a mail server uses it: bytes in, an exit status that mail servers know."""

import pytest
from click.testing import CliRunner, Result

from bot.cli.mail import mail
from bot.letterbox.letter import LARGEST
from tests.letterbox.letters import letter
from tests.mail.post_office import PostOffice


def pipe(raw: bytes, **environ: str) -> Result:
    return CliRunner().invoke(mail, ["receive"], input=raw, env=environ)


def test_a_letter_goes_into_the_record(post: PostOffice, database_file: str):
    councillor = post.office.councillors("park")[0].person or ""
    raw = letter(post.council.directory.person(councillor).email, "It is smashed", "Bus shelter in Mill Lane")
    done = pipe(raw, DATABASE_URL=database_file)
    assert (done.exit_code, done.output) == (0, "filed as a request (RR-1)\n")
    assert pipe(raw, DATABASE_URL=database_file).output == "came before\n"
    done = pipe(b"\xff" * (LARGEST + 1_000_001), DATABASE_URL=database_file)
    assert (done.exit_code, done.output) == (0, "shown to the team\n")


@pytest.mark.parametrize("url", ["sqlite:////nowhere/at/all.db", "postgresql+psycopg://nobody@127.0.0.1:1/none", "?"])
def test_the_mail_server_keeps_it_while_the_database_is_away(url: str):
    done = pipe(letter("a@example.org", "Mrs Planted"), DATABASE_URL=url)
    assert done.exit_code == 75
    assert done.stderr.startswith("Not now: ")
    assert "Planted" not in done.output
    assert "Traceback" not in done.output
