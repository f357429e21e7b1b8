"""The Slack app manifest: what the bot asks of a workspace, each scope with its reason."""

from typing import Any

# Scope -> why. docs/slack-setup.md shows this list; a test holds the two together.
SCOPES: dict[str, str] = {
    "chat:write": "post and repaint cards, messages and reminders",
    "commands": "/issue and the two shortcuts",
    "users:read": "tell the council's own people from guests and other organisations",
    "users:read.email": "match people to the council's directory by e-mail address",
    "im:write": "open a direct message with a councillor, partner or reporter",
    "channels:read": "find public channels by the name the council's data gives",
    "groups:read": "find private channels by name",
    "channels:history": "look for a message whose answer was lost, so that it is not sent twice",
    "groups:history": "the same in private channels",
    "im:history": "the same in direct messages",
}

EVENTS = ("app_home_opened",)


def manifest(name: str, url: str | None = None) -> dict[str, Any]:
    """Ready to paste at api.slack.com/apps. Without `url` the app uses Socket Mode and needs no public address."""
    endpoint = f"{url.rstrip('/')}/slack/events" if url else None
    settings: dict[str, Any] = {
        "event_subscriptions": {"bot_events": list(EVENTS)},
        "interactivity": {"is_enabled": True},
        "org_deploy_enabled": False,
        "socket_mode_enabled": endpoint is None,
        "token_rotation_enabled": False,
    }
    command: dict[str, Any] = {
        "command": "/issue",
        "description": "Report an issue, or see how one stands",
        "usage_hint": "[what is happening] | RR-12 | mine | brief | help",
        "should_escape": False,
    }
    if endpoint:
        settings["event_subscriptions"]["request_url"] = endpoint
        settings["interactivity"] |= {"request_url": endpoint, "message_menu_options_url": endpoint}
        command["url"] = endpoint
    return {
        "display_information": {
            "name": name[:35],
            "description": "Sends local issues to whoever should deal with them, and sees that they are answered",
            "background_color": "#1d3557",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": name[:80], "always_online": True},
            "shortcuts": [
                {
                    "name": "Report an issue",
                    "type": "global",
                    "callback_id": "report_issue",
                    "description": "Report an issue to the council",
                },
                {
                    "name": "Report this message",
                    "type": "message",
                    "callback_id": "report_message",
                    "description": "Report what this message tells of",
                },
            ],
            "slash_commands": [command],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": settings,
    }
