"""Time that runs fast, the same in every process of a run: a lease of three minutes is over in three seconds."""

from datetime import UTC, datetime, timedelta

from bot.clock import Clock

RATE = 60  # seconds of system time in a real one
BUSINESS_RATE = 3600  # seconds of business time in a real one
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


class HurriedClock(Clock):
    """`origin`: the real moment at which the run began; both times start then at Monday 23 November 2026, 09:00 UTC.

    `hold` stops business time for the reckoning at the end; `skip` jumps over system time, for this process alone.
    `off`: how wrong this machine's clock is, in system time, until the database's puts it right.
    """

    def __init__(self, origin: datetime, off: timedelta = timedelta()):
        super().__init__()
        self.origin, self._off = origin, off
        self._skipped = timedelta()
        self._held: datetime | None = None

    def _ran(self) -> timedelta:
        return super()._own() - self.origin

    def _own(self) -> datetime:
        return MONDAY + self._ran() * RATE + self._off

    def now(self) -> datetime:
        return self._held or MONDAY + self._ran() * BUSINESS_RATE

    def system(self) -> datetime:
        return super().system() + self._skipped

    def shared(self, moment: datetime, took: float) -> datetime:
        """The database's clock hurries as much."""
        return super().shared(MONDAY + (moment - self.origin) * RATE, took) + self._skipped

    def monotonic(self) -> float:
        return super().monotonic() * RATE + self._skipped.total_seconds()

    def hold(self) -> None:
        self._held = self.now()

    def skip(self, by: timedelta) -> None:
        self._skipped += by
