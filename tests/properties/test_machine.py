"""The machine at work: the same examples on every run here; other and longer ones in `make torture`."""

import os

from hypothesis import HealthCheck, Phase, settings

from tests.properties.machine import Machine

LONG = int(os.environ.get("MACHINE_EXAMPLES") or 0)

TestMachine = Machine.TestCase
TestMachine.settings = settings(
    max_examples=LONG or 6,
    stateful_step_count=60 if LONG else 30,
    phases=list(Phase) if LONG else [Phase.generate],  # making a failure smaller takes minutes
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
