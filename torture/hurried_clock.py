"""Time that runs fast, the same in every process of a run: a lease of three minutes is over in three seconds."""

from datetime import UTC, datetime, timedelta

from bot.clock import Clock

RATE = 60  # seconds of system time in a real one
BUSINESS_RATE = 3600  # seconds of business time in a real one
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


class HurriedClock(Clock):
    """`origin`: the real moment at which the run began; both times start then at Monday 23 November 2026, 09:00 UTC.

    `hold` stops business time for the reckoning at the end; `skip` jumps over system time, for this process alone.
    """

    def __init__(self, origin: datetime):
        super().__init__()
        self.origin = origin
        self._skipped = timedelta()
        self._held: datetime | None = None

    def _ran(self) -> timedelta:
        return super().system() - self.origin

    def now(self) -> datetime:
        return self._held or MONDAY + self._ran() * BUSINESS_RATE

    def system(self) -> datetime:
        return MONDAY + self._ran() * RATE + self._skipped

    def shared(self, moment: datetime, took: float) -> datetime:
        """The database is on this machine: its clock is ours, and hurries as much."""
        return MONDAY + (moment - self.origin) * RATE + self._skipped

    def monotonic(self) -> float:
        return super().monotonic() * RATE + self._skipped.total_seconds()

    def hold(self) -> None:
        self._held = self.now()

    def skip(self, by: timedelta) -> None:
        self._skipped += by
