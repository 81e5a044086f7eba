"""A client that costs little: raw requests over kept connections, one process, one thread."""

import dataclasses
import itertools
import selectors
import socket
import time
from collections.abc import Sequence


@dataclasses.dataclass(frozen=True)
class Sample:
    """What one run over a page saw. Latencies in seconds, from the last byte sent to the last byte received."""

    latencies: list[float]
    seconds: float


class Unexpected(Exception):
    """An answer that is no success."""


def run(port: int, requests: Sequence[bytes], connections: int, seconds: float) -> Sample:
    """Sends ``requests`` in turn over ``connections`` connections for ``seconds``; each waits for its answer.

    Raises Unexpected for an answer of 400 or above.
    """
    turn = itertools.cycle(requests)
    latencies: list[float] = []
    with selectors.DefaultSelector() as selector:
        lines = [_Line(port) for _ in range(connections)]
        began = time.perf_counter()
        for line in lines:
            selector.register(line.socket, selectors.EVENT_READ, line)
            line.send(next(turn))
        until = began + seconds
        waiting = len(lines)
        while waiting:
            for key, _events in selector.select():
                line = key.data
                if not line.receive():
                    continue
                now = time.perf_counter()
                latencies.append(now - line.sent)
                if now < until:
                    line.send(next(turn))
                else:
                    waiting -= 1
        ended = time.perf_counter()
        for line in lines:
            line.socket.close()
    return Sample(latencies, ended - began)


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
        if not piece and not found:
            raise Unexpected("the server closed the connection")
        if not found:
            return False
        if self.buffer[9:10] not in (b"2", b"3"):
            asked = self.request.split(b"\r\n")[0].decode()
            raise Unexpected(f"{asked} is answered by {head.splitlines()[0].decode()}")
        lower = head.lower()
        at = lower.find(b"content-length:")
        return at < 0 or len(body) >= int(lower[at + 15 :].split(b"\r\n", 1)[0])
