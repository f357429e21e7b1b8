"""Open311 GeoReport v2: list services, create a request, read its status. https://wiki.open311.org/GeoReport_v2/

A request becomes a report like any other: the council's criteria route it when the answers are given as attributes,
else a duty officer answers them. What is read back is how it stands: never a word that anybody wrote, nor a name.
"""

import hashlib
import hmac
import logging
import math
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, cast

from pydantic import SecretStr
from sqlmodel import col, func, select
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.desk.actor import Actor
from bot.desk.hints.unasked import without_personal
from bot.desk.recipients import OPEN311
from bot.desk.refusal import Doubled, Refusal
from bot.desk.verbs.report import Report, report
from bot.desk.words import LONGEST
from bot.desk.work import Desk
from bot.web.body import BadBody
from bot.web.machines.bodies import read_form
from bot.web.machines.open311_forms import Format, answer, listing, status_of
from bot.web.rate_limit import Buckets, address_of
from storage.issues import Issue
from triage_rules.criteria import Answer
from triage_rules.sight import sees

PATH = "/open311/v2"
WAY = "open311"  # bot/cards/scene.py has the words for it
OTHER = "other"
PER_HOUR = 60  # requests of one client, over all processes
MOST_LISTED = 50
LONGEST_LINE = 500
ANSWERS = ("yes", "no", "unknown")
CONTACT = (("first_name", "Name"), ("last_name", "Surname"), ("email", "E-mail"), ("phone", "Telephone"))

log = logging.getLogger(__name__)


class Wrong(Exception):
    def __init__(self, status: int, message: str):
        super().__init__(message)
        self.status, self.message = status, message


class Open311:
    """`keys`: api_key by the client's name."""

    def __init__(self, desk: Desk, keys: Mapping[str, SecretStr]):
        self._desk, self._keys = desk, keys
        self._buckets = Buckets(desk.clock.monotonic, burst=60, per_second=1.0)

    # -- requests -------------------------------------------------------------------------------------------------

    async def services(self, request: Request) -> Response:
        return await self._answer(request, "services", self._services)

    async def service(self, request: Request) -> Response:
        return await self._answer(request, "service_definition", lambda r: self._service(r.path_params["code"]))

    async def statuses(self, request: Request) -> Response:
        return await self._answer(request, "service_requests", lambda r: self._statuses(r.query_params))

    async def status(self, request: Request) -> Response:
        return await self._answer(request, "service_requests", lambda r: [self._status(r.path_params["id"])])

    async def create(self, request: Request) -> Response:
        try:
            body, fields = await read_form(request)
        except BadBody as bad:
            return self._wrong(request, bad.status, bad.message)
        return await self._answer(request, "service_requests", lambda _: [self._create(fields, body)], 201)

    async def _answer(self, request: Request, name: str, work: Any, status: int = 200) -> Response:
        form = request.path_params["format"]
        wait = self._buckets.wait(address_of(request))
        if wait:
            return self._wrong(request, 429, "Too many requests. Come again later.", math.ceil(wait))
        if form not in ("json", "xml"):
            return self._wrong(request, 404, "Ask for .json or .xml.")

        def fenced() -> Response:
            try:
                return answer(name, work(request), cast("Format", form), status)
            except Wrong as wrong:
                return self._wrong(request, wrong.status, wrong.message)
            except Exception:
                log.exception("An Open311 client could not be answered.")
                return self._wrong(request, 500, "Something went wrong on our side. Nothing was changed.")

        return await run_in_threadpool(fenced)

    def _wrong(self, request: Request, status: int, message: str, retry_after: int | None = None) -> Response:
        form: Format = "xml" if request.path_params.get("format") == "xml" else "json"
        return answer("errors", [{"code": status, "description": message}], form, status, retry_after)

    # -- services -------------------------------------------------------------------------------------------------

    def _services(self, _: Request) -> list[dict[str, Any]]:
        return listing(self._desk.council())

    def _service(self, code: str) -> dict[str, Any]:
        """The council's own questions as attributes; none needs an answer."""
        if code not in {service["service_code"] for service in listing(self._desk.council())}:
            raise Wrong(404, "There is no such service.")
        values = [{"key": each, "name": each.capitalize()} for each in ANSWERS]
        asked = [
            {
                "variable": True, "code": question.id, "datatype": "singlevaluelist", "required": False,
                "datatype_description": "", "order": order, "description": question.text, "values": values,
            }
            for order, question in enumerate(self._desk.council().criteria.questions, 1)
        ]  # fmt: skip
        return {"service_code": code, "attributes": asked}

    # -- how it stands --------------------------------------------------------------------------------------------

    def _status(self, id: str) -> dict[str, Any]:
        number = id.upper().removeprefix("RR-")
        with self._desk.look() as session:
            issue = (
                session.get(Issue, int(number)) if number.isascii() and number.isdigit() and len(number) < 10 else None
            )
        if issue is None or not _public(issue):
            raise Wrong(404, "There is no such request.")
        return status_of(issue, self._desk.council())

    def _statuses(self, given: Mapping[str, str]) -> list[dict[str, Any]]:
        """With service_request_id only (several, with commas): nobody reads a list of everything."""
        wanted = [each for each in given.get("service_request_id", "").split(",") if each.strip()]
        if not wanted or len(wanted) > MOST_LISTED:
            raise Wrong(400, f"Name one to {MOST_LISTED} requests in service_request_id.")
        found = []
        for each in wanted:
            try:
                found.append(self._status(each.strip()))
            except Wrong:
                continue
        return found

    # -- a new one ------------------------------------------------------------------------------------------------

    def _create(self, fields: Mapping[str, str], body: bytes) -> dict[str, Any]:
        client = self._client(fields.get("api_key", ""))
        actor = Actor(f"{OPEN311}{client}", f"Open311, {client}", way=WAY)
        self._not_too_many(actor.key)
        given = self._report(fields)
        once = f"open311 {client} {hashlib.sha256(body).hexdigest()}"
        try:
            receipt = report(self._desk, actor, without_personal(self._desk, given), once)
        except Doubled:
            return self._same(actor.key, given.note)
        except Refusal as refusal:
            raise Wrong(400, refusal.message) from refusal
        if receipt.issue is None:
            raise Wrong(400, self._safety(receipt.stream or ""))
        return _created(receipt.issue)

    def _client(self, key: str) -> str:
        for client, right in self._keys.items():
            if hmac.compare_digest(right.get_secret_value().encode(), key.encode()):
                return client
        raise Wrong(403, "api_key is missing or not known.")

    def _not_too_many(self, who: str) -> None:
        since = self._desk.clock.now() - timedelta(hours=1)
        query = select(func.count()).select_from(Issue).where(Issue.entered_by == who, col(Issue.reported_at) > since)
        with self._desk.look() as session:
            if session.exec(query).one() >= PER_HOUR:
                raise Wrong(429, f"More than {PER_HOUR} requests in an hour. Come again later.")

    def _report(self, fields: Mapping[str, str]) -> Report:
        codes = {service["service_code"] for service in listing(self._desk.council())}
        code = fields.get("service_code", "")
        if code not in codes:
            raise Wrong(400, "service_code is missing or not known. The list of services has them.")
        words = _clean(fields.get("description", ""))
        if not words:
            raise Wrong(400, "description is missing: say what is happening.")
        if len(words) > LONGEST:
            raise Wrong(400, f"description is longer than {LONGEST} characters.")
        place = _place(fields)
        if not place:
            raise Wrong(400, "Say where: lat and long, or address_string.")
        contact = [f"{label}: {_line(fields[name])}" for name, label in CONTACT if _line(fields.get(name, ""))]
        return Report(
            note=words,
            answers=self._answers(fields),
            place=place,
            services=(code,) if code != OTHER else (),
            raised_by="resident",
            reply_to="\n".join(contact),
            anonymous=not contact,
            unasked=True,
        )

    def _answers(self, fields: Mapping[str, str]) -> dict[str, Answer]:
        """A Yes that refers to something is left to a duty officer: nobody here can name it."""
        found: dict[str, Answer] = {}
        for question in self._desk.council().criteria.questions:
            said = fields.get(f"attribute[{question.id}]", "").strip().lower()
            if said and said not in ANSWERS:
                raise Wrong(400, f"attribute[{question.id}] has to be one of: {', '.join(ANSWERS)}.")
            if said and not (question.object and said == "yes"):
                found[question.id] = cast("Answer", said)
        return found

    def _same(self, who: str, note: str) -> dict[str, Any]:
        """Sent twice, word for word: it is the request that there is already."""
        query = select(Issue).where(Issue.entered_by == who, Issue.note == note).order_by(col(Issue.id).desc()).limit(1)
        with self._desk.look() as session:
            issue = session.exec(query).first()
        if issue is None:  # it was about a danger, and nothing of it was kept
            raise Wrong(400, "This came before and was dealt with then.")
        return _created(issue)

    def _safety(self, stream: str) -> str:
        text = self._desk.council().safety[stream]
        numbers = "; ".join(f"{each.number}: {each.for_}" for each in text.numbers)
        return f"{text.title}. {numbers}. {' '.join(text.lines)}"


def _created(issue: Issue) -> dict[str, Any]:
    return {"service_request_id": issue.reference, "service_notice": "", "account_id": None}


def _public(issue: Issue) -> bool:
    """Only what came this way, and nothing that somebody marked as private."""
    return issue.entered_by.startswith(OPEN311) and sees("public", "summary", issue)


def _clean(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "replace").decode().strip()


def _line(text: str) -> str:
    return " ".join(_clean(text).split())[:LONGEST_LINE]


def _place(fields: Mapping[str, str]) -> str:
    where = _line(fields.get("address_string", "")) or _line(fields.get("address_id", ""))
    if "lat" not in fields and "long" not in fields:
        return where
    try:
        lat, long = float(fields.get("lat", "")), float(fields.get("long", ""))
    except ValueError:
        raise Wrong(400, "lat and long have to be numbers (WGS84).") from None
    if not (-90 <= lat <= 90 and -180 <= long <= 180):
        raise Wrong(400, "lat and long have to be on the earth (WGS84).")
    return f"{where} ({lat:.5f}, {long:.5f})" if where else f"{lat:.5f}, {long:.5f}"


def open311_routes(desk: Desk, keys: Mapping[str, SecretStr]) -> list[Route]:
    site = Open311(desk, keys)
    return [
        Route(f"{PATH}/services.{{format}}", site.services),
        Route(f"{PATH}/services/{{code}}.{{format}}", site.service),
        Route(f"{PATH}/requests.{{format}}", site.statuses),
        Route(f"{PATH}/requests.{{format}}", site.create, methods=["POST"]),
        Route(f"{PATH}/requests/{{id}}.{{format}}", site.status),
    ]
