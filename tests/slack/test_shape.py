"""What Slack never sends is nobody's click, also when it is signed; and an answer that is late is given once."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.slack.answering import Answers
from bot.slack.incoming import Incoming
from bot.slack.report.changes import merged
from bot.slack.report.state import FormState
from bot.slack.shape import has_shape
from tests.sample import sample_council

CLICK = {
    "type": "block_actions", "user": {"id": "U1", "team_id": "T1"}, "team": {"id": "T1"}, "trigger_id": "1.2.3",
    "actions": [{"type": "button", "action_id": "accept", "block_id": "b", "value": "1", "action_ts": "1.5"}],
    "view": {"id": "V1", "type": "modal", "callback_id": "c", "private_metadata": "",
             "state": {"values": {"what": {"what": {"type": "plain_text_input", "value": None}}}}},
}  # fmt: skip


def test_a_click_has_shape():
    assert has_shape(CLICK)
    assert has_shape(
        CLICK | {"user": "U1", "view": CLICK["view"] | {"state": {"values": {"w": {"w": {"value": "\ud83d\x00"}}}}}}
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"actions": []}, {"actions": None}, {"actions": {"0": 1}}, {"actions": [None]}, {"view": None}, {"event": None},
        {"actions": [{"type": "button", "action_id": ["accept"]}]}, {"user": 7}, {"user": {"id": None}}, {"team": "T1"},
        {"actions": [{"type": "button", "action_id": "a", "action_ts": "nan"}]}, {"channel": []}, {"callback_id": {}},
        {"actions": [{"type": "overflow", "action_id": "a", "selected_option": {"text": "no value"}}]},
        {"view": {"id": "V1", "type": "modal", "state": {"values": {"w": []}}}},
        {"view": {"id": "V\x00", "type": "modal"}},
        {"view": {"id": "V1", "type": "modal", "blocks": [{"type": "input", "block_id": "\ud83d"}]}}, {"trigger_id": 1},
        {"view": {"id": "V1", "type": "modal", "state": {"values": {"w": {"w": {"selected_options": [None]}}}}}},
    ],
)  # fmt: skip
def test_what_slack_never_sends(wrong: dict[str, Any]):
    assert not has_shape(CLICK | wrong)


@pytest.mark.parametrize(
    "given", [{"what": ("a",)}, {"services": "police"}, {"wards": "park"}, {"question.Q1": ("yes",)}]
)
def test_a_field_that_holds_what_it_cannot_is_passed_over(given: dict[str, Any]):
    assert merged(FormState(), given, sample_council().criteria) == FormState()


class SlowSlack:
    """Every trigger has run out."""

    def __init__(self):
        self.posted: list[str] = []

    def views_open(self, **_: Any) -> None:
        answer = SlackResponse(
            client=None, http_verb="POST", api_url="", req_args={}, data={"error": "expired_trigger_id"}, headers={},
            status_code=200,
        )  # fmt: skip
        raise SlackApiError("too late", answer)

    def chat_postMessage(self, *, text: str, **_: Any) -> None:
        self.posted.append(text)


@pytest.mark.parametrize("trigger", ["1.2.3", ""])
def test_somebody_in_their_home_is_told_once_that_it_was_too_late(trigger: str):
    slack, home = SlowSlack(), {"id": "V1", "type": "home"}
    answers, incoming = Answers(slack), Incoming({"user": "U1", "trigger_id": trigger, "view": home})  # pyright: ignore
    answers.open(incoming, {"type": "modal"})
    assert slack.posted == ["That took too long, so Slack did not open the form. Please try again."]
