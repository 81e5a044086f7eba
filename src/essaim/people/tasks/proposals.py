"""Figures of proposed objectives are counted at night."""

from procrastinate.contrib.django import app

from essaim.people.actions.proposals import count_proposals


@app.periodic(cron="40 3 * * *")
@app.task(name="people.count_proposals", queue="audiences", queueing_lock="people.count_proposals", pass_context=False)
def count(timestamp: int) -> None:
    count_proposals()
