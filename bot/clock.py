"""The one place where the clock is read and chance is drawn.

Two clocks: *business* time (due times, calendars, text; the demo moves it) and *system* time (leases, pacing,
signatures). Both are aware UTC, and both go by the database's clock where machines share one, so that one of them
whose clock is wrong by minutes does nothing too early. A clock that is moved or stands still has a time of its own.
"""

import secrets
import threading
import time
from datetime import UTC, datetime, timedelta

# Counts on while the machine sleeps, where there is such a clock.
STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
SURE = 1.0  # seconds: an answer that took longer says little about the time


class Clock:
    """Real time."""

    def __init__(self) -> None:
        self._behind = timedelta()  # this machine's clock, compared with the database's

    def _own(self) -> datetime:
        return datetime.now(UTC)

    def now(self) -> datetime:
        """Business time."""
        return self._own() + self._behind

    def system(self) -> datetime:
        return self._own() + self._behind

    def shared(self, moment: datetime, took: float) -> datetime:
        """System time when the database's clock shows `moment`, which it took `took` seconds to ask.

        From now on `now` and `system` go by it.
        """
        if took <= SURE:
            self._behind = moment - self._own()
        return moment

    def monotonic(self) -> float:
        """Seconds that nobody sets, for measuring how long something took."""
        return time.clock_gettime(STEADY)

    def token(self) -> str:
        """Unguessable, for keys and draft ids."""
        return secrets.token_urlsafe(18)


class MovableClock(Clock):
    """Business time that can be moved forward: the demo's and the tests'.

    It stands at `start`, or runs from there when `runs` is true.
    """

    def __init__(self, start: datetime, *, runs: bool = False):
        super().__init__()
        self._start = start
        self._began = time.monotonic() if runs else None
        self._moved = timedelta()
        self._lock = threading.Lock()

    def now(self) -> datetime:
        with self._lock:
            ran = time.monotonic() - self._began if self._began is not None else 0.0
            return self._start + self._moved + timedelta(seconds=ran)

    def move(self, by: timedelta) -> None:
        """Forward only: time that went back would undo due times already met."""
        if by < timedelta():
            raise ValueError("The clock moves forward only.")
        with self._lock:
            self._moved += by

    def move_to(self, moment: datetime) -> None:
        self.move(max(moment - self.now(), timedelta()))


class StandingClock(MovableClock):
    """For tests: system time stands still too, and moves with business time or by itself."""

    def __init__(self, start: datetime):
        super().__init__(start)
        self._system = timedelta()
        self._tokens = 0

    def system(self) -> datetime:
        return self.now() + self._system

    def move_system(self, by: timedelta) -> None:
        self._system += by

    def shared(self, moment: datetime, took: float) -> datetime:
        return self.system()

    def monotonic(self) -> float:
        return self.system().timestamp()
