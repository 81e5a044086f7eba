"""The jobs of accompaniment: what time brings about."""

from procrastinate.contrib.django import app

from .actions.counting import count_week
from .actions.tending import tend


@app.periodic(cron="*/15 * * * *")
@app.task(name="accompaniment.tend", queue="events", queueing_lock="accompaniment.tend", pass_context=False)
def tend_due(timestamp: int) -> None:
    tend()


@app.periodic(cron="35 * * * *")
@app.task(name="accompaniment.count_week", queue="audiences", queueing_lock="accompaniment.count_week", pass_context=False)
def count_this_week(timestamp: int) -> None:
    count_week()
