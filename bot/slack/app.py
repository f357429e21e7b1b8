"""The Bolt app: few listeners, each with a dict behind it, for everything that Slack sends.

What a payload asks for is committed before it is acknowledged: Slack sends again what was not acknowledged,
and the keys in the inbox make a second arrival harmless.
"""

import logging
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from slack_bolt import App, BoltResponse
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk import WebClient

from bot.desk.hints.suggestions import Advisor
from bot.desk.work import Desk
from bot.slack import commands, joining, pressing, showing
from bot.slack.answering import REOPEN, Answers
from bot.slack.briefings import mine, outgoing
from bot.slack.home import page as home
from bot.slack.identity import People
from bot.slack.incoming import Body, Incoming
from bot.slack.reception import Briefing, Later, Reception
from bot.slack.report import buttons as report_buttons
from bot.slack.report import change_answers, suggestions
from bot.slack.report import form as report_form
from bot.slack.report.hints import EDIT_SUMMARY, SAME, SUGGEST, UNDO, USE_SUMMARY
from bot.slack.report.stop_page import CARRY_ON
from bot.slack.report.view import CHANGE, DROP_TEXT, READ_ALL, REPORT
from bot.slack.shape import InShape
from bot.slack.verb_forms import CALLBACK

log = logging.getLogger(__name__)
EVERYTHING = re.compile("")
Handler = Callable[[Reception, Incoming], Any]

# Buttons and answers that are not verbs of the desk, by the beginning of their action id.
ACTIONS: dict[str, Handler] = {
    "report": report_form.open_blank,
    REOPEN: report_form.open_again,
    CARRY_ON: report_form.carry_on,
    DROP_TEXT: report_form.drop_text,
    SUGGEST: report_form.answered,
    UNDO: report_buttons.undo,
    SAME: report_buttons.same,
    USE_SUMMARY: report_buttons.use_summary,
    EDIT_SUMMARY: report_buttons.edit_summary,
    READ_ALL: report_buttons.read_all,
    "change_answers": change_answers.open_form,
    "history": showing.history,
    "more": showing.more,
    "open": showing.open_issue,
    "home": home.turn_page,
    joining.HAVE_CODE: joining.ask_code,
    joining.CONFIRM: joining.confirmed,
    joining.REFUSE: joining.refused,
    mine.READ: mine.read,
    mine.CHOOSE: mine.open_choices,
    **outgoing.BUTTONS,
}
# What happens when an answer changes in a form, and when it is sent, by the form's callback id.
CHANGED: dict[str, Handler] = {REPORT: report_form.answered, CHANGE: report_form.answered, **outgoing.CHANGED}
SENT: dict[str, Handler] = {
    REPORT: report_form.sent,
    CHANGE: change_answers.sent,
    report_buttons.SUMMARY_FORM: report_buttons.summary_sent,
    CALLBACK: pressing.submitted,
    joining.CODE_FORM: joining.code_sent,
    mine.CHOICES: mine.choices_sent,
    **outgoing.FORMS,
}
SHORTCUTS: dict[str, Handler] = {
    "report_issue": report_form.open_blank,
    "report_message": commands.report_message,
}
EVENTS: dict[str, Handler] = {"app_home_opened": home.opened}


def build_app(
    desk: Desk,
    token: str,
    *,
    signing_secret: str | None = None,
    api_url: str = "https://slack.com/api/",
    brief_for: Briefing | None = None,
    later: Later | None = None,
    timeout: int = 10,
) -> App:
    """The app for one council. Without a signing secret it takes nothing over HTTP: for Socket Mode only.

    `brief_for` gives a person's briefing as pages of blocks, None for who gets none. `later` runs what nobody waits
    for; by default two threads. `timeout` is for each call of Slack's, in seconds.
    """
    client = WebClient(token=token, base_url=api_url, timeout=timeout)
    app = App(
        client=client,
        signing_secret=signing_secret or desk.clock.token(),  # nobody knows that one
        token_verification_enabled=False,
        before_authorize=InShape(),
        process_before_response=True,
        raise_error_for_unhandled_request=True,  # so that `_failed` answers it kindly
    )
    own = _OwnTeam(client)
    pool = later or ThreadPoolExecutor(2, thread_name_prefix="slack-later").submit
    advisor = Advisor(desk)
    reception = Reception(desk, client, People(desk, client), Answers(client), own, pool, advisor, brief_for)
    pool(advisor.warm)
    _listen(app, reception)
    return app


class _OwnTeam:
    """The id of the council's workspace: that of the token, asked once."""

    def __init__(self, client: WebClient):
        self._client, self._id = client, ""

    def __call__(self) -> str:
        if not self._id:
            self._id = str(self._client.auth_test()["team_id"])
        return self._id


def _listen(app: App, reception: Reception) -> None:
    @app.action(EVERYTHING)
    def on_action(ack: Any, body: Body) -> None:
        incoming = Incoming(body)
        if acted(reception, incoming):
            home.refresh(reception, incoming)
        ack()

    @app.view(EVERYTHING)
    def on_view(ack: Any, body: Body) -> None:
        incoming = Incoming(body)
        handler = SENT.get(incoming.callback)
        answer = handler(reception, incoming) if handler else None
        home.refresh(reception, incoming)
        ack(**answer) if answer else ack()

    @app.options(EVERYTHING)
    def on_options(ack: Any, body: Body) -> None:
        ack(options=suggestions.offered(reception, Incoming(body)))

    @app.command(EVERYTHING)
    def on_command(ack: Any, body: Body) -> None:
        answer = commands.typed(reception, Incoming(body))
        ack(**answer) if answer else ack()

    @app.shortcut(EVERYTHING)
    def on_shortcut(ack: Any, body: Body) -> None:
        incoming = Incoming(body)
        if handler := SHORTCUTS.get(incoming.callback):
            handler(reception, incoming)
        ack()

    @app.event(EVERYTHING)
    def on_event(ack: Any, body: Body) -> None:
        incoming = Incoming(body)
        if handler := EVENTS.get(incoming.event.get("type", "")):
            handler(reception, incoming)
        ack()

    @app.error
    def on_error(error: Exception, body: Body) -> BoltResponse:
        return failed(reception, error, body)


def acted(reception: Reception, incoming: Incoming) -> bool:
    """A button was pressed, an option of a menu taken, or an answer changed in a form. Whether a verb was done."""
    action = incoming.action
    chosen = (action.get("selected_option") or {}).get("value", "") if action.get("type") == "overflow" else ""
    name = (chosen or action.get("action_id") or "").partition(":")[0]
    if action.get("type") in ("button", "overflow"):
        if handler := ACTIONS.get(name):
            handler(reception, incoming)
            return False
        return pressing.pressed(reception, incoming)
    if handler := CHANGED.get(incoming.callback):
        handler(reception, incoming)
    return False


def failed(reception: Reception, error: Exception, body: Body) -> BoltResponse:
    """What nobody listens for is taken and forgotten. A failure of ours is logged, and said to whoever waits.

    An open form is left as it is, with what was typed in it: Slack itself says there that something went wrong.
    """
    if isinstance(error, BoltUnhandledRequestError):
        return BoltResponse(status=200, body="")
    log.error("A payload could not be dealt with (%s)", body.get("type") or body.get("command"), exc_info=error)
    incoming = Incoming(body)
    if (body.get("type") == "block_actions" and not incoming.in_modal) or body.get("command"):
        try:
            reception.answers.say(incoming, "That did not work, and nothing was changed. Please try again in a minute.")
        except Exception:  # noqa: BLE001  (the first failure is what matters, and it is logged)
            log.info("The person could not be told either.")
        return BoltResponse(status=200, body="")
    return BoltResponse(status=500, body="")
