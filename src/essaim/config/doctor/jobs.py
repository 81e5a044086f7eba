"""Whether the jobs are done: notifications, mails, publications."""

from typing import Any

from django.db import connection

LATE = 5  # minutes


def _count(query: str, parameters: list[Any] | None = None) -> int:
    """A number, or 0 where the queue's tables are not there yet: then the migrations are what is wrong."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('procrastinate_jobs') IS NULL")
        if cursor.fetchone() == (True,):
            return 0
        cursor.execute(query, parameters)
        return int(cursor.fetchone()[0])


def worker() -> str:
    alive = _count("SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '40 seconds'")
    return (
        ""
        if alive
        else "no worker is running: notifications and mails wait; start  bin/essaim worker  (or serve without --no-worker)"
    )


def queue() -> str:
    late = _count(
        "SELECT count(*) FROM procrastinate_jobs j WHERE status = 'todo'"
        " AND coalesce(scheduled_at, (SELECT min(at) FROM procrastinate_events e WHERE e.job_id = j.id)) < now() - make_interval(mins => %s)",
        [LATE],
    )
    return (
        f"{late} jobs have waited for more than {LATE} minutes: is a worker running, does it keep up? start another one"
        if late
        else ""
    )


def failed() -> str:
    number = _count(
        "SELECT count(DISTINCT j.id) FROM procrastinate_jobs j JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'failed'"
        " WHERE j.status = 'failed' AND e.at > now() - interval '7 days'"
    )
    if not number:
        return ""
    return (
        f"{number} jobs failed for good this week: their errors are in the worker's log; once mended, "
        " bin/essaim manage procrastinate shell  has list_jobs and retry"
    )
