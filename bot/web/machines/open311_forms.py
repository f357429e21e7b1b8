"""The shapes of GeoReport v2, as JSON or XML: services, and how a request stands."""

from html import escape
from typing import Any, Literal

from starlette.responses import JSONResponse, Response

from bot.web.headers import MACHINE
from storage.issues import AWAITING, CLOSED, HELD, SIGNPOSTED, Issue
from triage_rules.council import Council

Format = Literal["json", "xml"]
# What a list of them is made of, in XML.
ITEMS = {
    "services": "service",
    "service_requests": "request",
    "errors": "error",
    "attributes": "attribute",
    "values": "value",
}


def listing(council: Council) -> list[dict[str, Any]]:
    """The council's own services; "other" for whoever does not know."""
    found = [
        (org.id, org.name, council.directory.name(org.portfolio) if org.portfolio else "")
        for org in council.directory.organisations
        if org.kind == "service"
    ]
    return [
        {
            "service_code": code, "service_name": name, "description": "", "metadata": True, "type": "realtime",
            "keywords": "", "group": group,
        }
        for code, name, group in [*found, ("other", "Something else, or not known", "")]
    ]  # fmt: skip


def status_of(issue: Issue, council: Council) -> dict[str, Any]:
    """No word that anybody wrote, no name and no place: the place may be somebody's home."""
    kind, _, id = issue.owner.partition(":")
    owner = council.directory.name(id) if kind == "org" else council.team.name if kind == "team" else council.name
    codes = {each["service_code"]: each["service_name"] for each in listing(council)}
    code = next((service for service in issue.services if service in codes), "other")
    return {
        "service_request_id": issue.reference,
        "status": "closed" if issue.state in (CLOSED, SIGNPOSTED) else "open",
        "status_notes": NOTES.get(issue.state, "Somebody is dealing with it."),
        "service_name": codes[code],
        "service_code": code,
        "description": None,
        "agency_responsible": owner,
        "service_notice": None,
        "requested_datetime": issue.reported_at.isoformat(timespec="seconds"),
        "updated_datetime": issue.changed_at.isoformat(timespec="seconds"),
        "expected_datetime": None,
        "address": None,
        "address_id": None,
        "zipcode": None,
        "lat": None,
        "long": None,
        "media_url": None,
    }


NOTES = {
    HELD: "A duty officer looks at it first.",
    AWAITING: "It waits for the team to accept it.",
    CLOSED: "It is closed.",
    SIGNPOSTED: "Somebody else can help with this.",
}


def answer(name: str, content: Any, form: Format, status: int = 200, retry_after: int | None = None) -> Response:
    headers = {**MACHINE, **({"Retry-After": str(retry_after)} if retry_after else {})}
    if form == "json":
        return JSONResponse(content, status, headers)
    xml = '<?xml version="1.0" encoding="utf-8"?>\n' + _xml(name, content)
    return Response(xml, status, headers, media_type="text/xml")


def _xml(name: str, content: Any) -> str:
    if isinstance(content, dict):
        inside = "".join(_xml(key, value) for key, value in content.items())
    elif isinstance(content, list):
        inside = "".join(_xml(ITEMS[name], each) for each in content)
    elif isinstance(content, bool):
        inside = str(content).lower()
    else:
        inside = "" if content is None else escape("".join(c for c in str(content) if c.isprintable()))
    return f"<{name}>{inside}</{name}>"
