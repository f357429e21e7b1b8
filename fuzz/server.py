"""The process under attack: the whole application on one SQLite file, with an action and its link, on a free port."""

import gc
import json
import signal
import socket
import sys
from pathlib import Path

import uvicorn
from pydantic import SecretStr

from bot.app import assemble
from bot.clock import Clock
from bot.desk.actor import Actor
from bot.desk.council_in_force import CouncilInForce
from bot.desk.verbs import assign, decide
from bot.desk.verbs.report import Report, report
from bot.log import set_up_logging
from bot.settings import Settings
from storage import council_files, schema
from storage.session import open_engine

SLACK, SECRET, HOOK, KEY = "a-signing-secret", "a secret of thirty-two characters or more", "h" * 32, "k" * 32
ANSWERS = {
    "Q1": "no",
    "Q2": "no",
    "Q3": "yes",
    "Q4": "no",
    "Q5": "no",
    "Q7": "no",
    "Q9": "no",
    "Q10": "no",
    "Q11": "yes",
}
NAME = "telford-wrekin"


def main(folder: Path) -> None:
    """Reads folder/slack.json (fuzz/stand_in.py) and writes folder/ready.json: the port and a link's path.
    Then it serves until it is ended."""
    set_up_logging("info", "text")
    signal.signal(signal.SIGUSR1, lambda *_: _count(folder))
    listening = socket.create_server(("127.0.0.1", 0))
    url = f"sqlite:///{folder / 'rr.db'}"
    engine = open_engine(url)
    schema.upgrade(engine)
    CouncilInForce(engine, Clock()).load(NAME, council_files.read(NAME))
    slack = json.loads((folder / "slack.json").read_text())
    _serve(folder, listening, url, slack["api_url"], slack["token"])


def _serve(folder: Path, listening: socket.socket, url: str, api_url: str, bot_token: str) -> None:
    port, engine = listening.getsockname()[1], open_engine(url)
    settings = Settings(
        slack_bot_token=SecretStr(bot_token),
        slack_signing_secret=SecretStr(SLACK),
        slack_api_url=api_url,
        database_url=url,
        public_url=f"http://127.0.0.1:{port}",
        secret_key=SecretStr(SECRET),
        webhook_secrets={"police": SecretStr(HOOK)},
        open311_keys={"app": SecretStr(KEY)},
    )
    app = assemble(settings, engine, Clock(), worker="fuzz")
    (folder / "ready.json").write_text(json.dumps({"port": port, "link": _link(app)}))
    uvicorn.Server(uvicorn.Config(app.asgi(), log_config=None, access_log=True, timeout_keep_alive=2)).run([listening])


def _count(folder: Path) -> None:
    """Writes folder/blocks.json: how many pieces of memory Python holds, once what nobody refers to is gone."""
    gc.collect()
    (folder / "blocks.json").write_text(json.dumps(sys.getallocatedblocks()))


def _link(app) -> str:
    """The schools are asked for something, and one of them has a link to it."""
    directory, on = app.council().directory, app.desk.today()
    officer, contact = directory.all_holders("team_officer", on)[0], directory.holders("contact", "schools", on)[0]
    duty = Actor(f"person:{officer.id}", officer.name, officer.id)
    given = Report(
        note="Mrs Planted rang", answers=ANSWERS, wards=("park",), objects={"threat": ["reputation"]}, summary="Shelter"
    )  # type: ignore[arg-type]
    issue = report(app.desk, duty, given).issue
    decide.accept(app.desk, duty, issue.id)
    action = assign.add_action(app.desk, duty, issue.id, "Ask pupils", "schools")
    return app.links.url(contact.id, action.id).removeprefix(app.links.public_url)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
