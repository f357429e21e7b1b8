"""What Slack is told when a form was sent: a view in the form's place, or what to put right on its fields."""

from collections.abc import Mapping

from bot.desk.refusal import Refusal
from bot.slack.blocks import Block, page
from bot.slack.incoming import Body, Incoming


def instead(view: Block) -> Body:
    return {"response_action": "update", "view": view}


def put_right(errors: Mapping[str, str]) -> Body:
    """By block id, what to change."""
    return {"response_action": "errors", "errors": dict(errors)}


def not_done(incoming: Incoming, refusal: Refusal, text: str) -> Body:
    """On the field that it is about, where the form shows that field; else in the form's place: `text`, mrkdwn."""
    shown = {block["block_id"] for block in incoming.view.get("blocks") or [] if block.get("type") == "input"}
    if refusal.field is not None and refusal.field in shown:
        return put_right({refusal.field: refusal.message})
    return instead(page("Not done", text))
