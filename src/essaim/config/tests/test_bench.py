"""The bench tells what it saw, and never waits for an answer that cannot come any more."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import repeat

import pytest

from essaim.config.bench.client import Client, Unexpected

ASKED = b"GET /page HTTP/1.1\r\nHost: essaim\r\n\r\n"
WHOLE = b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nbonjour"


@contextmanager
def server(*pieces: bytes, closes: bool) -> Iterator[int]:
    """The port of a server that answers every request with these pieces, one by one, and then closes the connection or keeps it."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            line, _address = listening.accept()
            with line:
                while line.recv(1 << 16):
                    for piece in pieces:
                        line.sendall(piece)
                    if closes:
                        return

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
    thread.join(5)
    assert not thread.is_alive()


def test_an_answer_in_pieces_is_waited_for() -> None:
    with server(WHOLE[:9], WHOLE[9:-5], WHOLE[-5:], closes=False) as port, Client(port, 1) as client:
        (sample,) = client.run(repeat(ASKED), 0.05)
    assert len(sample.latencies) > 1


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (b"", "before it answered"),
        (WHOLE[:20], "before it answered"),
        (WHOLE[:-7], "after 0 of 7 bytes"),
        (WHOLE[:-3], "after 4 of 7 bytes"),
        (b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n", "is answered by HTTP/1.1 500"),
    ],
)
def test_a_server_that_hangs_up_or_fails_is_told(sent: bytes, words: str) -> None:
    with (
        server(sent, closes=True) as port,
        Client(port, 1) as client,
        pytest.raises(Unexpected, match=r"^GET /page ") as told,
    ):
        client.run(repeat(ASKED), 5)
    assert words in str(told.value)
