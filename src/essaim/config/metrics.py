"""What an administrator's Prometheus reads: how the site answers, and how its jobs stand. Nothing about anybody.

Requests are counted in each web process, in files that all of them share (PROMETHEUS_MULTIPROC_DIR, set by ``serve``), so
that one answer speaks for the whole node. What stands in the database is asked for when somebody reads.
"""

import os
from collections.abc import Iterator

from django.db import DatabaseError, connection
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from psycopg_pool import PoolTimeout

from essaim import __version__
from essaim.notifications import api as notifications
from essaim.people import api as people

from . import readiness

_own = CollectorRegistry()
REQUESTS = Counter("essaim_requests", "Answered requests.", ["page", "method", "status"], registry=_own)
SECONDS = Histogram(
    "essaim_request_seconds", "Seconds from a request to its answer.", ["page"], registry=_own,
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)  # fmt: skip
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}

_JOBS = """
SELECT queue_name, status::text, count(*),
       coalesce(extract(epoch FROM max(now() - coalesce(scheduled_at, since.at)) FILTER (WHERE status = 'todo')), 0)
FROM procrastinate_jobs j
LEFT JOIN LATERAL (SELECT min(e.at) AS at FROM procrastinate_events e WHERE e.job_id = j.id AND j.status = 'todo') since ON true
WHERE status IN ('doing', 'failed') OR status = 'todo' AND coalesce(scheduled_at, now()) <= now()
GROUP BY 1, 2 ORDER BY 1, 2
"""
_LATER = (
    "SELECT queue_name, count(*) FROM procrastinate_jobs WHERE status = 'todo' AND scheduled_at > now() GROUP BY 1 ORDER BY 1"
)
_WORKERS = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '40 seconds'"
_BACKUP = "SELECT extract(epoch FROM max(made_at)) FROM config_backup"


def count(page: str, method: str, status: int, seconds: float) -> None:
    """Counts one answered request. ``page`` is a name out of the addresses, never an address: no ids, no words."""
    REQUESTS.labels(page, method if method in METHODS else "other", status).inc()
    SECONDS.labels(page).observe(seconds)


class _Installation(Collector):
    """What the database tells of the installation, at this moment."""

    def collect(self) -> Iterator[Metric]:
        yield InfoMetricFamily("essaim", "The version that runs.", {"version": __version__})
        up = GaugeMetricFamily("essaim_database_up", "1 when the database answers.")
        try:
            readiness.reach_database()
            found = list(_asked())
        except (DatabaseError, PoolTimeout):
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        yield from found


def _asked() -> Iterator[Metric]:
    jobs = GaugeMetricFamily(
        "essaim_jobs", "Jobs, by what becomes of them: due, later, doing, failed.", labels=["queue", "state"]
    )
    oldest = GaugeMetricFamily("essaim_oldest_due_job_seconds", "How long the oldest due job has waited.", labels=["queue"])
    with connection.cursor() as cursor:
        cursor.execute(_JOBS)
        for queue, status, number, age in cursor.fetchall():
            jobs.add_metric([queue, "due" if status == "todo" else status], number)
            if status == "todo":
                oldest.add_metric([queue], float(age))
        cursor.execute(_LATER)
        for queue, number in cursor.fetchall():
            jobs.add_metric([queue, "later"], number)
        cursor.execute(_WORKERS)
        (workers,) = cursor.fetchone()
        cursor.execute(_BACKUP)
        (backup,) = cursor.fetchone()
    yield jobs
    yield oldest
    yield GaugeMetricFamily("essaim_workers", "Workers heard of in the last 40 seconds.", workers)
    yield GaugeMetricFamily("essaim_mails_waiting", "Mails that are written and have not left.", notifications.mails_waiting())
    yield GaugeMetricFamily("essaim_sessions_today", "Signed-in browsers seen today.", people.sessions_seen_today())
    if backup is not None:
        yield GaugeMetricFamily("essaim_last_backup_timestamp_seconds", "When the last backup was made.", float(backup))


def exposition() -> bytes:
    """Everything, in Prometheus's text format."""
    together = CollectorRegistry()
    together.register(_Installation())
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(together)
        return generate_latest(together)
    return generate_latest(_own) + generate_latest(together)
