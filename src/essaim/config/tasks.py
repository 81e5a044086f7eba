"""What keeps the queue itself healthy."""

import logging

from procrastinate.contrib.django import app

logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="config.retry_stalled", queueing_lock="config.retry_stalled", pass_context=False)
async def retry_stalled(timestamp: int) -> None:
    """Gives back the jobs of workers that were killed: procrastinate leaves them as running for ever.

    Every job here may run twice: consumers are idempotent, mails carry a fixed Message-ID.
    """
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=40):
        logger.warning("job %s (%s) was left behind by a worker: it runs again", job.id, job.task_name)
        await app.job_manager.retry_job(job)
