"""The stand-in for Slack, in a process of its own, so that what it keeps is not taken for memory of ours."""

import json
import sys
import threading
from pathlib import Path

from bot.clock import Clock
from bot.simulator import Workspace, run_in_thread, simulator_app
from fuzz.people import IN_SLACK, TEAMS


def main(folder: Path) -> None:
    """Writes folder/slack.json: the address of its API and the bot's token; then serves until it is ended."""
    clock = Clock()
    workspace = Workspace(now=clock.now, monotonic=clock.monotonic, system_time=lambda: clock.system().timestamp())
    for team, name in TEAMS.items():
        workspace.add_team(team, name)
    for each in IN_SLACK:
        workspace.add_user(
            each.user, each.user.lower(), each.name, each.email, team_id=each.team, is_restricted=each.guest
        )
    with run_in_thread(simulator_app(workspace)) as slack:
        ready = {"api_url": slack.api_url, "token": workspace.bot_token}
        (folder / "slack.json").write_text(json.dumps(ready))
        threading.Event().wait()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
