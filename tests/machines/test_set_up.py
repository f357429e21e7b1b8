"""What the environment and the council's data turn on, and what `doctor` says of it."""

import pytest
from pydantic import SecretStr, TypeAdapter, ValidationError

from bot.doctor import _machines
from bot.settings import Settings, read
from tests.machines.partner import with_webhook
from tests.sample import sample_council
from triage_rules.records import Webhook

LONG = "x" * 32


def test_secrets_by_name_and_never_shown():
    settings = read({"WEBHOOK_SECRETS": "police=a=b, housing=c", "OPEN311_KEYS": "app=k"})
    assert {name: key.get_secret_value() for name, key in settings.webhook_secrets.items()} == {
        "police": "a=b", "housing": "c",
    }  # fmt: skip
    assert "a=b" not in repr(settings)
    with pytest.raises(ValidationError) as wrong:
        read({"WEBHOOK_SECRETS": "police=hush,nothing"})
    assert "hush" not in str(wrong.value)


@pytest.mark.parametrize(
    "url", ["https://their.example.org/hook?x=1", "https://x.example.org", "http://127.0.0.1:80/x"]
)
def test_addresses(url: str):
    assert TypeAdapter(Webhook).validate_python(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "http://their.example.org/",
        "https://me:word@x.example.org/",
        "ftp://x",
        "https://",
        "http://127.0.0.1.evil.example.org/",
    ],
)
def test_addresses_that_are_none(url: str):
    with pytest.raises(ValidationError):
        TypeAdapter(Webhook).validate_python(url)


@pytest.mark.parametrize(
    ("secrets", "webhook", "says"),
    [
        ({"police": LONG}, "https://x.example.org/", "1 webhooks, 0 apps"),
        ({}, "https://x.example.org/", "WEBHOOK_SECRETS has none for police"),
        ({"police": LONG}, None, "no webhook in the council's data: police"),
        ({"police": "short"}, "https://x.example.org/", "shorter than 32 characters: police"),
    ],
)
def test_doctor(secrets: dict[str, str], webhook: str | None, says: str):
    council = with_webhook(sample_council(), "police", webhook)
    settings = Settings(webhook_secrets={name: SecretStr(secret) for name, secret in secrets.items()})
    (found,) = _machines(settings, council)
    assert (found.says, found.fine) == (says, "webhooks," in says)
