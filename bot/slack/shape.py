"""Whether a payload has the shape that Slack gives it, as far as anything here reads it.

https://docs.slack.dev/reference/interaction-payloads. What has another shape is refused whole.
"""

import logging
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field, ValidationError
from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware

from bot.slack.incoming import Body

log = logging.getLogger(__name__)


def _text(value: Any) -> str:
    """What people typed: any characters, also those that no database takes (see `storable`)."""
    if not isinstance(value, str):
        raise ValueError("no text")
    return value.encode("utf-8", "replace").decode()


Text = Annotated[str, BeforeValidator(_text)]
Id = Annotated[str, Field(strict=True, pattern=r"\A[^\x00]*\z")]
Stamp = Annotated[str, Field(strict=True, pattern=r"\A[0-9]{1,20}(\.[0-9]{1,10})?\z")]


class Named(BaseModel):
    id: Id


class Whom(Named):
    team_id: Id | None = None


class Option(BaseModel):
    value: Id


class Given(BaseModel):
    """What a field holds."""

    value: Text | None = None
    selected_option: Option | None = None
    selected_options: list[Option] | None = None
    selected_date: Id | None = None


class State(BaseModel):
    values: dict[Id, dict[Id, Given]] = {}


class Input(BaseModel):
    type: Id
    block_id: Id = ""


class View(BaseModel):
    id: Id
    type: Id
    callback_id: Id | None = None
    private_metadata: Text | None = None
    hash: Id | None = None
    previous_view_id: Id | None = None
    state: State | None = None
    blocks: list[Input] | None = None


class Action(BaseModel):
    type: Id
    action_id: Id
    block_id: Id = ""
    value: Text | None = None
    action_ts: Stamp | None = None
    selected_option: Option | None = None


class Container(BaseModel):
    message_ts: Stamp | None = None
    thread_ts: Stamp | None = None


class Event(BaseModel):
    type: Id
    user: Whom | Id | None = None
    user_team: Id | None = None
    team: Id | None = None
    tab: Id | None = None
    view: View | None = None


class Message(BaseModel):
    text: Text | None = None


class Payload(BaseModel):
    type: Id | None = None
    command: Id | None = None
    text: Text | None = None
    user: Whom | Id | None = None
    user_id: Id | None = None
    team: Named | None = None
    team_id: Id | None = None
    channel: Named | None = None
    channel_id: Id | None = None
    trigger_id: Id | None = None
    response_url: Id | None = None
    callback_id: Id | None = None
    block_id: Id | None = None
    action_id: Id | None = None
    value: Text | None = None
    container: Container | None = None
    message: Message | None = None
    view: View = View(id="", type="")  # these may be missing, and are never null
    event: Event = Event(type="")
    actions: Annotated[list[Action], Field(min_length=1)] = []


def has_shape(body: Body) -> bool:
    try:
        Payload.model_validate(body)
    except ValidationError:
        return False
    return True


class InShape(Middleware):
    """Stands behind the signature and before everything of Bolt's own that reads a payload."""

    def process(self, *, req: BoltRequest, resp: BoltResponse, next: Callable[[], BoltResponse]) -> BoltResponse | None:
        if has_shape(req.body):
            return next()
        log.warning("A payload has a shape that none of Slack's has; it is not dealt with.")
        return BoltResponse(status=400, body="")
