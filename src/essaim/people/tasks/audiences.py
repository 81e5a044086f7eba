"""Audiences are worked out by the worker: a changed one at once, all of them each night."""

import logging

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from essaim.people.actions import audiences
from essaim.people.audiences import recount

logger = logging.getLogger(__name__)


@app.task(
    name="people.refresh_audience", queue="audiences", priority=10, retry=RetryStrategy(max_attempts=5, exponential_wait=3)
)
def refresh(audience_id: int) -> None:
    came, went = audiences.refresh_audience(audience_id)
    logger.info("audience %s: %s came, %s went", audience_id, came, went)


@app.periodic(cron="20 23 * * *")
@app.task(name="people.refresh_audiences", queue="audiences", queueing_lock="people.refresh_audiences")
def refresh_every_night(timestamp: int) -> None:
    """Days since arrival go by without anybody changing anything. The hour is UTC: after midnight in Europe."""
    audiences.refresh_all()


@app.periodic(cron="*/10 * * * *")
@app.task(name="people.recount_audiences", queue="audiences", queueing_lock="people.recount_audiences")
def recount_often(timestamp: int) -> None:
    """Members come and go one by one; the sizes on the list of audiences follow."""
    recount()
