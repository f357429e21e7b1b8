"""Posts, repaints, finds and deletes messages in Slack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from slack_sdk import WebClient

from bot.cards.message import Message
from bot.delivery.addresses import Addresses
from bot.delivery.pacing import Limits
from bot.delivery.sender import CardGone, Place, Receipt
from bot.delivery.slack_errors import BAD_TOKEN, TOKEN_PAUSE, call
from bot.delivery.transport_error import TransportError
from storage.outbox import Delivery

if TYPE_CHECKING:
    from triage_rules.council import Council

EVENT_TYPE = "rapid_response_delivery"
TIMEOUT = 15  # seconds; the dispatcher's lease is much longer
PAGE = 200
CLOCKS_DIFFER = timedelta(minutes=5)  # ours and Slack's, at most
CARD_GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed", "channel_not_found"})
THREAD_GONE = frozenset({"thread_not_found", "message_not_found", "cannot_reply_to_message", "invalid_thread_ts"})
MOVED = frozenset({"channel_not_found", "is_archived", "user_not_found", "account_inactive", "user_disabled"})


def web_client(token: str, base_url: str = WebClient.BASE_URL, timeout: int = TIMEOUT) -> WebClient:
    """A client that never repeats a call by itself: whether that is safe is for the dispatcher to say."""
    return WebClient(token=token, base_url=base_url, timeout=timeout, retry_handlers=[])


class SlackSender:
    """The way "slack". `client` must not retry (use `web_client`); `limits=None` turns pacing off."""

    repaints = True

    def __init__(self, client: WebClient, addresses: Addresses, limits: Limits | None = Limits()):  # noqa: B008
        if client.retry_handlers:
            raise ValueError("The client repeats calls by itself; make it with web_client().")
        self._client, self._addresses = client, addresses
        self.limits = limits
        self.longest = timedelta(seconds=2 * client.timeout)

    def address(self, recipient: str, council: Council) -> str:
        return self._addresses.conversation(recipient, council)

    def post(self, delivery: Delivery, message: Message, place: Place) -> Receipt:
        try:
            answer = call(
                "chat.postMessage",
                self._client.chat_postMessage,
                channel=place.channel,
                thread_ts=place.thread,
                text=message.text,
                blocks=message.blocks or None,
                metadata=_metadata(delivery),
                unfurl_links=False,
                unfurl_media=False,
            )
        except TransportError as error:
            if place.thread and error.code in THREAD_GONE:
                return self.post(delivery, message, replace(place, thread=None))
            raise self._reconsidered(delivery, place, error) from error
        return Receipt(answer["channel"], answer["ts"])

    def repaint(self, delivery: Delivery, message: Message, place: Place) -> Receipt:
        """Raises CardGone when somebody deleted the card, or Slack does not let it be changed any more."""
        try:
            answer = call(
                "chat.update",
                self._client.chat_update,
                channel=place.channel,
                ts=place.card,
                text=message.text,
                blocks=message.blocks,  # none given would keep the old ones
                metadata=_metadata(delivery),
            )
        except TransportError as error:
            if error.code in CARD_GONE:
                raise CardGone(error.code) from error
            raise self._reconsidered(delivery, place, error) from error
        return Receipt(answer["channel"], answer["ts"])

    def find(self, delivery: Delivery, place: Place) -> Sequence[Receipt]:
        """The messages in this channel (or thread) that carry the delivery's key, the oldest first."""
        oldest = f"{(delivery.created_at - CLOCKS_DIFFER).timestamp():.6f}"
        try:
            messages = self._read(place, oldest)
        except TransportError as error:
            if place.thread and error.code in THREAD_GONE:
                return self.find(delivery, replace(place, thread=None))
            raise
        found = {message["ts"] for message in messages if _key(message) == delivery.key}
        return [Receipt(place.channel, ts) for ts in sorted(found, key=float)]

    def _read(self, place: Place, oldest: str) -> list[dict[str, Any]]:
        asked: dict[str, Any] = {"channel": place.channel, "oldest": oldest, "limit": PAGE}
        asked["include_all_metadata"] = True
        method, function = "conversations.history", self._client.conversations_history
        if place.thread:
            method, function = "conversations.replies", self._client.conversations_replies
            asked["ts"] = place.thread
        messages: list[dict[str, Any]] = []
        cursor: str | None = None
        while cursor is None or cursor:
            page = call(method, function, cursor=cursor, **asked)
            messages += page.get("messages") or []
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        return messages

    def delete(self, receipt: Receipt) -> None:
        """One that is gone already is fine."""
        try:
            call("chat.delete", self._client.chat_delete, channel=receipt.channel, ts=receipt.ts)
        except TransportError as error:
            if error.code != "message_not_found":
                raise

    def _reconsidered(self, delivery: Delivery, place: Place, error: TransportError) -> TransportError:
        """A remembered address may be out of date, and "inactive" may mean the bot rather than the person."""
        error.channel = place.channel
        if error.code == "account_inactive" and not self._token_works():
            return TransportError(BAD_TOKEN, retry_after=TOKEN_PAUSE, everything=True, code=error.code)
        if error.code in MOVED and self._addresses.forget(delivery.recipient, place.channel):
            return TransportError("The address is looked up again.", retry_after=0, code=error.code)
        return error

    def _token_works(self) -> bool:
        try:
            call("auth.test", self._client.auth_test)
        except TransportError as error:
            return error.code != "account_inactive"
        return True


def _metadata(delivery: Delivery) -> dict[str, Any]:
    return {"event_type": EVENT_TYPE, "event_payload": {"key": delivery.key}}


def _key(message: dict[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return None
    return (metadata.get("event_payload") or {}).get("key")
