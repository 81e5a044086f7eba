"""The measurement: page by page and floor by turns, in slices of a tenth of a second; medians of these.

What the machine does beside, a neighbour in its cache or another guest on its processor, comes in bursts of some milliseconds: a mean
over seconds has all of them in it, the median of many slices few.
"""

import dataclasses
import itertools
import random
import statistics
from collections.abc import Callable, Iterator

from django.db import connection

from essaim.config import static

from .client import Client, Sample
from .pages import Page, chosen, readers, requests, writers
from .prewarm import warm
from .processes import cpu, postmaster, serving, taken
from .queries import look

CONNECTIONS = (1, 4, 16)
_FLOOR = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
_SLICE, _LEAD = 0.1, 0.2
# Requests that one connection may use up in a second, for pages that need a new one each time.
_A_SECOND = 1500


@dataclasses.dataclass(frozen=True)
class Line:
    """A line of the table.

    Parameters:
        page, connections: what was asked, over how many connections at once.
        rps: answers a second.
        p50_ms, p99_ms: latencies, the client's own share in them.
        cpu_ms: CPU of the web server and the database, per request, in the median slice.
        floor_ratio: how many times the floor's CPU over as many connections.
        queries, buffers, bytes: statements, buffers of 8 kB that they read, size of the page.
    """

    page: str
    connections: int
    rps: float
    p50_ms: float
    p99_ms: float
    cpu_ms: float
    floor_ratio: float
    queries: int
    buffers: int
    bytes: int


def bench(*, pages: str = "", rounds: int = 5, seconds: float = 1.0, say: Callable[[str], object]) -> list[Line]:
    """Measures ``pages`` (names with commas between, all for ""), each for ``seconds`` in each of ``rounds``.

    Raises Refused for an unknown page, and on a database that ``generate`` did not make.
    """
    static.collect(say)
    warm(say)
    wanted, chance = chosen(pages), random.Random(1)
    people = readers(chance)
    authors = writers(chance) if any(page.writes for page in wanted) else []
    looked = {}
    for page in wanted:
        asked = requests(page, authors[-10:] if page.writes else people, chance, 10)
        seen = [look(request) for request in asked]
        looked[page.name] = tuple(int(statistics.median(values)) for values in zip(*seen, strict=True))
    database = postmaster()
    samples: dict[tuple[str, int], list[tuple[Sample, float]]] = {}
    with (
        serving("essaim.config.wsgi:application") as (port, web),
        serving("essaim.config.bench.floor:application") as (low, floor),
    ):
        for number in range(rounds):
            say(f"round {number + 1} of {rounds}")
            for connections in CONNECTIONS:
                for page in wanted:
                    chance.shuffle(authors)
                    asked = requests(page, authors if page.writes else people, chance, _needed(page, seconds))
                    turn = itertools.cycle([request.raw() for request in asked])
                    if not any(name == page.name for name, _connections in samples):
                        _warm(port, turn)
                    _measure(samples, "floor", low, itertools.repeat(_FLOOR), connections, _SLICE, [floor, database])
                    _measure(samples, page.name, port, turn, connections, seconds, [web, database])
    return _lines(samples, looked)


def _needed(page: Page, seconds: float) -> int:
    return int(_A_SECOND * (seconds + 2)) if page.writes else 40


def _measure(
    samples: dict[tuple[str, int], list[tuple[Sample, float]]], name: str, port: int, turn: Iterator[bytes], connections: int,
    seconds: float, roots: list[int | None],
) -> None:  # fmt: skip
    with Client(port, connections) as client:
        # Who has not worked for some tenths of a second comes back to cold caches, which are no part of what is measured.
        client.run(turn, _LEAD)
        known = [root for root in roots if root]
        seen: list[dict[int, float]] = []
        sliced = client.run(turn, seconds, every=min(_SLICE, seconds), at=lambda: seen.append(cpu(known)))
        for sample, (before, after) in zip(sliced, itertools.pairwise(seen), strict=False):
            samples.setdefault((name, connections), []).append((sample, taken(before, after) / len(sample.latencies)))


def _warm(port: int, turn: Iterator[bytes]) -> None:
    """Compiled templates, prepared statements, warm buffers: in each process and in each of its connections to the database. One
    connection of the client reaches one process alone, and the next one perhaps the other."""
    for connections in (16, 1, 1, 1):
        with Client(port, connections) as client:
            client.run(turn, 0.5)


def _lines(samples: dict[tuple[str, int], list[tuple[Sample, float]]], looked: dict[str, tuple[int, ...]]) -> list[Line]:
    lines = []
    for (name, connections), runs in samples.items():
        latencies = sorted(latency for sample, _cpu in runs for latency in sample.latencies)
        own = statistics.median(cpu for _sample, cpu in runs)
        least = statistics.median(cpu for _sample, cpu in samples["floor", connections])
        queries, buffers, size = looked.get(name, (1, 0, 0))
        lines.append(
            Line(
                page=name, connections=connections,
                rps=round(statistics.median(len(sample.latencies) / sample.seconds for sample, _cpu in runs), 1),
                p50_ms=round(statistics.median(latencies) * 1000, 2),
                p99_ms=round(latencies[int(len(latencies) * 0.99)] * 1000, 2),
                cpu_ms=round(own * 1000, 3), floor_ratio=round(own / least, 1) if least else 0.0,
                queries=queries, buffers=buffers, bytes=size,
            )
        )  # fmt: skip
    return sorted(lines, key=lambda line: line.connections)


def table(lines: list[Line]) -> str:
    """The lines as a Markdown table."""
    names = [field.name for field in dataclasses.fields(Line)]
    rows = [names, ["---"] * len(names)] + [[str(value) for value in dataclasses.astuple(line)] for line in lines]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def size() -> dict[str, int]:
    """How large the database is that was measured."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM people_member), (SELECT count(*) FROM conversations_post), "
            "(SELECT count(*) FROM conversations_thread)"
        )
        return dict(zip(("members", "posts", "threads"), cursor.fetchone(), strict=True))
