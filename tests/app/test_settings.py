"""The environment, read."""

import pytest
from pydantic import ValidationError

from bot.settings import read


def test_defaults():
    settings = read({})
    assert (settings.council, settings.host, settings.port) == ("telford-wrekin", "127.0.0.1", 3000)
    assert settings.slack_bot_token is None


def test_empty_counts_as_not_set():
    assert read({"SLACK_BOT_TOKEN": "", "PORT": " "}).slack_bot_token is None


@pytest.mark.parametrize("url", ["postgres://u@h/d", "postgresql://u@h/d", "postgresql+psycopg://u@h/d"])
def test_postgresql_urls_use_psycopg(url):
    assert read({"DATABASE_URL": url}).database_url == "postgresql+psycopg://u@h/d"


def test_slacks_address_ends_with_a_slash():
    assert read({"SLACK_API_URL": "http://127.0.0.1:1/api"}).slack_api_url == "http://127.0.0.1:1/api/"


def test_a_wrong_port_names_the_variable():
    with pytest.raises(ValidationError, match="port"):
        read({"PORT": "eighty"})


def test_secrets_do_not_show():
    assert "xoxb-secret" not in repr(read({"SLACK_BOT_TOKEN": "xoxb-secret"}))
