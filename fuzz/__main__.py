"""`make fuzz`: FUZZ_REQUESTS hostile requests (100,000), then the figures; exit status 1 if anything was found.

First from people who have no right to anything, which changes nothing; then, a twentieth more, from a duty officer,
who may do much of it. The stand-in for Slack is a process of its own: the memory that is measured is the bot's.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from fuzz.changes import Rows, rows_of, unlawful
from fuzz.held import Held, held_now, wait_for
from fuzz.hostile import Gunner
from fuzz.range import Range

SHOTS = int(os.environ.get("FUZZ_REQUESTS", "100000"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))
GUNNERS = 4
PARTS = 10
WARM = 4  # of these parts: in them caches fill, the longest that of uvicorn, which knows 4,096 addresses
MAY_GROW = 5_000  # kB after that: what the allocator keeps in reserve for its threads
MAY_HOLD = 1.005  # as many pieces of memory in use as after the warm-up, but for what is under way just then


def main() -> int:
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    processes: list[subprocess.Popen[bytes]] = []
    try:
        slack = _start(folder, "stand_in", processes)
        wait_for(folder / "slack.json", slack)
        server = _start(folder, "server", processes)
        return _attack(folder, server, json.loads(wait_for(folder / "ready.json", server)))
    finally:
        for process in reversed(processes):
            process.terminate()
            process.wait(30)


def _start(folder: Path, module: str, started: list[subprocess.Popen[bytes]]) -> subprocess.Popen[bytes]:
    with (folder / f"{module}.log").open("wb") as log:
        process = subprocess.Popen([sys.executable, "-m", f"fuzz.{module}", str(folder)], stdout=log, stderr=log)
    started.append(process)
    return process


def _attack(folder: Path, server: subprocess.Popen[bytes], ready: dict[str, str]) -> int:
    target, database = Range(int(ready["port"])), folder / "rr.db"
    gunners = [Gunner(SEED * 1000 + n, ready["link"]) for n in range(GUNNERS)]
    before, began, held = rows_of(database), time.monotonic(), []  # noqa: TID251
    for _ in range(PARTS):
        target.fire([gunner.shot for gunner in gunners], SHOTS // PARTS)
        held.append(held_now(folder, server))
        print(f"{target.fired:,} so far: {held[-1]}", flush=True)
    after = rows_of(database)
    target.fire([gunner.by_officer for gunner in gunners], SHOTS // 20)
    print(f"{target.fired:,} requests in {time.monotonic() - began:.0f} s, seed {SEED}; logs: {folder}")  # noqa: TID251
    for line, count in sorted(target.statuses.items()):
        print(f"  {line}: {count:,}")
    print(
        f"memory after a warm-up of {SHOTS * WARM // PARTS:,} requests: {held[WARM - 1]}; after {SHOTS:,}: {held[-1]}"
    )
    log = (folder / "server.log").read_text(errors="replace")
    print(f"tracebacks: {log.count('Traceback')}; what refusals left: {_left(before, after)}")
    print(f"what the officer's requests then changed: {_left(after, rows_of(database))}")
    found = _found(target, held, log, ready["link"])
    found += [f"changed without authority: {table}" for table in unlawful(before, after)]
    found += ["the process ended"] if server.poll() is not None else []
    print("\n".join(["found:", *found]) if found else "nothing found")
    return 1 if found else 0


def _found(target: Range, held: list[Held], log: str, link: str) -> list[str]:
    found = list(target.wrong)
    found += ["a traceback in the log"] if "Traceback" in log else []
    found += ["a link in the log"] if link.removeprefix("/partner/") in log else []
    warm, last = held[WARM - 1], held[-1]
    grown = last.kB > warm.kB + MAY_GROW or last.blocks > warm.blocks * MAY_HOLD
    return found + ([f"memory grew, after each tenth: {'; '.join(map(str, held))}"] if grown else [])


def _left(before: Rows, after: Rows) -> str:
    new = Counter({table: len(after[table].keys() - before[table].keys()) for table in after})
    return ", ".join(f"{count:,} in {table}" for table, count in sorted((+new).items())) or "nothing"


if __name__ == "__main__":
    sys.exit(main())
