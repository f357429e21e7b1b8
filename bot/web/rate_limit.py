"""How often one address may ask. Kept in the memory of one process, measured on the injected clock."""

import ipaddress
import threading
from collections import OrderedDict
from collections.abc import Callable

from starlette.requests import Request


class Buckets:
    """`burst` requests at once, then `per_second`.

    An address is forgotten once it may ask as if it had never asked; at most `most` are remembered, the latest ones.
    """

    def __init__(self, monotonic: Callable[[], float], *, burst: float, per_second: float, most: int = 10_000):
        self._monotonic, self._burst, self._rate, self._most = monotonic, burst, per_second, most
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # what is left, and when that was
        self._lock = threading.Lock()

    def wait(self, address: str, cost: float = 1.0) -> float:
        """0.0 when this request may go on, which it is charged for; else the seconds after which to come again."""
        who, now = network(address), self._monotonic()
        with self._lock:
            left, at = self._left.pop(who, (self._burst, now))
            left = min(self._burst, left + (now - at) * self._rate)
            wait = 0.0 if left >= cost else (cost - left) / self._rate
            self._left[who] = (left if wait else left - cost, now)
            self._forget(now)
        return wait

    def _forget(self, now: float) -> None:
        """The longest idle first: memory is for those who ask now."""
        while self._left:
            left, at = next(iter(self._left.values()))
            if left + (now - at) * self._rate < self._burst and len(self._left) <= self._most:
                return
            self._left.popitem(last=False)

    def __len__(self) -> int:
        return len(self._left)

    def charge(self, address: str, cost: float) -> None:
        """For what turned out to be worse than an ordinary request: it may leave a debt."""
        who, now = network(address), self._monotonic()
        with self._lock:
            left, at = self._left.pop(who, (self._burst, now))
            left = min(self._burst, left + (now - at) * self._rate)
            self._left[who] = (max(left - cost, -self._burst), now)


def address_of(request: Request) -> str:
    return request.client.host if request.client else ""


def network(address: str) -> str:
    """One household or office: an IPv4 address, or the /64 of an IPv6 one."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is None:
            return str(ipaddress.ip_network((found, 64), strict=False))
        return str(found.ipv4_mapped)
    return str(found)
