"""Serving an app in a thread: it stops at once, and cuts nobody off."""

from __future__ import annotations

import asyncio

import httpx2
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.simulator import run_in_thread


def test_a_request_under_way_is_answered_and_the_port_is_free_after():
    async def last_request(_: Request) -> PlainTextResponse:
        server = served._server
        server.ask_to_stop()
        while server.servers[0].is_serving():
            await asyncio.sleep(0)
        for _ in range(20):
            await asyncio.sleep(0)
        return PlainTextResponse("answered all the same")

    served = run_in_thread(Starlette(routes=[Route("/", last_request)]))
    assert httpx2.get(served.base_url, trust_env=False).text == "answered all the same"
    served.stop()
    served.stop()
    with run_in_thread(Starlette(), int(served.base_url.rpartition(":")[2])) as after:
        assert httpx2.get(after.base_url, trust_env=False).status_code == 404
