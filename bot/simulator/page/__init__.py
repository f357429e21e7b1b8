"""The simulator's page: a chat as anybody knows it, for trying a bot without Slack."""

from bot.simulator.page.pages import page_routes

__all__ = ["page_routes"]
