"""The figures of the coverage page and of teams are taken by the worker, once an hour."""

from procrastinate.contrib.django import app

from .actions.coverage import take_snapshot
from .actions.teams import take_team_figures


@app.periodic(cron="5 * * * *")
@app.task(name="adoption.take_snapshot", queue="audiences", queueing_lock="adoption.take_snapshot")
def take_snapshot_hourly(timestamp: int) -> None:
    take_snapshot()
    take_team_figures()
