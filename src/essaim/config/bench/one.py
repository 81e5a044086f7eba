"""The pages of one database, asked in a process that serves nothing else, for ``growth``.

A line of its input says which page and how many requests, a line of its output (JSON) what one of them took: seconds of CPU of web and
database together; for none of them, how many buffers of 8 kB one reads.
"""

import gc
import json
import os
import random
import statistics
import sys
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "essaim.config.settings.base")
django.setup()

from essaim.config.settings import database  # noqa: E402

from .pages import Page, chosen, readers, requests  # noqa: E402
from .prewarm import warm  # noqa: E402
from .processes import cpu, postmaster, taken  # noqa: E402
from .queries import as_django, look  # noqa: E402


def main() -> None:
    server = database.embedded()
    server.acquire()
    try:
        _answer()
    finally:
        server.release()


def _answer() -> None:
    warm(lambda words: None)
    chance = random.Random(1)
    people = readers(chance)
    own, known = os.getpid(), postmaster()
    roots = [own, *([known] if known else [])]
    _say({"ready": True})
    for line in sys.stdin:
        name, count = line.split()
        page = chosen(name)[0]
        _say(_cost(page, people, chance, int(count), roots) if int(count) else _buffers(page, people, chance))


def _say(found: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()


def _buffers(page: Page, people: list[Any], chance: random.Random) -> dict[str, int]:
    return {"buffers": int(statistics.median(look(request)[1] for request in requests(page, people, chance, len(people))))}


def _cost(page: Page, people: list[Any], chance: random.Random, count: int, roots: list[int]) -> dict[str, float]:
    from essaim.config.wsgi import application

    asked = [as_django(request) for request in requests(page, people, chance, count)]
    gc.collect()
    gc.disable()
    before = cpu(roots)
    for request in asked:
        application.get_response(request).close()  # type: ignore[no-untyped-call]
    after = cpu(roots)
    gc.enable()
    return {"seconds": taken(before, after) / count}


if __name__ == "__main__":
    main()
