"""Answers to a click, given at once to the person who clicked: a line only they see, or a modal."""

import logging
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.webhook import WebhookClient

from bot.slack.blocks import Block, button, buttons, escaped, page, section
from bot.slack.incoming import Incoming

log = logging.getLogger(__name__)
TOO_LATE = frozenset({"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id", "trigger_expired"})
REOPEN = "report_reopen"


class Answers:
    def __init__(self, client: WebClient):
        self.client = client

    def say(
        self,
        incoming: Incoming,
        text: str,
        blocks: list[Block] | None = None,
        title: str = "Rapid Response",
        in_time: bool = True,
    ) -> None:
        """`text` is plain; it is shown by itself where there are no blocks. `in_time`: Slack would open a modal."""
        shown = blocks or [section(escaped(text))]
        if incoming.in_modal:
            self._show(incoming, page(title, more=shown))
        elif incoming.response_url or incoming.channel:
            self._only_to_them(incoming, text, shown)
        elif incoming.trigger and incoming.view and in_time:
            self.open(incoming, page(title, more=shown))
        else:
            self._try("chat_postMessage", channel=incoming.user, text=escaped(text), blocks=shown)

    def _only_to_them(self, incoming: Incoming, text: str, shown: list[Block]) -> None:
        if incoming.response_url:
            hook = WebhookClient(incoming.response_url, timeout=5, proxy=self.client.proxy)
            try:
                sent = hook.send(text=escaped(text), blocks=shown, response_type="ephemeral", replace_original=False)
                if sent.status_code == 200:
                    return
            except (SlackClientError, OSError):
                log.info("A response_url could not be reached; the answer goes by chat.postEphemeral.")
        thread = (incoming.body.get("container") or {}).get("thread_ts")
        where = {"channel": incoming.channel, "user": incoming.user, "thread_ts": thread}
        self._try("chat_postEphemeral", text=escaped(text), blocks=shown, **where)

    def _show(self, incoming: Incoming, view: Block) -> None:
        """In place of the modal in which the click was."""
        self._try("views_update", view_id=incoming.view_id, view=view)

    def _try(self, method: str, **arguments: Any) -> bool:
        try:
            getattr(self.client, method)(**arguments)
        except (SlackApiError, SlackClientError, OSError) as error:
            log.warning("An answer could not be shown (%s): %s", method, _code(error))
            return False
        return True

    def open(self, incoming: Incoming, view: Block, kept: str | None = None) -> bool:
        """Open a modal, or push it onto the one that is open. When the trigger has run out, say so and offer the form
        again by a button; `kept` is the draft that holds what was typed."""
        method = "views_push" if incoming.in_modal else "views_open"
        if not incoming.trigger:
            self._too_late(incoming, kept)
            return False
        try:
            getattr(self.client, method)(trigger_id=incoming.trigger, view=view)
        except SlackApiError as error:
            if _code(error) not in TOO_LATE:
                raise
            self._too_late(incoming, kept)
            return False
        return True

    def _too_late(self, incoming: Incoming, kept: str | None) -> None:
        text = "That took too long, so Slack did not open the form. Please try again."
        blocks = [section(text)]
        if kept:
            text = "That took too long, so Slack did not open the form. What you wrote is kept for a day."
            blocks = [section(text), buttons(button("Open the form", REOPEN, kept, "primary"))]
        self.say(incoming, text, blocks, in_time=False)

    def update(self, incoming: Incoming, view: Block, hash: str | None, below: bool = False) -> bool:
        """Repaint a modal, or the one `below` it. False when it has changed since `hash` was taken, or is gone."""
        view_id = incoming.view.get("previous_view_id") if below else incoming.view_id
        if not view_id:
            return False
        try:
            arguments = {"hash": hash} if hash else {}
            self.client.views_update(view_id=view_id, view=view, **arguments)
        except SlackApiError as error:
            if _code(error) not in ("hash_conflict", "not_found", "view_not_found"):
                raise
            return False
        return True


def _code(error: Exception) -> str:
    return str(error.response.get("error")) if isinstance(error, SlackApiError) else type(error).__name__
