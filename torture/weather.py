"""Slack on a bad day: calls fail, or are done and never answered, by a seeded throw for each."""

import random  # noqa: TID251  (seeded, and nothing but the proofs uses it)
from collections import Counter
from typing import Any

from bot.simulator import Workspace, faults
from bot.simulator.faults import Fault, Faults

# How often, of a hundred calls. Retry-After is in system time, of which a real second has many.
STORM: tuple[tuple[int, Fault], ...] = (
    (4, faults.rate_limited(10)),
    (4, faults.server_error(500)),
    (3, faults.connection_reset()),
    (1, faults.no_answer()),
    (4, faults.lost_answer("reset")),
    (1, faults.lost_answer("timeout")),
)


class Weather(Faults):
    def __init__(self, workspace: Workspace, seed: int):
        super().__init__(workspace)
        self._throws = random.Random(seed)
        self.calm = False
        self.struck: Counter[str] = Counter()

    def next_for(self, method: str, args: dict[str, Any]) -> Fault | None:
        if self.calm:
            return None
        thrown = self._throws.randrange(100)
        for often, fault in STORM:
            if thrown < often:
                self.struck[fault.kind] += 1
                return fault
            thrown -= often
        return None
