"""GET and POST /partner/…: what a partner's link opens. A GET changes nothing: mail scanners follow every link."""

import logging
import math
from collections.abc import Callable
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.desk.refusal import Doubled, Refusal
from bot.desk.verbs.links import ANOTHER, PATH, Dead, Links, Opened
from bot.desk.work import Desk
from bot.web.body import BadBody
from bot.web.form_body import read_form
from bot.web.headers import PAGE, page
from bot.web.partner_page import PartnerPages, Wrong
from bot.web.partner_verbs import BY_SLUG, Verb
from bot.web.rate_limit import Buckets, address_of

STYLE = Path(__file__).parent / "static" / "pages.css"
BURST, PER_SECOND = 60, 1.0  # an office has one address
GUESS = 6.0  # what a link costs that does not exist: ten at once
STALE = "This page has been open for a long time. Please look through your answer, and press the button again."

log = logging.getLogger(__name__)


class PartnerSite:
    def __init__(self, desk: Desk, links: Links):
        self._desk, self._links = desk, links
        self._pages = PartnerPages(desk, links)
        self._buckets = Buckets(desk.clock.monotonic, burst=BURST, per_second=PER_SECOND)
        self._https = links.public_url.startswith("https://")

    # -- requests -------------------------------------------------------------------------------------------------

    async def look(self, request: Request) -> Response:
        return self._too_often(request) or await self._answer(request, self._look)

    async def after(self, request: Request) -> Response:
        return self._too_often(request) or await self._answer(request, self._after)

    async def do(self, request: Request) -> Response:
        if held := self._too_often(request):
            return held
        try:
            given = await read_form(request)
        except BadBody as bad:
            return self._page(self._pages.sorry("Your answer did not arrive", bad.message), bad.status)
        return await self._answer(request, lambda token, slug: self._do(token, slug, given))

    async def another(self, request: Request) -> Response:
        """A new link for one that has expired."""
        if held := self._too_often(request):
            return held
        try:
            given = await read_form(request)
        except BadBody as bad:
            return self._page(self._pages.sorry("That did not arrive", bad.message), bad.status)
        return await self._answer(request, lambda token, _: self._another(token, given))

    def _another(self, token: str, given: dict[str, str]) -> Response:
        if self._links.send_another(token, given.get("form", "")):
            return self._page(self._pages.on_its_way())
        return self._to(token)

    def _too_often(self, request: Request) -> Response | None:
        wait = self._buckets.wait(address_of(request))
        if not wait:
            return None
        html = self._pages.sorry("Please wait a moment", "There were many requests at once. Please try again soon.")
        return self._page(html, 429, Retry_After=str(math.ceil(wait)))

    async def _answer(self, request: Request, show: Callable[[str, str], Response]) -> Response:
        token, slug = request.path_params["token"], request.path_params.get("verb", "")
        return await run_in_threadpool(self._fenced, address_of(request), token, lambda: show(token, slug))

    def _fenced(self, address: str, token: str, show: Callable[[], Response]) -> Response:
        """No page ends in a bare error, and none says more than that."""
        try:
            return show()
        except Dead as dead:
            if dead.reason == "unknown":
                self._buckets.charge(address, GUESS)
            html = self._pages.gone(dead.reason, dead.opened, dead.link, token)
            return self._page(html, 404 if dead.reason == "unknown" else 410)
        except Exception:
            log.exception("A partner's page could not be shown.")
            message = "Something went wrong on our side. Nothing was changed. Please try again in a few minutes."
            return self._page(self._pages.sorry("Sorry, that did not work", message), 500)

    # -- what they do ---------------------------------------------------------------------------------------------

    def _look(self, token: str, slug: str) -> Response:
        opened = self._links.open(token)
        if not slug:
            return self._page(self._pages.asked(opened, token))
        verb = _verb(slug)
        if verb not in self._pages.offered(opened):  # an old letter's link: the card says how it stands now
            return self._to(token)
        return self._page(self._pages.form(opened, token, verb))

    def _after(self, token: str, slug: str) -> Response:
        verb, (opened, over) = _verb(slug), self._opened_if_over(token)
        html = self._pages.after(opened, token, verb, over)
        return self._page(html) if html is not None else self._to(token)

    def _opened_if_over(self, token: str) -> tuple[Opened, bool]:
        """Also an action that is over: this very person may just have finished it. Raises Dead."""
        try:
            return self._links.open(token), False
        except Dead as dead:
            if dead.opened is None:
                raise
            return dead.opened, True

    def _do(self, token: str, slug: str, given: dict[str, str]) -> Response:
        verb = _verb(slug)
        opened, _ = self._opened_if_over(token)
        once = self._links.once(opened.link, verb.slug, given.get("form", ""))
        try:
            if once is None:
                self._links.open(token)
                return self._page(self._pages.form(opened, token, verb, given, Wrong(STALE)), 400)
            verb.do(self._desk, opened, given, once)
        except Doubled:
            pass  # the button was pressed twice: what happened the first time stands
        except Refusal as refusal:
            return self._refused(opened, token, verb, given, refusal)
        return self._to(token, f"/after/{verb.slug}")

    def _refused(self, opened: Opened, token: str, verb: Verb, given: dict[str, str], refusal: Refusal) -> Response:
        if refusal.field in {field.name for field in verb.fields}:
            wrong = Wrong(refusal.message, refusal.field)
            return self._page(self._pages.form(opened, token, verb, given, wrong), 400)
        return self._page(self._pages.asked(self._links.open(token), token, refusal.message), 409)

    # -- answers --------------------------------------------------------------------------------------------------

    def _page(self, html: str, status: int = 200, **more: str) -> Response:
        return page(html, status, https=self._https, **more)

    def _to(self, token: str, more: str = "") -> Response:
        return RedirectResponse(self._pages.path(token) + more, 303, PAGE)


def _verb(slug: str) -> Verb:
    if slug not in BY_SLUG:
        raise Dead("unknown")
    return BY_SLUG[slug]


async def _style(_: Request) -> Response:
    return FileResponse(STYLE, media_type="text/css", headers={"Cache-Control": "public, max-age=3600"})


def partner_routes(desk: Desk, links: Links) -> list[BaseRoute]:
    site = PartnerSite(desk, links)
    return [
        Route("/pages.css", _style),
        Route(f"{PATH}{{token}}", site.look),
        Route(f"{PATH}{{token}}/after/{{verb}}", site.after),
        Route(f"{PATH}{{token}}/{ANOTHER}", site.another, methods=["POST"]),
        Route(f"{PATH}{{token}}/{{verb}}", site.look),
        Route(f"{PATH}{{token}}/{{verb}}", site.do, methods=["POST"]),
    ]
