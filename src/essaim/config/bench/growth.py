"""What a page costs more among much data than among little: the same pages of several databases, by turns.

Of two processes one is always a little quicker, whichever: each database has one that was started earlier and one later, and their
geometric mean counts.
"""

import dataclasses
import json
import math
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings

from essaim.config import static
from essaim.config.settings.database import is_embedded
from essaim.kernel.errors import Refused

from .pages import PAGES

REQUESTS, ROUNDS = 20, 5
READING = [page.name for page in PAGES if not page.writes]


@dataclasses.dataclass(frozen=True)
class Growth:
    """What one page costs here and there.

    Parameters:
        cpu_ms: milliseconds of CPU of web and database together per request: here, then in each of the other databases.
        times: how many times here what it costs in each of the others.
        buffers: buffers of 8 kB that one request reads: here, then in each of the others.
    """

    page: str
    cpu_ms: list[float]
    times: list[float]
    buffers: list[int]


def growth(*, others: Sequence[str], pages: str, say: Callable[[str], object]) -> list[Growth]:
    """Compares the database of this instance with those in the data folders ``others``, each made by ``generate``.

    Raises Refused where one is no such folder, or this instance has a database of its own elsewhere.
    """
    if not is_embedded():
        raise Refused("growth is measured between data folders: unset DATABASE_URL, and let ESSAIM_DATA_DIR be the larger one")
    wanted = [name.strip() for name in pages.split(",") if name.strip()] or READING
    if unknown := [name for name in wanted if name not in READING]:
        raise Refused(f"no page “{unknown[0]}” that only reads; there are {', '.join(READING)}")
    folders = [str(settings.DATA_DIR), *others]
    if missing := [folder for folder in folders if not Path(folder, "postgres").is_dir()]:
        raise Refused(f"{missing[0]} is no data folder: give one that  bin/essaim generate  filled (ESSAIM_DATA_DIR)")
    static.collect(say)
    costs: dict[str, list[list[float]]] = {name: [[] for _ in folders] for name in wanted}
    buffers: dict[str, list[int]] = {}
    for turn, order in enumerate(([*range(len(folders))], [*range(len(folders))][::-1])):
        say(f"order {turn + 1} of 2")
        processes: dict[int, subprocess.Popen[str]] = {}
        try:
            for number in order:
                processes[number] = _start(folders[number])
            for name in wanted:
                buffers[name] = [_ask(processes[number], name, 0)["buffers"] for number in range(len(folders))]
                seen = _by_turns(processes, name)
                for number in range(len(folders)):
                    costs[name][number].append(statistics.median(seen[number]))
        finally:
            for process in processes.values():
                process.communicate()
    return [_line(name, costs[name], buffers[name]) for name in wanted]


def _start(folder: str) -> "subprocess.Popen[str]":
    environment = os.environ | {"ESSAIM_DATA_DIR": folder}
    process = subprocess.Popen(
        [sys.executable, "-m", "essaim.config.bench.one"],
        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    if not process.stdout or "ready" not in process.stdout.readline():
        raise Refused(
            f"{folder} cannot be measured: has  bin/essaim generate  made it, and  bin/essaim prepare  brought it up to date?"
        )
    return process


def _ask(process: "subprocess.Popen[str]", name: str, count: int) -> Any:
    assert process.stdin and process.stdout
    process.stdin.write(f"{name} {count}\n")
    process.stdin.flush()
    answer = process.stdout.readline()
    if not answer:
        raise Refused(f"{name} could not be asked for; what the page says of it is above")
    return json.loads(answer)


def _by_turns(processes: "dict[int, subprocess.Popen[str]]", name: str) -> dict[int, list[float]]:
    seen: dict[int, list[float]] = {number: [] for number in processes}
    for process in processes.values():
        _ask(process, name, REQUESTS)
    for turn in range(ROUNDS):
        for number in sorted(processes, reverse=bool(turn % 2)):
            seen[number].append(_ask(processes[number], name, REQUESTS)["seconds"])
    return seen


def _line(name: str, costs: list[list[float]], buffers: list[int]) -> Growth:
    means = [math.sqrt(math.prod(both)) for both in costs]
    times = [round(means[0] / mean, 2) if mean else 0.0 for mean in means[1:]]
    return Growth(name, [round(mean * 1000, 2) for mean in means], times, buffers)


def table(lines: Sequence[Growth]) -> str:
    """The lines as a Markdown table."""
    rows = [["page", "cpu_ms", "times", "buffers"], ["---"] * 4]
    rows += [
        [line.page, *(", ".join(map(str, values)) for values in (line.cpu_ms, line.times, line.buffers))] for line in lines
    ]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)
