"""GET /openapi.json: what other systems may send and what they get, as OpenAPI 3.1."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.web.headers import MACHINE
from bot.web.machines import open311, webhook

TEXT: dict[str, Any] = {"type": "string"}
ORGANISATION = {"name": "organisation", "in": "path", "required": True, "schema": TEXT}
FORMAT = {"name": "format", "in": "path", "required": True, "schema": {"type": "string", "enum": ["json", "xml"]}}
ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "description": "RR-12"}}


def _answers(schema: dict[str, Any], *others: int, good: int = 200, xml: bool = True) -> dict[str, Any]:
    """`schema` is what comes with `good`; the others come with an error."""
    error = ERRORS if xml else {"$ref": "#/components/schemas/Error"}
    found = {}
    for status, shape in [(good, schema), *((status, error) for status in (*others, 404, 429, 500))]:
        content: dict[str, Any] = {"application/json": {"schema": shape}}
        if xml:
            content["text/xml"] = {"schema": TEXT}
        found[str(status)] = {"description": "Fine" if status == good else "Refused; why", "content": content}
    return found


def _list(name: str) -> dict[str, Any]:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}


ERRORS = _list("Open311Error")


def _object(required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": required.split(), "properties": properties}


SCHEMAS = {
    "Error": _object("error", error=TEXT, fields={"type": "array", "items": TEXT}),
    "Open311Error": _object("code description", code={"type": "integer"}, description=TEXT),
    "Said": {
        **_object(
            "action verb",
            action={"type": "integer", "minimum": 1, "maximum": 2**31 - 1},
            verb={"type": "string", "enum": list(webhook.VERBS)},
            text={**TEXT, "description": "why it is not yours, what was done, or the note"},
            next_owner={"type": ["string", "null"], "description": "not_ours: who should have it, by its id"},
            no_further_action={"type": "boolean"},
            reference=TEXT,
            expected_by=TEXT,
        ),
        "additionalProperties": False,
    },
    "Done": _object("result issue action state", result=TEXT, issue=TEXT, action={"type": "integer"}, state=TEXT),
    "Service": _object("service_code service_name", service_code=TEXT, service_name=TEXT, metadata={"type": "boolean"}),
    "Definition": _object("service_code attributes", service_code=TEXT, attributes={"type": "array"}),
    "Created": _object("service_request_id", service_request_id=TEXT),
    "Status": _object("service_request_id status", service_request_id=TEXT, status={"enum": ["open", "closed"]}),
    "NewRequest": _object(
        "api_key service_code description",
        api_key=TEXT,
        service_code=TEXT,
        description=TEXT,
        lat={"type": "number"},
        long={"type": "number"},
        address_string=TEXT,
        email=TEXT,
        first_name=TEXT,
        last_name=TEXT,
        phone=TEXT,
    ),
}


def _header(name: str, what: str) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": True, "schema": TEXT, "description": what}


def _webhook() -> dict[str, Any]:
    signed = [
        _header("webhook-id", "yours, the same when you send it again: it counts once"),
        _header("webhook-timestamp", "seconds since 1970"),
        _header("webhook-signature", "v1, and the HMAC-SHA-256 of id.timestamp.body in base64 (standardwebhooks.com)"),
    ]
    body = {"application/json": {"schema": {"$ref": "#/components/schemas/Said"}}}
    return {
        "summary": "Answer what was asked of your organisation",
        "parameters": [ORGANISATION, *signed],
        "requestBody": {"required": True, "content": body},
        "responses": _answers({"$ref": "#/components/schemas/Done"}, 400, 401, 403, 408, 409, 413, 415, 422, xml=False),
    }


def _open311() -> dict[str, Any]:
    base = open311.PATH
    named = {"name": "service_request_id", "in": "query", "schema": TEXT}
    code = {"name": "code", "in": "path", "required": True, "schema": TEXT}
    body = {"application/x-www-form-urlencoded": {"schema": {"$ref": "#/components/schemas/NewRequest"}}}
    definition = {"$ref": "#/components/schemas/Definition"}

    def get(summary: str, parameters: list[Any], shape: dict[str, Any], *others: int) -> dict[str, Any]:
        return {"summary": summary, "parameters": parameters, "responses": _answers(shape, *others)}

    return {
        f"{base}/services.{{format}}": {"get": get("What can be reported", [FORMAT], _list("Service"))},
        f"{base}/services/{{code}}.{{format}}": {"get": get("What is asked", [code, FORMAT], definition)},
        f"{base}/requests.{{format}}": {
            "get": get("How these stand", [FORMAT, named], _list("Status"), 400),
            "post": {
                "summary": "Report something",
                "parameters": [FORMAT],
                "requestBody": {"required": True, "content": body},
                "responses": _answers(_list("Created"), 400, 403, 408, 413, 415, good=201),
            },
        },
        f"{base}/requests/{{id}}.{{format}}": {"get": get("How this stands", [ID, FORMAT], _list("Status"))},
    }


def document() -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {"title": "Rapid Response", "version": "1", "description": "For partners' systems, and Open311."},
        "paths": {webhook.PATH: {"post": _webhook()}, **_open311()},
        "components": {"schemas": SCHEMAS},
    }


async def _serve(_: Request) -> Response:
    return JSONResponse(document(), headers=MACHINE)


def document_route() -> Route:
    return Route("/openapi.json", _serve)
