"""What the environment says. Read once at start; secrets never appear in a repr."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator


class Settings(BaseModel):
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    slack_bot_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_api_url: str = "https://slack.com/api/"
    council: str = "telford-wrekin"
    database_url: str = "sqlite:///rapid-response.db"
    host: str = "127.0.0.1"
    port: int = Field(default=3000, ge=1, le=65535)
    public_url: str | None = None
    secret_key: SecretStr | None = None
    smtp_url: SecretStr | None = None
    mail_from: str | None = None
    webhook_secrets: dict[str, SecretStr] = {}
    open311_keys: dict[str, SecretStr] = {}
    log_level: str = "info"
    log_format: str = "text"

    @field_validator("webhook_secrets", "open311_keys", mode="before")
    @classmethod
    def _named(cls, given: Any) -> Any:
        """ "police=…,housing=…". Raises ValueError, without a secret in it."""
        if not isinstance(given, str):
            return given
        pairs = [each.strip().partition("=") for each in given.split(",") if each.strip()]
        if any(not (name.strip() and secret.strip()) for name, _, secret in pairs):
            raise ValueError("write name=secret, with commas between them")
        return {name.strip(): secret.strip() for name, _, secret in pairs}


def read(environ: Mapping[str, str]) -> Settings:
    """Settings from environment variables named like the fields, in capitals; empty counts as not set.

    Raises pydantic's ValidationError, whose messages name the variable.
    """
    given = {name: environ[name.upper()] for name in Settings.model_fields if environ.get(name.upper(), "").strip()}
    if url := given.get("slack_api_url"):
        given["slack_api_url"] = url.rstrip("/") + "/"
    if (url := given.get("database_url", "")).startswith(("postgres://", "postgresql://")):
        given["database_url"] = "postgresql+psycopg://" + url.split("://", 1)[1]
    return Settings.model_validate(given)
