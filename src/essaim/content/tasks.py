"""What the worker does for content."""

from django.core.management import call_command
from django.db import transaction
from procrastinate.contrib.django import app


@app.periodic(cron="*/5 * * * *")
@app.task(name="content.scheduled", queue="content", queueing_lock="content.scheduled", pass_context=False)
def scheduled(timestamp: int) -> None:
    """Publishes what is due and withdraws what has expired: page, compiled rows, event and jobs in one transaction."""
    with transaction.atomic():
        call_command("publish_scheduled", verbosity=0)
