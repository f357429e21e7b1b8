"""A workspace's state with an app connected to it: by signed requests, or over Socket Mode."""

from __future__ import annotations

from bot.simulator.sending.deliveries import Deliveries
from bot.simulator.sending.socket_mode import SocketMode
from bot.simulator.sending.transports import DirectTransport, Handler, HttpTransport
from bot.simulator.state.state import State


class Connected(State):
    def assemble(self) -> None:
        super().assemble()
        self.deliveries = Deliveries(self)
        self.socket_mode = SocketMode(self)

    def connect_http(self, url: str) -> None:
        """Send the app everything by signed POST to `url` (…/slack/events)."""
        self.deliveries.transport = HttpTransport(self, url)

    def connect_direct(self, handler: Handler) -> None:
        """The same signed requests, given to a function in this process."""
        self.deliveries.transport = DirectTransport(self, handler)

    def use_socket_mode(self) -> None:
        """Send the app everything over the connections it makes after apps.connections.open."""
        self.deliveries.transport = self.socket_mode
