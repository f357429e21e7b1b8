"""A strict stand-in for Slack, in this process: for the tests, and for the demo through its page.

It knows Slack and nothing else. Start with `Workspace`, then `simulator_app` and `run_in_thread`.

Inside, from the ground up: `state`, `checks`, `behaviour`, `sending`, `people`; `workspace` puts them together;
`web_api`, `page` and `server` stand on it.
"""

from bot.simulator.errors import NotAnswered, NotPossible, SlackError
from bot.simulator.page import page_routes
from bot.simulator.people.open_view import OpenView, Surface
from bot.simulator.people.person import Person
from bot.simulator.server import routes, simulator_app
from bot.simulator.serving import Served, run_in_thread
from bot.simulator.workspace import Workspace

__all__ = [
    "NotAnswered",
    "NotPossible",
    "OpenView",
    "Person",
    "Served",
    "SlackError",
    "Surface",
    "Workspace",
    "page_routes",
    "routes",
    "run_in_thread",
    "simulator_app",
]
