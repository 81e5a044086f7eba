"""A client that costs little: raw requests over kept connections, one process, one thread."""

import dataclasses
import selectors
import socket
import time
from collections.abc import Callable, Iterator

from essaim.kernel.errors import Refused


@dataclasses.dataclass(frozen=True)
class Sample:
    """What one run over a page saw. Latencies in seconds, from the last byte sent to the last byte received."""

    latencies: list[float]
    seconds: float


class Unexpected(Refused):
    """An answer that is no success."""


class Client:
    """Connections to the server on ``port``, kept between one run and the next: those who answered go on answering.

    Used with ``with``, which closes them.
    """

    def __init__(self, port: int, connections: int):
        self._lines = [_Line(port) for _ in range(connections)]
        self._selector = selectors.DefaultSelector()
        for line in self._lines:
            self._selector.register(line.socket, selectors.EVENT_READ, line)

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *failure: object) -> None:
        self._selector.close()
        for line in self._lines:
            line.socket.close()

    def run(
        self, turn: Iterator[bytes], seconds: float, *, every: float = 0, at: Callable[[], object] = lambda: None
    ) -> list[Sample]:
        """Sends what ``turn`` gives; each connection waits for its answer.

        Parameters:
            turn: the requests, one after the other.
            seconds: how long new ones are sent; those that are out then are waited for.
            every: seconds of a slice, 0 for one of the whole. The connections go on meanwhile: each slice has its own sample, without
                those that were still out at the end.
            at: called where a slice begins, and where the last one ends.

        Raises Unexpected for an answer of 400 or above.
        """
        samples: list[Sample] = []
        latencies: list[float] = []
        at()
        began = sliced = time.perf_counter()
        for line in self._lines:
            line.send(next(turn))
        until, waiting = began + seconds, len(self._lines)
        while waiting:
            for key, _events in self._selector.select():
                line = key.data
                if not line.receive():
                    continue
                now = time.perf_counter()
                latencies.append(now - line.sent)
                if now - sliced >= (every or seconds) and now < until + (every or seconds):
                    samples.append(Sample(latencies, now - sliced))
                    at()
                    latencies, sliced = [], time.perf_counter()
                if now < until:
                    line.send(next(turn))
                else:
                    waiting -= 1
        if not samples:
            samples.append(Sample(latencies, time.perf_counter() - began))
            at()
        return samples


class _Line:
    """One kept connection."""

    def __init__(self, port: int):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = self.request = b""
        self.sent = 0.0

    def send(self, request: bytes) -> None:
        self.buffer = b""
        self.request = request
        self.socket.sendall(request)
        self.sent = time.perf_counter()

    def receive(self) -> bool:
        """Reads what came; whether the answer is whole."""
        piece = self.socket.recv(1 << 16)
        self.buffer += piece
        head, found, body = self.buffer.partition(b"\r\n\r\n")
        if not found:
            if not piece:
                raise Unexpected(f"{self._asked()}: the server closed the connection before it answered")
            return False
        if self.buffer[9:10] not in (b"2", b"3"):
            status = head.splitlines()[0].decode()
            # Nobody may write without end.
            hint = "; few members cannot write so much: generate more, or measure for less long" if " 422" in status else ""
            raise Unexpected(f"{self._asked()} is answered by {status}{hint}")
        lower = head.lower()
        at = lower.find(b"content-length:")
        length = int(lower[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        if len(body) >= length:
            return True
        if not piece:
            raise Unexpected(f"{self._asked()}: the server closed the connection after {len(body)} of {length} bytes")
        return False

    def _asked(self) -> str:
        return self.request.split(b"\r\n")[0].decode()
