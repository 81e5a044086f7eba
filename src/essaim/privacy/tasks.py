"""The jobs of members' rights."""

import logging

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from .actions import archives, retention
from .actions import erase as erasing

logger = logging.getLogger(__name__)
RETRY = RetryStrategy(max_attempts=6, exponential_wait=4)


@app.task(name="privacy.make_archive", queue="privacy", retry=RETRY)
def make_archive(archive_id: int) -> None:
    archives.fill_archive(archive_id=archive_id)


@app.task(name="privacy.look", queue="privacy", retry=RETRY)
def look(erasure_id: int) -> None:
    erasing.look(erasure_id=erasure_id)


@app.task(name="privacy.erase", queue="privacy", retry=RETRY)
def erase(erasure_id: int) -> None:
    erasing.erase(erasure_id=erasure_id)


@app.periodic(cron="*/10 * * * *")
@app.task(name="privacy.tick", queue="privacy", queueing_lock="privacy.tick", pass_context=False)
def tick(timestamp: int) -> None:
    """Erasures whose day has come; those of a worker that was lost are taken up again."""
    for erasure_id in erasing.due():
        try:
            erasing.erase(erasure_id=erasure_id)
        except Exception:
            # One that does not go must not keep the others waiting; it is tried again in ten minutes, and stands on the list.
            logger.exception("erasure %s", erasure_id)


@app.periodic(cron="40 2 * * *")
@app.task(name="privacy.retention", queue="privacy", queueing_lock="privacy.retention", pass_context=False)
def apply_periods(timestamp: int) -> None:
    retention.apply_periods()
