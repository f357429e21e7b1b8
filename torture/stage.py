"""What a run happens on: a database, the sample council's Slack served on loopback, and files to write to."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.clock import Clock
from bot.demo.cast import people_and_places
from bot.simulator import Workspace, run_in_thread, simulator_app
from bot.simulator.call_log import CallLog
from tests.databases import PostgresServer, SqliteFiles
from tests.sample import sample_council
from torture.hurried_clock import MONDAY, HurriedClock
from torture.processes import Life
from torture.weather import Weather


class Tally(CallLog):
    """Counts the calls that were carried out, for ever; the calls themselves are kept for a while only."""

    def __init__(self) -> None:
        super().__init__()
        self.done: Counter[str] = Counter()

    def add(self, method: str, args: dict[str, Any], answer: dict[str, Any], error: str | None, lost: bool) -> None:
        super().add(method, args, answer, error, lost)
        self.done[method] += error is None


@dataclass
class Stage:
    name: str
    database: str
    folder: Path
    workspace: Workspace
    weather: Weather
    tally: Tally
    clock: HurriedClock
    api: str
    _lives: int = field(default=0)

    @property
    def diary(self) -> Path:
        return self.folder / "diary"

    @property
    def stop(self) -> Path:
        return self.folder / "stop"

    def life(self, **more: Any) -> Life:
        self._lives += 1
        origin = self.clock.origin
        name = f"worker-{self._lives}"
        return Life(name, self.database, self.api, origin, self.diary, self.stop, **more)

    def signals(self) -> Counter[tuple[str, str, str]]:
        """(part, moment, signal) of every kill and every pause so far."""
        if not self.diary.exists():
            return Counter()
        lines = self.diary.read_text().splitlines()
        return Counter((part, moment, signal) for part, moment, signal in (line.split("\t") for line in lines))


@contextmanager
def stage(name: str, databases: SqliteFiles | PostgresServer, seed: int) -> Iterator[Stage]:
    """A fresh one. `name` is what the tables of figures call it."""
    council = sample_council()
    clock = HurriedClock(Clock().system())
    workspace = Workspace(now=clock.now, monotonic=Clock().monotonic, system_time=lambda: clock.system().timestamp())
    workspace.faults = weather = Weather(workspace, seed)
    workspace.log = tally = Tally()
    people_and_places(workspace, council, MONDAY.date(), ())
    with (
        tempfile.TemporaryDirectory(prefix="torture-") as folder,
        databases.database(Path(folder)) as url,
        run_in_thread(simulator_app(workspace)) as served,
    ):
        yield Stage(name, url, Path(folder), workspace, weather, tally, clock, served.api_url)
