"""What Slack's errors mean, in one place.

Codes: https://docs.slack.dev/reference/methods/chat.postMessage#errors. Codes that are not listed here are
taken as permanent: Slack refused, nothing was sent, and saying the same again would be refused again.
"""

import errno
import socket
import ssl
from collections.abc import Callable
from http.client import HTTPException
from typing import Any
from urllib.error import URLError

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.delivery.transport_error import TransportError

# What can be repeated without harm: a lost answer to these is only a failure.
REPEATABLE = frozenset(
    {
        "chat.update",
        "chat.delete",
        "conversations.history",
        "conversations.list",
        "conversations.open",
        "conversations.replies",
        "users.lookupByEmail",
        "auth.test",
    }
)
TOKEN = frozenset({"invalid_auth", "not_authed", "token_revoked", "token_expired", "team_access_not_granted"})
TEMPORARY = frozenset(
    {"service_unavailable", "team_added_to_org", "request_timeout", "message_limit_exceeded", "org_login_required"}
)
# "some aspect of the operation succeeded" is possible, says Slack
HALF_DONE = frozenset({"fatal_error", "internal_error"})
RATE_LIMITS = frozenset({"ratelimited", "rate_limited"})
TOKEN_PAUSE = 60.0
DEFAULT_RETRY_AFTER = 30.0

INVITE = "Invite the bot to the channel (/invite), or correct the channel in the council's directory"
IN_SLACK = "Invite them to the workspace, or correct their e-mail address in the council's directory"
OUR_MISTAKE = "Tell whoever looks after the bot: it drew something that Slack does not take"
PERMISSION = "Ask a workspace owner to let the bot post there"
SCOPE = "The bot lacks a permission: install the app again from the manifest"
WHAT_TO_DO = {
    "channel_not_found": f"Slack does not find the channel, or the bot is not in it. {INVITE}.",
    "not_in_channel": f"The bot is not in the channel. {INVITE}.",
    "is_archived": "The channel is archived. Bring it back, or name another in the council's directory.",
    "user_not_found": f"Slack does not know this person. {IN_SLACK}.",
    "users_not_found": f"Nobody in Slack has this person's e-mail address. {IN_SLACK}.",
    "account_inactive": "This person's Slack account is switched off. Tell them by e-mail, or end their role.",
    "user_disabled": "This person's Slack account is switched off. Tell them by e-mail, or end their role.",
    "cannot_dm_bot": "This is a bot, not a person. Correct the e-mail address in the council's directory.",
    "user_not_visible": "The bot may not write to this person. Invite them to the workspace, or tell them by e-mail.",
    "messages_tab_disabled": "The app's messages are switched off. Install the app again from the manifest.",
    "invalid_blocks": f"{OUR_MISTAKE}.",
    "invalid_blocks_format": f"{OUR_MISTAKE}.",
    "invalid_arguments": f"{OUR_MISTAKE}.",
    "msg_blocks_too_long": f"The message is too long. {OUR_MISTAKE}.",
    "msg_too_long": f"The message is too long. {OUR_MISTAKE}.",
    "metadata_too_large": f"{OUR_MISTAKE}.",
    "no_text": f"The message is empty. {OUR_MISTAKE}.",
    "restricted_action": f"The workspace does not let the bot post in this channel. {PERMISSION}.",
    "restricted_action_read_only_channel": f"Only some people may post in this channel. {PERMISSION}.",
    "restricted_action_thread_locked": f"The thread is locked. {PERMISSION}.",
    "ekm_access_denied": f"The workspace's owners have stopped posting. {PERMISSION}.",
    "missing_scope": f"{SCOPE}.",
    "no_permission": f"{SCOPE}.",
    "not_allowed_token_type": "SLACK_BOT_TOKEN is not a bot's token (xoxb-…). Set the right one.",
}
BAD_TOKEN = "Slack refuses the bot's token. Set a working SLACK_BOT_TOKEN and start again; nothing is lost."
LOST_ANSWER = "Slack's answer was lost. The message is looked for before it is sent again."
UNREACHABLE = "Slack cannot be reached. It is tried again by itself."
TROUBLE = "Slack has trouble. It is tried again by itself."
NOT_CONNECTED = {
    errno.ECONNREFUSED, errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL,
}  # fmt: skip


# What a call of slack_sdk's web client can raise.
RAISED = (SlackClientError, OSError, HTTPException)


def classify(error: Exception, method: str) -> TransportError:
    """`error` is one of RAISED; `method` the Web API's name of what was called."""
    if isinstance(error, SlackApiError):
        return _answered(error, method)
    if _never_sent(error):
        return TransportError(UNREACHABLE, code=_name(error))
    return _lost(method, _name(error))


def _answered(error: SlackApiError, method: str) -> TransportError:
    response = error.response
    status, code = response.status_code, str(response.get("error") or "")
    if status == 429 or code in RATE_LIMITS:
        after = _seconds(response.headers)
        return TransportError("Slack asks to wait.", retry_after=after, limited=True, code="ratelimited")
    if code in TOKEN:
        return TransportError(BAD_TOKEN, retry_after=TOKEN_PAUSE, everything=True, code=code)
    if code in TEMPORARY:
        return TransportError(TROUBLE, code=code)
    # 5xx, or an answer that is no JSON: the SDK puts words where the code would be.
    if status >= 500 or code in HALF_DONE or " " in code or not code:
        return _lost(method, f"HTTP {status}" if status >= 500 or " " in code else code)
    what_to_do = WHAT_TO_DO.get(code, f"Slack refuses this message. {OUR_MISTAKE}.")
    return TransportError(what_to_do, permanent=True, code=code)


def _lost(method: str, code: str) -> TransportError:
    unknown = method not in REPEATABLE
    return TransportError(LOST_ANSWER if unknown else TROUBLE, unknown=unknown, code=code)


def _never_sent(error: Exception) -> bool:
    """Whether it is certain that no request left: no connection was made."""
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, socket.gaierror | ssl.SSLCertVerificationError):
        return True
    return isinstance(reason, OSError) and reason.errno in NOT_CONNECTED


def _seconds(headers: object) -> float:
    found = headers.get("Retry-After") or headers.get("retry-after") if isinstance(headers, dict) else None
    try:
        return max(float(found), 0.0) if found else DEFAULT_RETRY_AFTER
    except (TypeError, ValueError):
        return DEFAULT_RETRY_AFTER


def _name(error: Exception) -> str:
    reason = getattr(error, "reason", None)
    return type(reason if isinstance(reason, Exception) else error).__name__


def call(method: str, function: Callable[..., SlackResponse], **arguments: Any) -> dict[str, Any]:
    """One call of the Web API, and its answer. Whatever goes wrong is raised as a TransportError."""
    try:
        answer = function(**arguments).data
    except RAISED as error:
        raise classify(error, method) from error
    return answer if isinstance(answer, dict) else {}
