"""What goes wrong, as Slack says it and as a person in Slack would see it."""

from __future__ import annotations

from collections.abc import Sequence


class SlackError(Exception):
    """A call that Slack refuses: `code` is Slack's own error word, `messages` its details.

    `extra` goes into the answer beside them (for example `needed` and `provided` scopes).
    """

    def __init__(self, code: str, messages: Sequence[str] = (), **extra: object) -> None:
        super().__init__(f"{code}: {'; '.join(messages)}" if messages else code)
        self.code = code
        self.messages = tuple(messages)
        self.extra = extra


class RateLimited(SlackError):
    """Slack's 429; `retry_after` in whole seconds goes into the Retry-After header."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("ratelimited")
        self.retry_after = retry_after


class NotAnswered(Exception):
    """The app did not answer a person's action as Slack requires; Slack shows them a warning.

    `reason` is one of Slack's retry reasons (http_timeout, http_error, connection_failed) or says what
    was wrong with the answer; `status` is the HTTP status if there was one.
    """

    def __init__(self, reason: str, status: int | None = None, body: str = "") -> None:
        super().__init__(f"{reason}{f' (status {status})' if status else ''}{f': {body[:500]}' if body else ''}")
        self.reason = reason
        self.status = status


class NotPossible(Exception):
    """What a person asked of the simulator cannot be done in Slack: no such button, not a member, …"""
