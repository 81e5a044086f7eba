"""All looks, in the order in which one mends things."""

import dataclasses
from collections.abc import Callable, Iterator

from django.db import DatabaseError
from psycopg_pool import PoolTimeout

from . import backups, database, jobs, machine, outside, variables


@dataclasses.dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Parameters:
        what: what was looked at.
        problem: what is wrong and what to do; empty when all is well.
    """

    what: str
    problem: str = ""


LOOKS: list[tuple[str, Callable[[], str]]] = [
    ("secret", variables.secret),
    ("address", variables.address),
    ("site", outside.site),
    ("data folder", machine.data_folder),
    ("disk", machine.disk),
    ("database", database.server),
    ("durability", database.durability),
    ("connections", database.connections),
    ("clock", database.clock),
    ("newest acts", database.past),
    ("migrations", database.migrations),
    ("restore", database.half_restored),
    ("worker", jobs.worker),
    ("queue", jobs.queue),
    ("failed jobs", jobs.failed),
    ("mail", outside.mail),
    ("sender", variables.sender),
    ("answers by mail", outside.answers),
    ("backup key", backups.key),
    ("backup", backups.last),
    ("static files", machine.static_files),
]


def examine() -> Iterator[Finding]:
    """Looks at everything, one finding at a time."""
    for what, look in LOOKS:
        try:
            yield Finding(what, look())
        except (DatabaseError, PoolTimeout) as error:
            yield Finding(what, f"the database does not answer ({_first_line(error)}): is it running, is DATABASE_URL right?")
        except Exception as error:
            # One look that fails is a finding: the others say what they see.
            yield Finding(
                what,
                f"this could not be looked at ({type(error).__name__}: {_first_line(error)}): is what it reads spelt right?",
            )


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
