"""Requests sent over loopback from many addresses, and what came back of each."""

import socket
import threading
from collections import Counter
from collections.abc import Callable, Sequence

from fuzz.hostile import Shot

PER_ADDRESS = 8  # requests, so that the pace limits do not answer for the rest


class Range:
    """What was shot and what came back."""

    def __init__(self, port: int):
        self.port = port
        self.statuses: Counter[str] = Counter()
        self.wrong: list[str] = []
        self._lock = threading.Lock()
        self._turns = 0

    @property
    def fired(self) -> int:
        return sum(self.statuses.values())

    def fire(self, sources: Sequence[Callable[[], Shot]], shots: int) -> None:
        """`shots` requests, as many from each source, at the same time."""
        threads = [threading.Thread(target=self._fire, args=(source, shots // len(sources))) for source in sources]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _fire(self, source: Callable[[], Shot], shots: int) -> None:
        connection, left = None, 0
        for _ in range(shots):
            if connection is None or left == 0:
                if connection is not None:
                    connection.close()
                connection, left = self._connect(), PER_ADDRESS
            shot = source()
            status, goes_on = self._ask(connection, shot)
            left = left - 1 if goes_on else 0
            self._note(shot, status)
        if connection is not None:
            connection.close()

    def _connect(self) -> socket.socket:
        with self._lock:
            self._turns += 1
            turn = self._turns
        address = f"127.{10 + turn // 62_500 % 200}.{turn // 250 % 250}.{turn % 250 + 1}"
        return socket.create_connection(("127.0.0.1", self.port), timeout=30, source_address=(address, 0))

    def _ask(self, connection: socket.socket, shot: Shot) -> tuple[int, bool]:
        """(status, whether the connection can be used again); 0 for no answer, -1 for none in 30 seconds."""
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
        with self._lock:
            self.statuses[f"{shot.kind}: {status or 'closed'}"] += 1
            if not allowed and len(self.wrong) < 20:
                self.wrong.append(f"{shot.kind}: {status} for {shot.raw[:1500]!r}")


def _status(got: bytes) -> int:
    words = got[:20].split(b" ")
    return int(words[1]) if len(words) > 1 and words[1][:3].isdigit() else 0
