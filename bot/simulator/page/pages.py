"""The page's routes: the page itself, its parts (by long poll), what its visitor does, and the clock's buttons."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.simulator.errors import NotAnswered, NotPossible, SlackError
from bot.simulator.page.acts import perform
from bot.simulator.page.scene import Scene
from bot.simulator.workspace import Workspace

STATIC = Path(__file__).parent / "static"
POLL_SECONDS, TICK_SECONDS = 20.0, 0.1
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data:; connect-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
SAFE_HEADERS = {
    "content-security-policy": POLICY,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
}


class Page:
    """`clock_controls` are (label, what to do); the words returned are shown below the bar."""

    def __init__(
        self,
        workspace: Workspace,
        scene: Scene,
        clock_controls: Sequence[tuple[str, Callable[[], str]]],
        links: Sequence[tuple[str, str]],
    ) -> None:
        self._ws, self._scene, self._controls, self._links = workspace, scene, list(clock_controls), links

    async def show(self, request: Request) -> Response:
        html = self._scene.page([label for label, _ in self._controls], self._links)
        return HTMLResponse(html, headers=SAFE_HEADERS)

    async def parts(self, request: Request) -> Response:
        """Waits until something has changed since `rev`, at most 20 seconds."""
        asked = request.query_params
        known = int(asked.get("rev") or -1)
        for _ in range(int(POLL_SECONDS / TICK_SECONDS)):
            if self._ws.revision != known or await request.is_disconnected():
                break
            await asyncio.sleep(TICK_SECONDS)
        revision = self._ws.revision
        parts = await run_in_threadpool(self._scene.parts, asked.get("as", ""), asked.get("in", ""))
        return JSONResponse({"rev": revision, **parts}, headers=SAFE_HEADERS)

    async def act(self, request: Request) -> Response:
        act = await self._json(request)
        return await run_in_threadpool(self._perform, act)

    def _perform(self, act: dict[str, Any]) -> Response:
        try:
            return JSONResponse({"ok": True, **perform(self._ws, act)})
        except (NotPossible, SlackError) as refused:
            return JSONResponse({"ok": False, "trouble": str(refused)})
        except NotAnswered as failure:
            name = self._ws.users[self._ws.bot_user_id].real_name
            return JSONResponse({"ok": False, "trouble": f"{name} did not answer as it should ({failure})."[:300]})

    async def move_clock(self, request: Request) -> Response:
        body = await self._json(request)
        label, move = self._controls[int(body["control"])]
        happened = await run_in_threadpool(move)
        self._ws.touch()
        return JSONResponse({"ok": True, "news": f"{label}: {happened}"})

    async def permalink(self, request: Request) -> Response:
        return RedirectResponse(f"/#in={request.path_params['channel']}")

    async def _json(self, request: Request) -> dict[str, Any]:
        """Only JSON: a form on another site cannot send that unasked."""
        if not request.headers.get("content-type", "").startswith("application/json"):
            raise HTTPException(415)
        return await request.json()


def page_routes(
    workspace: Workspace,
    clock_controls: Sequence[tuple[str, Callable[[], str]]] = (),
    *,
    title: str | None = None,
    links: Sequence[tuple[str, str]] = (),
    zone: str = "Europe/London",
    featured: Sequence[tuple[str, str]] = (),
) -> list[BaseRoute]:
    """The routes of the page at `/`.

    `clock_controls` are (label, what to do): what it returns is shown under the bar. `title` is by default the
    app's name. `links` are (label, address) of pages beside this one. `zone` is the IANA zone in which times are
    shown. `featured` are (user id, role) to offer as buttons; left out, the first person of each role when
    there are few. People are listed by their titles, up to a comma.
    """
    name = title or f"{workspace.users[workspace.bot_user_id].real_name}: try it"
    page = Page(workspace, Scene(workspace, name, zone, featured), clock_controls, links)
    return [
        Route("/", page.show),
        Route("/archives/{channel}/{message}", page.permalink),
        Route("/simulator/page/parts", page.parts),
        Route("/simulator/page/act", page.act, methods=["POST"]),
        Route("/simulator/page/clock", page.move_clock, methods=["POST"]),
        Mount("/simulator/static", StaticFiles(directory=STATIC)),
    ]
