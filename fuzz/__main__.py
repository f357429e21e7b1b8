"""`make fuzz`: FUZZ_REQUESTS hostile requests (100,000), then the figures; exit status 1 if anything was found.

Each few requests come from another address of 127.0.0.0/8, so that the pace limits do not answer for the rest.
"""

import json
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from fuzz.hostile import Gunner, Shot

SHOTS = int(os.environ.get("FUZZ_REQUESTS", "100000"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))
GUNNERS = 4
PER_ADDRESS = 8
MAY_GROW = 20_000  # kB, after the first fifth, in which caches fill


class Range:
    """What was shot and what came back."""

    def __init__(self, port: int):
        self.port = port
        self.kinds: Counter[str] = Counter()
        self.statuses: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.lock = threading.Lock()

    def fire(self, gunner: Gunner, number: int, shots: int) -> None:
        connection, left = None, 0
        for i in range(shots):
            if connection is None or left == 0:
                if connection is not None:
                    connection.close()
                connection, left = self._connect(number, i // PER_ADDRESS), PER_ADDRESS
            shot = gunner.shot()
            status, goes_on = self._ask(connection, shot)
            left = left - 1 if goes_on else 0
            self._note(shot, status)
        if connection is not None:
            connection.close()

    def _connect(self, number: int, turn: int) -> socket.socket:
        address = f"127.{10 + number}.{turn // 250 % 250}.{turn % 250 + 1}"
        return socket.create_connection(("127.0.0.1", self.port), timeout=30, source_address=(address, 0))

    def _ask(self, connection: socket.socket, shot: Shot) -> tuple[int, bool]:
        """(status, whether the connection can be used again); 0 for no answer."""
        try:
            connection.sendall(shot.raw)
            if shot.kind == "no HTTP":
                connection.shutdown(socket.SHUT_WR)
            got = b""
            while b"\r\n\r\n" not in got:
                more = connection.recv(65_536)
                if not more:
                    return _status(got), False
                got += more
        except OSError as error:
            return (-1 if isinstance(error, TimeoutError) else 0), False
        head, _, body = got.partition(b"\r\n\r\n")
        length = next(
            (int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")),
            None,
        )
        if length is None or shot.kind == "no HTTP" or shot.raw.startswith(b"HEAD"):
            return _status(got), False
        while len(body) < length:
            more = connection.recv(65_536)
            if not more:
                break
            body += more
        return _status(got), b"connection: close" not in head.lower()

    def _note(self, shot: Shot, status: int) -> None:
        allowed = 0 <= status < 500 if shot.allowed is None else status in shot.allowed or status == 429
        with self.lock:
            self.kinds[shot.kind] += 1
            self.statuses[f"{shot.kind}: {status or 'closed'}"] += 1
            if not allowed and len(self.wrong) < 20:
                self.wrong.append(f"{shot.kind}: {status} for {shot.raw[:300]!r}")


def _status(got: bytes) -> int:
    words = got[:20].split(b" ")
    return int(words[1]) if len(words) > 1 and words[1][:3].isdigit() else 0


def _memory(process: subprocess.Popen[bytes]) -> int:
    """kB that the process holds."""
    for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0


def dump_tables(database: Path) -> str:
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        return "\n".join(connection.iterdump())


def _ready(folder: Path, process: subprocess.Popen[bytes]) -> dict[str, str]:
    for _ in range(1200):
        if (folder / "ready.json").exists() and (text := (folder / "ready.json").read_text()):
            return json.loads(text)
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise SystemExit(f"The server did not start: {(folder / 'log').read_text()[-2000:]}")


def main() -> int:
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([sys.executable, "-m", "fuzz.server", str(folder)], stdout=log, stderr=log)
    try:
        return _attack(folder, process)
    finally:
        process.terminate()
        process.wait(30)


def _attack(folder: Path, process: subprocess.Popen[bytes]) -> int:
    ready = _ready(folder, process)
    database, target = folder / "rr.db", Range(int(ready["port"]))
    before = dump_tables(database)
    gunners = [Gunner(SEED * 1000 + n, ready["link"]) for n in range(GUNNERS)]
    began, held = time.monotonic(), []  # noqa: TID251
    for part in range(5):
        threads = [
            threading.Thread(target=target.fire, args=(gunner, n * 5 + part, SHOTS // GUNNERS // 5))
            for n, gunner in enumerate(gunners)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        held.append(_memory(process))
        print(f"{sum(target.kinds.values()):,} so far", flush=True)
    after, took = dump_tables(database), time.monotonic() - began  # noqa: TID251
    log = (folder / "log").read_text(errors="replace")
    token = ready["link"].removeprefix("/partner/")
    found = list(target.wrong)
    found += ["a traceback in the log"] if "Traceback" in log else []
    found += ["a link in the log"] if token in log else []
    found += [f"memory grew from {held[0]} kB to {held[-1]} kB"] if held[-1] - held[0] > MAY_GROW else []
    found += ["something was changed"] if before != after else []
    found += ["the process ended"] if process.poll() is not None else []
    print(f"{sum(target.kinds.values()):,} requests in {took:.0f} s, seed {SEED}; log: {folder / 'log'}")
    for line, count in sorted(target.statuses.items()):
        print(f"  {line}: {count:,}")
    print(f"memory after each fifth, kB: {', '.join(f'{each:,}' for each in held)}")
    print(f"rows changed: {'yes' if before != after else 'none'}; tracebacks: {log.count('Traceback')}")
    print("\n".join(["found:", *found]) if found else "nothing found")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
