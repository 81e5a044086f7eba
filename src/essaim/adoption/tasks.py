"""The figures of the coverage page and of teams are taken by the worker, once a week: on Monday, or when it is back."""

from procrastinate.contrib.django import app

from .actions.coverage import take_snapshot
from .actions.reckoning import is_due
from .actions.teams import take_team_figures


@app.periodic(cron="5 * * * *")
@app.task(name="adoption.take_snapshot", queue="audiences", queueing_lock="adoption.take_snapshot")
def take_snapshot_hourly(timestamp: int) -> None:
    if is_due("audiences"):
        take_snapshot()
    if is_due("teams"):
        take_team_figures()
