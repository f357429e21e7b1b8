"""POST /webhooks/v1/{organisation}: a partner's own system answers what was asked of its organisation.

Signed as in bot/signing.py; the same verbs and the same access as by a link, as the organisation itself.
"""

import logging
import math
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot import signing
from bot.desk.actor import Actor
from bot.desk.refusal import Doubled, Refusal
from bot.desk.verbs import respond, talk
from bot.desk.work import Desk
from bot.web.body import BadBody
from bot.web.headers import MACHINE
from bot.web.machines.bodies import json_object, read_json
from bot.web.rate_limit import Buckets, address_of
from storage.actions import Action

PATH = "/webhooks/v1/{organisation}"
WAY = "webhook"  # bot/cards/scene.py has the words for it
VERBS = ("acknowledge", "not_ours", "done", "note", "reference")
UNSIGNED = "The signature is missing, wrong, or older than five minutes."

log = logging.getLogger(__name__)


class Said(BaseModel):
    """The body. `text`: why not, what was done, or the note."""

    model_config = ConfigDict(extra="forbid", strict=True)

    action: int = Field(ge=1, le=2**31 - 1)
    verb: str
    text: str = ""
    next_owner: str | None = None
    no_further_action: bool = False
    reference: str = ""
    expected_by: str = ""


class PartnerSystems:
    def __init__(self, desk: Desk, secrets: Mapping[str, SecretStr]):
        self._desk, self._secrets = desk, secrets
        self._buckets = Buckets(desk.clock.monotonic, burst=120, per_second=2.0)

    async def receive(self, request: Request) -> Response:
        wait = self._buckets.wait(address_of(request))
        if wait:
            return _answer(429, "Too many requests. Come again later.", retry_after=math.ceil(wait))
        try:
            body = await read_json(request)
            return await run_in_threadpool(self._fenced, request, body)
        except BadBody as bad:
            return _answer(bad.status, bad.message)

    def _fenced(self, request: Request, body: bytes) -> Response:
        try:
            return self._receive(request, body)
        except BadBody as bad:
            return _answer(bad.status, bad.message)
        except Exception:
            log.exception("A partner's system could not be answered.")
            return _answer(500, "Something went wrong on our side. Nothing was changed. Send it again.")

    def _receive(self, request: Request, body: bytes) -> Response:
        organisation, headers = request.path_params["organisation"], request.headers
        id, at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
        now = self._desk.clock.system().timestamp()
        secret = self._secrets.get(organisation)
        right = secret.get_secret_value() if secret else "nobody's"
        if not signing.is_right(right, id, at, body, headers.get("webhook-signature", ""), now) or secret is None:
            return _answer(401, UNSIGNED)
        known = {each.id: each for each in self._desk.council().directory.organisations}
        if organisation not in known or not known[organisation].webhook:
            return _answer(403, "The council's data names no webhook for this organisation.")
        try:
            said = Said.model_validate(json_object(body))
        except ValidationError as error:
            wrong = sorted({".".join(map(str, each["loc"])) or "body" for each in error.errors()})
            return _answer(422, "These are missing, unknown or of the wrong kind.", fields=wrong[:10])
        actor = Actor(f"hook:{organisation}", known[organisation].name, own_team=False, way=WAY, acts_for=organisation)
        return self._do(actor, said, f"hook {organisation} {id}")

    def _do(self, actor: Actor, said: Said, once: str) -> Response:
        result = "done"
        try:
            self._verb(actor, said, once)
        except Doubled:
            result = "done before"
        except Refusal as refusal:
            fields: dict[str, Any] = {"fields": [refusal.field]} if refusal.field else {}
            return _answer(409, refusal.message, **fields)
        with self._desk.look() as session:
            action = session.get_one(Action, said.action)
        body = {"result": result, "issue": f"RR-{action.issue_id}", "action": action.id, "state": action.state}
        return JSONResponse(body, 200, MACHINE)

    def _verb(self, actor: Actor, said: Said, once: str) -> object:
        desk, action = self._desk, said.action
        match said.verb:
            case "acknowledge":
                return respond.acknowledge(desk, actor, action, once)
            case "not_ours":
                return respond.not_ours(desk, actor, action, said.text, said.next_owner, once)
            case "done":
                return respond.done(desk, actor, action, said.text, said.no_further_action, once)
            case "note":
                return talk.add_note(desk, actor, 0, said.text, action, once)
            case "reference":
                return respond.set_reference(desk, actor, action, said.reference, said.expected_by, once)
        raise Refusal(f"There is no such verb. Use one of: {', '.join(VERBS)}.", "verb")


def _answer(status: int, message: str, *, retry_after: int | None = None, **more: Any) -> Response:
    headers = {**MACHINE, **({"Retry-After": str(retry_after)} if retry_after else {})}
    return JSONResponse({"error": message, **more}, status, headers)


def webhook_routes(desk: Desk, secrets: Mapping[str, SecretStr]) -> list[Route]:
    return [Route(PATH, PartnerSystems(desk, secrets).receive, methods=["POST"])]
