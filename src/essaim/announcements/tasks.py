"""The jobs of announcements."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from essaim.notifications import api as notifications

from . import queries
from .actions import counting, publishing
from .notifications import KIND, address

_AGAIN = RetryStrategy(max_attempts=8, exponential_wait=3)
# Taking back is one indexed delete: more at a time.
_RETRACTED = 5000


@app.periodic(cron="* * * * *")
@app.task(name="announcements.publish_due", queue="events", queueing_lock="announcements.publish_due", pass_context=False)
def publish_due(timestamp: int) -> None:
    publishing.publish_due()


# Jobs of the version before.
@app.task(name="announcements.deliver", queue="events", retry=_AGAIN)
def deliver(announcement_id: int, entry_id: int, after: int) -> None:
    notifications.tell_crowd(crowd=KIND, entry_id=entry_id, subject_id=announcement_id, after=after)


@app.task(name="announcements.retract", queue="events", retry=_AGAIN)
def retract(announcement_id: int, after: int) -> None:
    """Takes the notifications of a withdrawn announcement back, whoever is in its audiences by now."""
    everybody = queries.recipients([]).filter(pk__gt=after).order_by("pk")
    ids = list(everybody.values_list("pk", flat=True)[:_RETRACTED])
    notifications.retract(kind=KIND, recipients=ids, url=address(announcement_id))
    if len(ids) == _RETRACTED:
        retract.defer(announcement_id=announcement_id, after=ids[-1])


@app.periodic(cron="20 * * * *")
@app.task(name="announcements.count_seen", queue="audiences", queueing_lock="announcements.count_seen", pass_context=False)
def count_seen(timestamp: int) -> None:
    counting.count_seen()
