"""views.* and apps.connections.open: https://docs.slack.dev/reference/methods/views.open"""

from __future__ import annotations

from bot.simulator.behaviour import showing
from bot.simulator.sending import payloads
from bot.simulator.state.models import View
from bot.simulator.web_api.methods import Request, Result, method


@method("views.open")
def views_open(request: Request) -> Result:
    return _shown(request, showing.open_view(request.ws, request.need("trigger_id"), request.need("view")))


@method("views.push")
def views_push(request: Request) -> Result:
    return _shown(request, showing.push_view(request.ws, request.need("trigger_id"), request.need("view")))


@method("views.update")
def views_update(request: Request) -> Result:
    view_id, external_id = request.get("view_id"), request.get("external_id")
    if not view_id and not external_id:
        request.need("view_id")
    found = showing.find_view(request.ws, view_id, external_id)
    return _shown(request, showing.update_view(request.ws, found, request.need("view"), request.get("hash")))


@method("views.publish")
def views_publish(request: Request) -> Result:
    ws = request.ws
    home = showing.publish_home(ws, request.need("user_id"), request.need("view"), request.get("hash"))
    return _shown(request, home)


@method("apps.connections.open", app_token=True)
def connections_open(request: Request) -> Result:
    ws = request.ws
    ticket = ws.new_id("ticket-")
    with ws.lock:
        ws.tickets.add(ticket)
    address = ws.base_url.replace("http", "ws", 1)
    return {"url": f"{address}/simulator/link?ticket={ticket}&app_id={ws.app_id}"}


def _shown(request: Request, view: View) -> Result:
    return {"view": payloads.view(request.ws, view)}
