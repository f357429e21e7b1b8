"""python -m torture. TORTURE_SEED (a number; another one each time without it), TORTURE_KILLS (560),
TORTURE_PAUSES (16), TORTURE_MINUTES (15): the latest at which it stops by itself.

It talks to nobody but 127.0.0.1 and its own databases. The exit status is 0 when nothing was wrong.
"""

import logging
import os
import sys
import tempfile
from pathlib import Path

from bot.clock import Clock
from bot.delivery.ledger import LEASE
from tests.databases import PostgresServer, SqliteFiles
from torture import table
from torture.campaign import Campaign, Pauses
from torture.hurried_clock import RATE
from torture.reckoning import reckon, settle
from torture.stage import Stage, stage
from torture.upgrades import migrated_under_fire

MIGRATE_SHARE = 0.1  # of the kills of a campaign


def main(environ: dict[str, str]) -> int:
    for name in list(environ):
        if name.lower().endswith("_proxy"):  # they would hijack loopback calls
            del os.environ[name]
    logging.disable()  # Slack hangs up on purpose, and uvicorn says so each time
    clock = Clock()
    seed = int(environ.get("TORTURE_SEED") or clock.system().timestamp()) % 1_000_000
    kills, pauses = int(environ.get("TORTURE_KILLS") or 560), int(environ.get("TORTURE_PAUSES") or 16)
    until = clock.monotonic() + 60 * float(environ.get("TORTURE_MINUTES") or 15)
    print(f"TORTURE_SEED={seed} TORTURE_KILLS={kills} TORTURE_PAUSES={pauses}", flush=True)
    server = PostgresServer()
    runs = []
    try:
        with tempfile.TemporaryDirectory() as folder:
            sqlite = SqliteFiles(Path(folder))
            if kills:
                runs.append(_campaign("SQLite, one process", sqlite, seed, kills // 2, until))
                runs.append(_campaign("PostgreSQL, three workers", server, seed + 1, kills - kills // 2, until))
            runs.append(_pauses("PostgreSQL, two workers paused", server, seed + 2, pauses, until))
    finally:
        server.stop()
    return table.show(runs, kills, pauses)


def _campaign(name: str, databases: SqliteFiles | PostgresServer, seed: int, kills: int, until: float) -> table.Run:
    with stage(name, databases, seed) as on:
        upgrades = round(kills * MIGRATE_SHARE)
        problems = migrated_under_fire(on, upgrades)
        campaign = Campaign(on, seed, kills - upgrades, until)
        campaign.one_process() if isinstance(databases, SqliteFiles) else campaign.many_processes()
        return _ended(on, campaign, problems)


def _pauses(name: str, databases: PostgresServer, seed: int, pauses: int, until: float) -> table.Run:
    with stage(name, databases, seed) as on:
        campaign = Campaign(on, seed, 1_000_000, until)
        Pauses(campaign, pauses, LEASE.total_seconds() / RATE).run()
        return _ended(on, campaign, [])


def _ended(on: Stage, campaign: Campaign, problems: list[str]) -> table.Run:
    settle(on)
    found = reckon(on, campaign.outcomes)
    found.wrong["lost"] += problems
    found.wrong["stuck"] += campaign.outcomes.problems
    run = table.Run(on.name, found, on.signals(), on.weather.struck, on.tally.done, campaign.outcomes.repeats)
    print(f"{on.name}: {run.kills} killed, {run.pauses} paused", flush=True)
    return run


if __name__ == "__main__":
    sys.exit(main(dict(os.environ)))
