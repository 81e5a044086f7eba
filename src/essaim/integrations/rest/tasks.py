"""Answers that were kept long enough are removed."""

from datetime import timedelta

from procrastinate.contrib.django import app

from essaim.kernel import clock

from .models import KeptAnswer

KEEP = timedelta(days=1)


@app.periodic(cron="41 3 * * *")
@app.task(name="rest.sweep", queue="upkeep", pass_context=False)
def sweep(timestamp: int) -> None:
    KeptAnswer.objects.filter(created_at__lt=clock.now() - KEEP).delete()
