"""The figures of a torture, as a table."""

import signal
from collections import Counter
from dataclasses import dataclass

from torture.reckoning import Reckoning

SHOWN = 10  # of the things that were wrong


@dataclass(frozen=True)
class Run:
    """signals: (part, moment, signal number) counted; weather: faults by kind; calls: carried out, by method."""

    name: str
    found: Reckoning
    signals: Counter[tuple[str, str, str]]
    weather: Counter[str]
    calls: Counter[str]
    repeats: Counter[str]

    def _of(self, number: int) -> Counter[tuple[str, str]]:
        return Counter({(part, at): n for (part, at, sent), n in self.signals.items() if int(sent) == number})

    @property
    def kills(self) -> int:
        return self._of(signal.SIGKILL).total()

    @property
    def pauses(self) -> int:
        return self._of(signal.SIGSTOP).total()

    @property
    def killed_at(self) -> Counter[tuple[str, str]]:
        return self._of(signal.SIGKILL)


def show(runs: list[Run], kills: int, pauses: int) -> int:
    """Prints it all; 0 when nothing was wrong and there was as much of everything as was asked for."""
    _rows("", [run.name for run in runs])
    for part, at in sorted({where for run in runs for where in run.killed_at}):
        _rows(f"killed: {part}, {at}", [run.killed_at[part, at] for run in runs])
    _rows("killed in all", [run.kills for run in runs])
    _rows("paused for longer than a lease", [run.pauses for run in runs])
    for kind in sorted({kind for run in runs for kind in run.weather}):
        _rows(f"Slack: {kind}", [run.weather[kind] for run in runs])
    for kind in sorted({kind for run in runs for kind in run.repeats}):
        _rows(f"repeated: {kind}", [run.repeats[kind] for run in runs])
    for name in sorted({name for run in runs for name in run.found.figures}):
        _rows(name, [run.found.figures[name] for run in runs])
    _rows("twins deleted", [run.calls["chat.delete"] for run in runs])
    for kind in ("lost", "doubled", "out of order", "stuck"):
        _rows(kind.upper(), [len(run.found.wrong[kind]) for run in runs])
    for run in runs:
        for kind, wrong in run.found.wrong.items():
            for each in wrong[:SHOWN]:
                print(f"{run.name}: {kind}: {each}")
    enough = sum(run.kills for run in runs) >= kills * 0.9 and sum(run.pauses for run in runs) >= pauses
    if not enough:
        print("There was not time enough for everything: raise TORTURE_MINUTES.")
    return 0 if enough and not any(wrong for run in runs for wrong in run.found.wrong.values()) else 1


def _rows(title: str, cells: list) -> None:
    print(f"{title:34}" + "".join(f"{cell!s:>32}" for cell in cells))
